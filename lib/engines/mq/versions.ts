/** One version family of a broker on Amazon MQ. */
export interface BrokerVersion {
  /** The day on which support ends; Amazon MQ upgrades brokers by itself from then on. */
  readonly ends?: string;
  /** A broker cannot be made of it, only upgraded from this one. */
  readonly onlyFrom?: string;
  /** Instance families that carry it. */
  readonly families: readonly string[];
  /** Whether CloudWatch has no metrics of its queues, only of the broker and its nodes. */
  readonly withoutQueueMetrics?: true;
}

const old = (ends: string): BrokerVersion => ({ ends, families: [] });

/**
 * Versions of the brokers, the newest first. A version is named by its family: Amazon MQ chooses the patch itself.
 *
 * - RabbitMQ: docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html, 2026-11; 4.3 from
 *   aws.amazon.com/about-aws/whats-new/2026/09/amazon-mq-rabbitmq-43, 2026-09-10
 * - metrics of queues: …/rabbitmq-4.html, not supported, and …/rabbitmq-logging-monitoring.html, 2026-11
 * - ActiveMQ: …/activemq-version-management.html, 2026-11; instance types …/broker-instance-types.html, 2026-11
 */
export const versions: Readonly<Record<"rabbitmq" | "activemq", Readonly<Record<string, BrokerVersion>>>> = {
  rabbitmq: {
    "4.3": { onlyFrom: "4.2", families: ["mq.m7g"], withoutQueueMetrics: true },
    "4.2": { families: ["mq.m7g"], withoutQueueMetrics: true },
    "3.13": { families: ["mq.m7g", "mq.m5"] },
    "3.12": old("2025-03-17"),
    "3.11": old("2025-02-17"),
    "3.10": old("2024-10-15"),
    "3.9": old("2024-09-16"),
  },
  activemq: {
    "5.19": { families: ["mq.m5"] },
    "5.18": { families: ["mq.m5"] },
    "5.17": old("2025-06-16"),
    "5.16": old("2024-11-15"),
    "5.15": old("2024-09-16"),
  },
};

/** Where the days stand on which support ends. */
export const source = "Amazon MQ developer guide, version management of the broker, 2026-11";

export const hasEnded = ({ ends }: BrokerVersion, today: string | undefined): boolean =>
  ends !== undefined && today !== undefined && today >= ends;
