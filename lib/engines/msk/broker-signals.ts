import type { CloudWatchExpression, Signal } from "../../core/facts";
import { limits } from "./limits";
import { recommendedPartitions } from "./load";
import { metric, minute, signal } from "./metrics";
import type { Names } from "./names";
import type { BrokerCluster } from "./cluster-plan";

/**
 * What every kind of broker is watched for. Thresholds: MSK developer guide, bestpractices, and
 * aws/agent-toolkit-for-aws, managing-amazon-msk, monitor-and-alarm, 2026-08.
 */
export function controllerSignal(names: Names): Signal {
  return signal({
    id: "controller",
    title: `${names.cluster} has no active controller`,
    // Never the average: each controller but the active one reports 0.
    metric: metric(names, "ActiveControllerCount", "Maximum"),
    comparison: "below",
    threshold: 1,
    unit: "controllers",
    severity: "page",
    runbook: "kafka-controller",
    silenceBreaches: true,
  });
}

export function anyBrokerSignals(names: Names, cluster: BrokerCluster, broker: string): Signal[] {
  const of = { "Broker ID": broker };
  const id = (what: string) => `broker-${broker}-${what}`;
  const who = `Broker ${broker} of ${names.cluster}`;
  const idle = (what: string, name: string, title: string): Signal =>
    signal({
      id: id(what),
      title: `${who}: ${title}`,
      metric: metric(names, name, "Average", of),
      comparison: "below",
      threshold: 0.3,
      unit: "of the time",
      severity: "ticket",
      runbook: "kafka-busy-brokers",
    });
  return [
    signal({
      id: id("cpu"),
      title: `${who} uses more than {threshold} of its CPU`,
      metric: cpu(names, of),
      comparison: "above",
      threshold: 60,
      unit: "percent",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-busy-brokers",
    }),
    idle("request-handlers", "RequestHandlerAvgIdlePercent", "its request handlers are idle for less than {threshold}"),
    idle(
      "network-processors",
      "NetworkProcessorAvgIdlePercent",
      "its network processors are idle for less than {threshold}",
    ),
    signal({
      id: id("partitions"),
      title: `${who} has more partitions than is recommended for ${cluster.instanceType}`,
      metric: metric(names, "PartitionCount", "Maximum", of),
      comparison: "above",
      threshold: recommendedPartitions(cluster),
      unit: "partitions",
      severity: "ticket",
      runbook: "kafka-partitions",
    }),
    signal({
      id: id("connections"),
      title: `${who} has nearly as many IAM connections as MSK takes (${limits.connections})`,
      // A broker reports each network processor by itself, so that only the sum is the number of connections.
      metric: metric(names, "ClientConnectionCount", "Sum", { ...of, "Client Authentication": "IAM" }),
      comparison: "above",
      threshold: limits.connections * 0.8,
      unit: "connections",
      severity: "ticket",
      runbook: "kafka-connections",
    }),
    signal({
      id: id("refused-connections"),
      title: `${who} refuses IAM connections, because too many are made at once`,
      metric: metric(names, "IAMTooManyConnections", "Sum", of, 5 * minute),
      comparison: "above",
      threshold: 0,
      unit: "connections",
      periods: 1,
      severity: "page",
      runbook: "kafka-connections",
    }),
  ];
}

/** The time in user and in system space together; MSK has no metric for it. */
function cpu(names: Names, of: Readonly<Record<string, string>>): CloudWatchExpression {
  const time = (name: string) => metric(names, name, "Average", of, 5 * minute);
  return {
    source: "cloudwatch-expression",
    name: "Cpu",
    expression: "user + system",
    metrics: { user: time("CpuUser"), system: time("CpuSystem") },
    statistic: "Average",
    periodSeconds: 5 * minute,
  };
}
