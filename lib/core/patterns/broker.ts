import * as z from "zod";
import { identifier } from "../spec";
import { channelBase, consuming } from "./channel";

const binding = z
  .strictObject({
    exchange: identifier.describe("An exchange of the same system"),
    routingKey: z
      .string()
      .max(255)
      .optional()
      .describe("What a message must be addressed to: equal for direct, words with * and # for topic"),
    headers: z
      .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
      .optional()
      .describe("Headers exchanges: which headers a message must have, all of them"),
  })
  .describe("Which messages of an exchange reach the queue");

/**
 * The channels of the pattern `broker`: queues, exchanges and topics as the broker itself has them, for applications
 * that speak AMQP, JMS, STOMP or MQTT. An engine adds what only it has, under its own key.
 */
export function brokerChannel<C extends z.ZodRawShape>(own: { readonly channel: C }) {
  const base = { ...channelBase, ...own.channel };
  return z.discriminatedUnion("type", [
    z.strictObject({
      ...base,
      ...consuming,
      type: z.literal("queue").describe("A queue that competing consumers empty"),
      ordered: z.boolean().default(false).describe("Whether one consumer at a time gets all messages, in order"),
      bindings: z.array(binding).min(1).optional().describe("Exchanges whose messages reach the queue"),
    }),
    z.strictObject({
      ...base,
      type: z.literal("exchange").describe("Takes messages and routes them to the queues bound to it (AMQP)"),
      kind: z.enum(["direct", "topic", "fanout", "headers"]).default("topic").describe("How it routes"),
    }),
    z.strictObject({
      ...base,
      type: z.literal("topic").describe("Gives a copy to everybody who listens at the moment (JMS, MQTT)"),
    }),
  ]);
}
