import * as z from "zod";
import { duration, size } from "../spec";
import { channelBase } from "./channel";

/**
 * The channels of the pattern `event-stream`: a partitioned log that consumer groups read at their own pace, and again
 * if they like. Messages with the same key keep their order. An engine adds what only it has, under its own key.
 */
export function eventStreamChannel<C extends z.ZodRawShape>(own: { readonly channel: C }) {
  return z.strictObject({
    ...channelBase,
    partitions: z
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe(
        "How many partitions share the load; the order holds within one. Engines differ in what they do when it is left out",
      ),
    retention: duration("1h", "10y")
      .prefault("7d")
      .describe("How long a message can be read, and read again. An engine may allow less"),
    maxMessageSize: size("1KiB", "10MiB").prefault("1MiB").describe("Largest message that the channel takes"),
    maxLag: duration("1m", "7d")
      .prefault("10m")
      .describe("How far a consumer group may be behind, in time, before an alarm tells"),
    compaction: z
      .boolean()
      .default(false)
      .describe("Keeps the newest message of each key for ever, in place of every message for a time"),
    ...own.channel,
  });
}
