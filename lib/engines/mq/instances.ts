/** What one size of a RabbitMQ broker bears. */
export interface RabbitSize {
  /** Connections of one node, and queues of a cluster: what Amazon MQ sets at most. */
  readonly connections: number;
  readonly queues: number;
  /** Messages that a queue may hold where no max-length is said (messages of 5 kB). */
  readonly maxLength: number;
}

/**
 * Sizes of RabbitMQ brokers. Source: amazon-mq developer guide, rabbitmq-resource-hard-limit.html and
 * rabbitmq-defaults.html, 2026-11. For mq.m5 the guide has no such table: the row of the same size of mq.m7g is taken.
 */
const sizes: Readonly<Record<string, RabbitSize>> = {
  medium: { connections: 300, queues: 500, maxLength: 500_000 },
  large: { connections: 5_000, queues: 10_000, maxLength: 8_000_000 },
  xlarge: { connections: 10_000, queues: 15_000, maxLength: 9_000_000 },
  "2xlarge": { connections: 20_000, queues: 20_000, maxLength: 10_000_000 },
  "4xlarge": { connections: 40_000, queues: 30_000, maxLength: 12_000_000 },
  "8xlarge": { connections: 80_000, queues: 40_000, maxLength: 20_000_000 },
  "12xlarge": { connections: 120_000, queues: 50_000, maxLength: 30_000_000 },
  "16xlarge": { connections: 160_000, queues: 60_000, maxLength: 40_000_000 },
};
const largest: RabbitSize = { connections: 160_000, queues: 60_000, maxLength: 40_000_000 };

const m5 = ["large", "xlarge", "2xlarge", "4xlarge"].map((size) => `mq.m5.${size}`);

/** Instance types of each broker (amazon-mq developer guide, broker-instance-types.html, 2026-11; mq.t3.micro ended 2026-10-01). */
export const instanceTypes = {
  rabbitmq: [...Object.keys(sizes).map((size) => `mq.m7g.${size}`), ...m5],
  activemq: m5,
} as const;

export const sizeOf = (instanceType: string): RabbitSize => sizes[instanceType.split(".")[2] ?? ""] ?? largest;
export const familyOf = (instanceType: string): string => instanceType.split(".").slice(0, 2).join(".");
