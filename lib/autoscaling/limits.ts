/**
 * The limits of what scales, each with its source and the day it was read.
 *
 * - shards: docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html, 2026-11
 * - what a shard takes: docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, 2026-11
 */
export const limits = {
  /** How often UpdateShardCount changes a stream within any 24 hours. */
  shardChanges: 10,
  /** Bytes and records a second that one shard takes. */
  shardBytes: 1_000 * 1_024,
  shardRecords: 1_000,
} as const;
