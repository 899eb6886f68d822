import * as z from "zod";
import type { Pattern } from "../../core/engine";
import { eventStreamChannel } from "../../core/patterns/event-stream";
import { byteRate, formatted, identifier, rate, size } from "../../core/spec";
import { shardMetrics } from "./limits";

/** The engine's name, and the key that its own options stand under. */
export const engineName = "kinesis";
export const patterns = ["event-stream"] as const satisfies readonly Pattern[];

/** What Kinesis takes as the name of a stream or of a consumer (API reference, CreateStream, RegisterStreamConsumer). */
const name = (what: string) =>
  formatted(/^[A-Za-z0-9_.-]{1,128}$/, `${what} of at most 128 letters, digits, '.', '-' and '_'`);

const workload = z
  .strictObject({
    rate: rate("0/s", "10000k/s").describe("Messages a second at the peak"),
    messageSize: size("1B", "2TiB").describe(
      "Size of a usual large message with its partition key. It counts rounded up to 1 KiB",
    ),
    consumers: z
      .int()
      .min(0)
      .optional()
      .describe("How many groups share the reading, without those in fanOut. As many as access: admits when left out"),
    observedPeak: byteRate("1KiB/s", "20GiB/s")
      .optional()
      .describe(
        "On-demand streams: the highest rate that the stream bore within 30 days; it bears twice that. A new stream's 4 MB/s when left out",
      ),
  })
  .describe("The load that the channel must bear; it is held against its shards");
export type Workload = z.output<typeof workload>;

const channelOptions = z.strictObject({
  streamName: name("a stream's name").optional().describe("The stream's name, where the system exists already"),
  fanOut: z
    .array(name("a consumer's name"))
    .default([])
    .describe("Consumer groups that get 2 MB/s of each shard for themselves (enhanced fan-out); the others share that"),
  shardMetrics: z
    .union([z.array(z.enum(shardMetrics)).min(1), z.literal("all")])
    .optional()
    .describe("Metrics of each shard, to find one that is busier than the others. None when left out: each costs"),
  workload: workload.optional(),
});

/** The channels of `event-stream` on this engine: a data stream each. Without `partitions` its capacity is on demand. */
export const streamChannels = z.record(
  identifier,
  eventStreamChannel({ channel: { [engineName]: channelOptions.prefault({}) } }),
);
export type StreamChannel = z.output<typeof streamChannels>[string];

/** What stands under `kinesis:` of a system. */
export const systemOptions = z
  .strictObject({
    quotas: z
      .strictObject({
        shards: z.int().min(1).optional().describe("Shards that AWS granted this account in this region"),
        onDemandStreams: z
          .int()
          .min(1)
          .optional()
          .describe("On-demand streams that AWS granted this account in this region"),
      })
      .prefault({})
      .describe("What AWS granted, where it is more than usual"),
  })
  .prefault({});
export type SystemOptions = z.output<typeof systemOptions>;
