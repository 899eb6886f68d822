import * as z from "zod";
import type { Pattern } from "../../core/engine";
import { pubSubChannel } from "../../core/patterns/pub-sub";
import { workQueueChannel } from "../../core/patterns/work-queue";
import { duration, formatted, identifier, percent, rate, size } from "../../core/spec";
import { limits } from "./limits";

/** The engine's name, and the key that its own options stand under. */
export const engineName = "sns-sqs";
export const patterns = ["pub-sub", "work-queue"] as const satisfies readonly Pattern[];

const resourceName = formatted(/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/, "a name of letters, digits, '-' and '_'");
const existingQueue = {
  queueName: resourceName.optional().describe("The queue's name, where the system exists already"),
  deadLettersName: resourceName.optional().describe("The dead-letter queue's name, where the system exists already"),
};
const receiving = {
  waitTime: duration("0s", "20s")
    .prefault("20s")
    .describe("How long an empty receive waits for a message (long polling)"),
  delay: duration("0s", "15m").prefault("0s").describe("How long a message stays hidden before its first delivery"),
};

/**
 * SQS accepts 1 MiB (since 2025-08), and SNS too on topics with at most 100 subscriptions, when MaximumMessageSize of the
 * topic says so (since 2026-09; from a public summary, not read at AWS). AWS provider 5.100.0 refuses more than 256 KiB
 * for a queue, and has no such argument for a topic. Read 2026-12.
 */
const maxMessageSize = size("1KiB", "256KiB").prefault("256KiB").describe("Largest message that the channel takes");

const workload = z
  .strictObject({
    rate: rate("0/s", "10000k/s").describe("Messages a second at the peak"),
    messageSize: size("1B", "2TiB").optional().describe("Size of a usual large message"),
    groups: z.int().min(1).optional().describe("How many message groups share the load of an ordered channel"),
    batch: z.int().min(1).max(limits.batch).default(1).describe("Messages in one call"),
  })
  .describe("The load that the channel must bear; it is held against the service's limits");
export type Workload = z.output<typeof workload>;

const ordering = {
  deduplication: z
    .enum(["content", "id"])
    .optional()
    .describe(
      "Ordered channels: two messages are the same when their content is (the default), or only when their id is",
    ),
  deduplicationScope: z
    .enum(["group", "channel"])
    .optional()
    .describe("Ordered channels: where a message is compared with others; the group by default"),
  throughput: z
    .enum(["high", "standard"])
    .optional()
    .describe(
      "Ordered channels: high throughput keeps order within the group only (the default); standard allows 300 calls a second",
    ),
};
const channelOptions = { ...ordering, maxMessageSize, workload: workload.optional() };

const topicOptions = z.strictObject({
  ...channelOptions,
  topicName: resourceName.optional().describe("The topic's name, where the system exists already"),
});
const subscriberOptions = z.strictObject({
  ...existingQueue,
  ...receiving,
  filterOn: z
    .enum(["attributes", "body"])
    .default("attributes")
    .describe("What the filter looks at: message attributes, or the JSON body, where a.b is key b in object a"),
  rawDelivery: z
    .boolean()
    .default(true)
    .describe("Whether the consumer gets the message as it was published, instead of wrapped in a notification"),
});
const queueOptions = z.strictObject({ ...channelOptions, ...existingQueue, ...receiving });

/** The channels of `pub-sub` on this engine: a topic each, and a queue for each subscriber. */
export const topicChannels = z.record(
  identifier,
  pubSubChannel({
    channel: { [engineName]: topicOptions.prefault({}) },
    subscriber: { [engineName]: subscriberOptions.prefault({}) },
  }),
);
/** The channels of `work-queue` on this engine: a queue each, without a topic. */
export const queueChannels = z.record(
  identifier,
  workQueueChannel({ channel: { [engineName]: queueOptions.prefault({}) } }),
);

export type TopicChannel = z.output<typeof topicChannels>[string];
export type Subscriber = TopicChannel["subscribers"][string];
export type QueueChannel = z.output<typeof queueChannels>[string];
export type Consuming = Omit<Subscriber, "filter" | typeof engineName> & {
  readonly [engineName]: Pick<Subscriber[typeof engineName], keyof typeof receiving>;
};
export type Ordering = Pick<z.output<typeof topicOptions>, keyof typeof ordering | "maxMessageSize" | "workload">;

/** What stands under `sns-sqs:` of a system. */
export const systemOptions = z
  .strictObject({
    successSample: percent()
      .prefault("0%")
      .describe("How many of the successful deliveries are logged. Failed deliveries always are"),
    quotas: z
      .strictObject({
        publishesPerSecond: z
          .int()
          .min(1)
          .optional()
          .describe("What AWS granted this account in this region, when it is more than usual"),
      })
      .prefault({}),
  })
  .prefault({});
export type SystemOptions = z.output<typeof systemOptions>;
