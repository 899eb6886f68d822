const gib = 1024 ** 3;
const mib = 1024 ** 2;
const day = 86_400;

/**
 * The limits of Amazon MSK, each with its source and the day it was read. Broker sizes are in instances.ts.
 *
 * - quotas: docs.aws.amazon.com/msk/latest/developerguide/limits.html, 2026-10
 * - provisioned throughput: …/msk-provision-throughput-management.html, 2026-10
 * - tiered storage: …/msk-guidelines-tiered-storage-topic-level-config.html, 2026-11
 * - serverless topics: …/serverless-config.html, 2026-11
 * - SCRAM: …/msk-password-limitations.html, 2026-11
 */
export const limits = {
  /** Brokers of a cluster, before AWS raises the quota. */
  brokers: { zookeeper: 30, kraft: 60 },
  /** Bytes of one broker's disk. */
  minStorage: gib,
  maxStorage: 16_384 * gib,
  /** The smallest disk and throughput that provisioned throughput takes, in bytes and bytes a second. */
  provisionedStorage: 10 * gib,
  provisionedThroughput: 250 * mib,
  /** Seconds that a topic with tiered storage keeps its messages at least, and its smallest segments. */
  tieredRetention: 3 * day,
  tieredSegmentBytes: 48 * mib,
  tieredSegmentMilliseconds: 600_000,
  /** IAM connections of one broker. */
  connections: 3_000,
  /** Users with a password. */
  users: 1_000,
  /** Milliseconds of `replica.lag.time.max.ms` (configuration properties, …/msk-configuration-properties.html). */
  replicaLag: { min: 10_000, max: 30_000 },
  zookeeperSession: { min: 6_000, max: 18_000 },
  express: {
    /** Brokers are in three zones, and keep three copies, two of them in time. */
    zones: 3,
    replicationFactor: 3,
    minInSyncReplicas: 2,
    /** Bytes a second that one partition takes. */
    partitionIn: 15e6,
    /** Milliseconds of `max.compaction.lag.ms` below which Express refuses a topic. */
    minCompactionLag: 86_400_000,
  },
  serverless: {
    replicationFactor: 3,
    /** Bytes a second of the cluster and of one partition. */
    clusterIn: 200e6,
    clusterOut: 400e6,
    partitionIn: 5e6,
    partitionOut: 10e6,
    partitions: 2_400,
    compactedPartitions: 120,
    messageBytes: 8 * mib,
    groups: 500,
    zones: 2,
  },
  /** What the archive bears (Lambda developer guide, kafka-scaling-modes and quotas, 2026-11). */
  archive: {
    /** Bytes a second of one partition: a poller reads it, and a poller bears 5 MB/s or 5 calls at once. */
    partitionIn: 5e6,
    /** Bytes of one message: a call carries 6 MB, and messages are in base64. */
    messageBytes: 4 * mib,
    /**
     * Bytes a second of one function that has the one processor which Lambda gives 1,769 MiB. Measured: 4 MB of messages
     * took 0.1 to 0.3 s of a processor, and they are written to S3 besides.
     */
    functionIn: 4e6,
    functionMemoryMiB: 1_769,
    /** Functions at once: as many as one poller calls; and the most, of 1,000 that an account may run. */
    functions: 5,
    mostFunctions: 50,
  },
  /** Kafka: characters of a topic's name (org.apache.kafka.common.internals.Topic, 4.1). */
  topicName: 249,
} as const;

/** Partitions of a topic that says nothing: a leader on each broker of the smallest cluster. Kafka never takes any away. */
export const standardPartitions = 3;
