interface Limits {
  /** Connections of one node. */
  readonly connections: number;
  /** Queues of a cluster. */
  readonly queues: number;
}

/** What one size of a RabbitMQ broker bears. */
interface RabbitSize {
  /** What Amazon MQ sets from RabbitMQ 4 on where nobody says otherwise, and recommends to stay with. */
  readonly standard: Limits;
  /** What it sets at most; RabbitMQ 3 has these from the beginning. */
  readonly most: Limits;
  /** Messages that a queue may hold where no max-length is said (messages of 5 kB). */
  readonly maxLength: number;
}

const size = (standard: readonly [number, number], most: readonly [number, number], maxLength: number): RabbitSize => ({
  standard: { connections: standard[0], queues: standard[1] },
  most: { connections: most[0], queues: most[1] },
  maxLength,
});

/**
 * Sizes of RabbitMQ brokers. Source: amazon-mq developer guide, rabbitmq-resource-limits-configuration.html,
 * rabbitmq-resource-hard-limit.html and rabbitmq-defaults.html, 2026-11. For mq.m5 the guide has no such table: the row
 * of the same size of mq.m7g is taken. A single broker bears more queues than a cluster; the cluster's are taken.
 */
const medium = size([100, 100], [300, 500], 500_000);
const sizes: Readonly<Record<string, RabbitSize>> = {
  medium,
  large: size([500, 1_000], [5_000, 10_000], 8_000_000),
  xlarge: size([1_000, 2_000], [10_000, 15_000], 9_000_000),
  "2xlarge": size([2_000, 4_000], [20_000, 20_000], 10_000_000),
  "4xlarge": size([4_000, 8_000], [40_000, 30_000], 12_000_000),
  "8xlarge": size([8_000, 16_000], [80_000, 40_000], 20_000_000),
  "12xlarge": size([12_000, 24_000], [120_000, 50_000], 30_000_000),
  "16xlarge": size([16_000, 32_000], [160_000, 60_000], 40_000_000),
};

const m5 = ["large", "xlarge", "2xlarge", "4xlarge"].map((name) => `mq.m5.${name}`);

/** Instance types of each broker (amazon-mq developer guide, broker-instance-types.html, 2026-11; mq.t3.micro ended 2026-10-01). */
export const instanceTypes = {
  rabbitmq: [...Object.keys(sizes).map((name) => `mq.m7g.${name}`), ...m5],
  activemq: m5,
} as const;

const sizeOf = (instanceType: string): RabbitSize => sizes[instanceType.split(".")[2] ?? ""] ?? medium;
export const maxLengthOf = (instanceType: string): number => sizeOf(instanceType).maxLength;
export const familyOf = (instanceType: string): string => instanceType.split(".").slice(0, 2).join(".");

/** The limits that Amazon MQ gives a broker of this size and version. */
export function limitsOf({
  instanceType,
  version,
}: {
  readonly instanceType: string;
  readonly version: string;
}): Limits {
  const { standard, most } = sizeOf(instanceType);
  return version.startsWith("3.") ? most : standard;
}
