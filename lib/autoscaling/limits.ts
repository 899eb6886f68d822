/**
 * The limits of what scales, each with its source and the day it was read.
 *
 * - disks: docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html and msk-autoexpand-details.html, 2026-11
 * - shards: docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html, 2026-11
 * - what a shard takes: docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, 2026-11
 * - tasks: docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html, 2026-11
 */
export const limits = {
  /** A disk grows by the greater of the two, and rests for so many seconds. */
  diskStepGiB: 10,
  diskStepPercent: 10,
  diskRestSeconds: 6 * 3_600,
  /** Shards that UpdateShardCount gives a stream. */
  shards: 10_000,
  /** Tasks of one ECS service, before AWS raises the quota. */
  tasks: 5_000,
  /** How often UpdateShardCount changes a stream within any 24 hours. */
  shardChanges: 10,
  /** Bytes and records a second that one shard takes. */
  shardBytes: 1_000 * 1_024,
  shardRecords: 1_000,
} as const;
