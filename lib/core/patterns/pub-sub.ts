import * as z from "zod";
import { identifier } from "../spec";
import { channelBase, consuming } from "./channel";
import { filterSpec } from "./filter-spec";

/**
 * The channels of the pattern `pub-sub`: every subscriber gets its own copy of each message that its filter lets
 * through. An engine adds what only it has, under its own key.
 */
export function pubSubChannel<C extends z.ZodRawShape, S extends z.ZodRawShape>(own: {
  readonly channel: C;
  readonly subscriber: S;
}) {
  const subscriber = z.strictObject({ ...consuming, filter: filterSpec.optional(), ...own.subscriber });
  return z.strictObject({
    ...channelBase,
    ordered: z
      .boolean()
      .default(false)
      .describe("Whether the messages of one group keep their order. Changing it makes the channel anew"),
    subscribers: z.record(identifier, subscriber).default({}).describe("Who gets a copy of each message, by name"),
    ...own.channel,
  });
}
