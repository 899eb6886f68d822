import type { ChangeFacts, OneWayRule } from "../../core/one-way";

const api = "Kinesis Data Streams API reference";

/** Values of a stream. */
export const streamRules = {
  retention: {
    unit: "seconds",
    direction: "grows",
    consequence: "loses",
    change: "`retention` shorter",
    effect: "Kinesis makes records unreadable at once that are older than the new retention.",
    remedy: "Take the retention back.",
    source: `${api}, DecreaseStreamRetentionPeriod, 2026-12`,
  },
  shards: {
    direction: "doubles",
    consequence: "refuses",
    change: "`partitions` to more than double or less than half",
    effect: "Kinesis refuses to more than double or halve the shards of a stream at once.",
    remedy: "Go in steps of at most double or half, and deploy each.",
    source: `${api}, UpdateShardCount, 2026-12`,
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: streamRules,
  free: [
    {
      change: "`partitions` within double and half",
      effect:
        "Kinesis splits and merges shards while the stream is in use; keys go to other shards. At most ten changes in 24 hours.",
      remedy: "Consumers read parent shards to their end first, as the KCL does.",
      source: `${api}, UpdateShardCount, 2026-12`,
    },
    {
      change: "`partitions` added or taken out (provisioned, or on demand)",
      effect: "The stream changes its capacity mode while it is in use, twice within 24 hours at most.",
      remedy: "Do not go to and fro.",
      source: `${api}, UpdateStreamMode, 2026-12`,
    },
    {
      change: "a group taken out of `fanOut`",
      effect: "The registered consumer is deleted; the group goes on with shared throughput.",
      remedy: "Check that the shards bear one reader more.",
      source: `${api}, DeregisterStreamConsumer, 2026-12`,
    },
    {
      change: "a channel renamed, or taken out",
      effect: "Terraform destroys the stream with its records.",
      remedy: "Retire it, and create the new one beside it first.",
      source: "AWS provider 5.100.0, aws_kinesis_stream, name (ForceNew), 2026-12",
    },
  ],
};
