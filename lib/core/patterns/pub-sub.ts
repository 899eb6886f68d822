import * as z from "zod";
import { identifier } from "../spec";
import { channelBase, consuming } from "./channel";

const value = z.union([z.string(), z.number()]);
const operator = z.strictObject({
  prefix: z.string().optional(),
  suffix: z.string().optional(),
  "equals-ignore-case": z.string().optional(),
  "anything-but": z.union([z.string(), z.number(), z.array(value).min(1)]).optional(),
  numeric: z.array(value).min(2).max(4).optional(),
  exists: z.boolean().optional(),
  cidr: z.string().optional(),
});
const alternatives = z.array(z.union([z.string(), z.number(), z.boolean(), operator])).min(1);

const filterSpec = z
  .record(z.string().min(1), alternatives)
  .describe("Which messages the subscriber gets: every key must match one of its values. All messages when left out");
/** Every key must match, and for a key any one of its alternatives. */
export type Filter = z.output<typeof filterSpec>;

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
