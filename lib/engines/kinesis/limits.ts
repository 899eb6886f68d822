/**
 * The limits of Kinesis Data Streams, each with its source and the day it was read.
 *
 * - quotas: docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, 2026-11
 * - shards for a load, and what an on-demand stream bears: aws.amazon.com/kinesis/data-streams/faqs/, 2026-11
 * - consumers: docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html, 2026-11
 * - record size: API_UpdateMaxRecordSize.html there, 2026-11, and the schema of AWS provider 5.100.0
 */
export const limits = {
  /** Hours that a record can be kept. */
  minRetentionHours: 24,
  maxRetentionHours: 8_760,
  /**
   * Largest record. Kinesis takes up to 10 MiB from a stream that is told so, and no stream can be told less than 1 MiB;
   * aws_kinesis_stream of provider 5.100.0 has no argument for it, so that every stream takes 1 MiB.
   */
  recordBytes: 1_024 ** 2,
  /** What the FAQ rounds a record up to before it counts. */
  recordUnitBytes: 1_024,
  /** KiB a second that one shard takes, and gives to all who read it together. */
  shardKibIn: 1_000,
  shardKibOut: 2_000,
  /** A new on-demand stream takes 4 MB and 4,000 records, and gives 8 MB, a second: as four shards. */
  newOnDemandShards: 4,
  /** An on-demand stream bears this many times the highest rate of its last 30 days. */
  onDemandBurst: 2,
  /** On-demand streams of an account in a region, before AWS raises the quota. */
  onDemandStreams: 50,
  /** Consumers with fan-out of one stream (50 under On-demand Advantage, which Signalbox does not set). */
  fanOuts: 20,
  /** Consumers that may be in creation at once. */
  consumersInCreation: 5,
} as const;

const largeRegions = ["us-east-1", "us-west-2", "eu-west-1"];

/**
 * Shards of an account in a region, before AWS raises the quota. Outside the three large regions it is 1,000 or 6,000,
 * and AWS does not say where which: the smaller is taken.
 */
export const shardQuota = (region: string): number => (largeRegions.includes(region) ? 20_000 : 1_000);

/** What an on-demand stream grows to, in shards: 10 GB a second in the three large regions, 200 MB elsewhere. */
export const onDemandShards = (region: string): number => (largeRegions.includes(region) ? 10_000 : 200);

/** The metrics that a stream has of each shard when it is asked (Kinesis API, EnhancedMetrics, 2026-11). */
export const shardMetrics = [
  "IncomingBytes",
  "IncomingRecords",
  "IteratorAgeMilliseconds",
  "OutgoingBytes",
  "OutgoingRecords",
  "ReadProvisionedThroughputExceeded",
  "WriteProvisionedThroughputExceeded",
] as const;
export type ShardMetric = (typeof shardMetrics)[number];
