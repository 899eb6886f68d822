export type Mode = "provisioned" | "express" | "serverless";

/**
 * What may be set of a topic beside what its channel says.
 *
 * - Standard: kafka.apache.org/documentation/#topicconfigs, 4.1
 * - Express: docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-express-read-write.html, 2026-11
 * - Serverless: …/serverless-config.html, 2026-11; segment.bytes among others cannot be set
 */
export const topicProperties: Readonly<Record<Mode, readonly string[]>> = {
  provisioned: [
    "compression.type",
    "delete.retention.ms",
    "file.delete.delay.ms",
    "flush.messages",
    "flush.ms",
    "index.interval.bytes",
    "local.retention.bytes",
    "max.compaction.lag.ms",
    "message.timestamp.after.max.ms",
    "message.timestamp.before.max.ms",
    "message.timestamp.type",
    "min.cleanable.dirty.ratio",
    "min.compaction.lag.ms",
    "preallocate",
    "retention.bytes",
    "segment.bytes",
    "segment.index.bytes",
    "segment.jitter.ms",
    "segment.ms",
  ],
  express: [
    "compression.type",
    "max.compaction.lag.ms",
    "message.timestamp.after.max.ms",
    "message.timestamp.before.max.ms",
    "message.timestamp.type",
    "min.compaction.lag.ms",
    "retention.bytes",
  ],
  serverless: ["compression.type", "message.timestamp.difference.max.ms", "message.timestamp.type", "retention.bytes"],
};

/** Topic settings that a channel says in its own words. */
export const saidByChannel: Readonly<Record<string, string>> = {
  "cleanup.policy": "compaction",
  "local.retention.ms": "msk.localRetention",
  "max.message.bytes": "maxMessageSize",
  "min.insync.replicas": "msk.minInSyncReplicas",
  "remote.storage.enable": "msk.localRetention",
  "retention.ms": "retention",
  "unclean.leader.election.enable": "nothing: it loses messages",
};
