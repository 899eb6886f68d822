import type { CloudWatchMetric } from "../../core/facts";
import type { BrokerPlan } from "./broker";
import type { CountedBy } from "./counted";
import type { Names } from "./names";
import type { ChannelTopology } from "./topology";

/**
 * Metrics, dimensions and statistics: amazon-mq developer guide, rabbitmq-logging-monitoring.html and
 * activemq-logging-monitoring.html, 2026-11. RabbitMQ's are of the broker, of which a cluster's are the aggregate of its
 * three nodes (those of a node want its name, which AWS assigns); and up to 3.13 of a queue in its virtual host. ActiveMQ's
 * are of each broker of a pair (`name-1`, `name-2`), of which the standby is silent.
 */
const namespace = "AWS/AmazonMQ";
export const minute = 60;

export interface SignalInput {
  readonly names: Names;
  readonly broker: BrokerPlan;
  readonly vhost: string;
  readonly topology: readonly ChannelTopology[];
  readonly countedBy: CountedBy;
  /** Where a function of ours publishes what it counts. */
  readonly namespace: string;
}

export type Dimensions = CloudWatchMetric["dimensions"];

export const metric = (
  name: string,
  dimensions: Dimensions,
  statistic: CloudWatchMetric["statistic"] = "Maximum",
): CloudWatchMetric => ({
  source: "cloudwatch",
  namespace,
  name,
  dimensions,
  statistic,
  periodSeconds: minute,
});

export const steady = { periods: 5, breaching: 5 } as const;

/** The brokers of ActiveMQ, as CloudWatch counts them. */
export const instancesOf = ({ deploymentMode }: BrokerPlan): readonly number[] =>
  deploymentMode === "ACTIVE_STANDBY_MULTI_AZ" ? [1, 2] : [1];
