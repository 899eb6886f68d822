/**
 * Broker sizes, each with what it bears.
 *
 * - partitions with their replicas, recommended and at most for updates: docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html, 2026-10
 * - disk throughput of the instance: aws/agent-toolkit-for-aws, managing-amazon-msk, scripts/msk_sizing.py, 2026-06-23
 * - provisioned throughput and replica fetchers: …/developerguide/msk-provision-throughput-management.html, 2026-10
 */
interface StandardInstance {
  /** Partitions of one broker, replicas counted: what is recommended. */
  readonly partitions: number;
  /** From so many on MSK refuses updates of the broker. */
  readonly maxPartitions: number;
  /** MiB a second that the instance moves to and from its disk. */
  readonly diskMiBps?: number;
  /** MiB a second that can be provisioned; none where it cannot be. */
  readonly provisionedMiBps?: number;
  /** `num.replica.fetchers` that provisioned throughput needs; MSK's default where there is none. */
  readonly replicaFetchers?: number;
}

export const standardInstances = {
  "kafka.t3.small": { partitions: 300, maxPartitions: 300 },
  "kafka.m5.large": { partitions: 1_000, maxPartitions: 1_500, diskMiBps: 81 },
  "kafka.m5.xlarge": { partitions: 1_000, maxPartitions: 1_500, diskMiBps: 144 },
  "kafka.m5.2xlarge": { partitions: 2_000, maxPartitions: 3_000, diskMiBps: 250 },
  "kafka.m5.4xlarge": large(593.75, 593, 4),
  "kafka.m5.8xlarge": large(850, 850, 8),
  "kafka.m5.12xlarge": large(1_000, 1_000, 14),
  "kafka.m5.16xlarge": large(1_000, 1_000, 16),
  "kafka.m5.24xlarge": large(1_000, 1_000, 16),
  "kafka.m7g.large": { partitions: 1_000, maxPartitions: 1_500, diskMiBps: 78.75 },
  "kafka.m7g.xlarge": { partitions: 1_000, maxPartitions: 1_500, diskMiBps: 156.25 },
  "kafka.m7g.2xlarge": { partitions: 2_000, maxPartitions: 3_000, diskMiBps: 312.5, provisionedMiBps: 312 },
  "kafka.m7g.4xlarge": large(625, 625, 4),
  "kafka.m7g.8xlarge": large(1_000, 1_000, 8),
  "kafka.m7g.12xlarge": large(1_000, 1_000, 14),
  "kafka.m7g.16xlarge": large(1_000, 1_000, 16),
} as const satisfies Readonly<Record<string, StandardInstance>>;

function large(diskMiBps: number, provisionedMiBps: number, replicaFetchers: number): StandardInstance {
  return { partitions: 4_000, maxPartitions: 6_000, diskMiBps, provisionedMiBps, replicaFetchers };
}

export type StandardInstanceType = keyof typeof standardInstances;
export const standardInstance = (type: StandardInstanceType): StandardInstance => standardInstances[type];
export const burstable: StandardInstanceType = "kafka.t3.small";

/** …/developerguide/limits.html (Express quotas) and bestpractices-express.html, 2026-10. MB are 10^6 bytes. */
interface ExpressInstance {
  readonly partitions: number;
  readonly maxPartitions: number;
  /** Bytes a second that the broker bears for long. */
  readonly sustainedIn: number;
  readonly sustainedOut: number;
  /** Bytes a second from which on it is throttled. */
  readonly maxIn: number;
  readonly maxOut: number;
}

export const expressInstances = {
  "express.m7g.large": express(1_000, 1_500, [15.6, 31.2], [23.4, 58.5]),
  "express.m7g.xlarge": express(1_000, 2_000, [31.2, 62.5], [46.8, 117]),
  "express.m7g.2xlarge": express(2_500, 4_000, [62.5, 125], [93.7, 234.2]),
  "express.m7g.4xlarge": express(6_000, 8_000, [124.9, 249.8], [187.5, 468.7]),
  "express.m7g.8xlarge": express(12_000, 16_000, [250, 500], [375, 937.5]),
  "express.m7g.12xlarge": express(16_000, 24_000, [375, 750], [562.5, 1_406.2]),
  "express.m7g.16xlarge": express(20_000, 32_000, [500, 1_000], [750, 1_875]),
} as const satisfies Readonly<Record<string, ExpressInstance>>;

function express(
  partitions: number,
  maxPartitions: number,
  [sustainedIn, sustainedOut]: readonly [number, number],
  [maxIn, maxOut]: readonly [number, number],
): ExpressInstance {
  return {
    partitions,
    maxPartitions,
    sustainedIn: sustainedIn * 1e6,
    sustainedOut: sustainedOut * 1e6,
    maxIn: maxIn * 1e6,
    maxOut: maxOut * 1e6,
  };
}

export type ExpressInstanceType = keyof typeof expressInstances;
export const expressInstance = (type: ExpressInstanceType): ExpressInstance => expressInstances[type];
