import type { CloudWatchMetric, Signal } from "../../core/facts";
import type { Names } from "./names";

/** MSK measures once a minute (MSK developer guide, metrics-details, 2026-11). */
export const minute = 60;
type Cluster = Pick<Names, "cluster">;

/** A metric of the whole cluster, or of what the further dimensions name. */
export function metric(
  { cluster }: Cluster,
  name: string,
  statistic: CloudWatchMetric["statistic"],
  more: Readonly<Record<string, string>> = {},
  periodSeconds = minute,
): CloudWatchMetric {
  return {
    source: "cloudwatch",
    namespace: "AWS/Kafka",
    name,
    dimensions: { "Cluster Name": cluster, ...more },
    statistic,
    periodSeconds,
  };
}

/** Lag is measured by group and topic, without the broker (MSK developer guide, consumer-lag, 2026-11). */
export const lagMetric = (names: Cluster, topic: string, group: string): CloudWatchMetric =>
  metric(names, "EstimatedMaxTimeLag", "Maximum", { "Consumer Group": group, Topic: topic });

/** How many messages a group has not committed yet, of all partitions of the topic (same page). */
export const backlogMetric = (names: Cluster, topic: string, group: string): CloudWatchMetric =>
  metric(names, "SumOffsetLag", "Maximum", { "Consumer Group": group, Topic: topic });

/** Ids of brokers: MSK counts them from 1. */
export const brokerIds = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

/** The parts of a signal that are the same wherever one broker, topic or cluster is watched. */
export interface Watch extends Pick<Signal, "metric" | "comparison" | "threshold" | "unit" | "severity" | "runbook"> {
  /** What is watched, in the signal's id. */
  readonly id: string;
  readonly title: string;
  readonly periods?: number;
  readonly silenceBreaches?: boolean;
}

/** A signal that breaches when all its periods do; five when nothing is said. */
export function signal({ periods = 5, ...watch }: Watch): Signal {
  return { ...watch, periods, breaching: periods };
}
