import type { CloudWatchExpression, CloudWatchMetric, Signal } from "../../core/facts";
import type { BrokerPlan } from "./broker";
import { limitsOf } from "./instances";
import type { Names } from "./names";
import type { ChannelTopology, QueueTopology } from "./topology";
import { versions } from "./versions";

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
}

export function signalsOf(input: SignalInput): Signal[] {
  const own = input.broker.engineType === "RabbitMQ" ? rabbitSignals(input) : activeSignals(input);
  return [
    ...own,
    ...input.topology.flatMap(({ name, queues, archive }) => [
      ...queues.flatMap((queue) => queueSignals(input, name, queue, queueRunbooks)),
      ...(archive === undefined ? [] : queueSignals(input, name, archive, archiveRunbooks)),
    ]),
  ];
}

type Dimensions = CloudWatchMetric["dimensions"];

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

/** `100 * a / b`, of two metrics of the same thing. */
const percentage = (name: string, part: CloudWatchMetric, whole: CloudWatchMetric): CloudWatchExpression => ({
  source: "cloudwatch-expression",
  name,
  expression: "100 * part / whole",
  metrics: { part, whole },
  statistic: "Maximum",
  periodSeconds: minute,
});

const steady = { periods: 5, breaching: 5 } as const;

/** RabbitMQ stops every publisher at its watermarks of memory and disk, so they are told of before. */
function rabbitSignals(input: SignalInput): Signal[] {
  const { names, broker } = input;
  const of: Dimensions = { Broker: names.broker };
  const nodes = broker.deploymentMode === "CLUSTER_MULTI_AZ" ? 3 : 1;
  const who = nodes === 1 ? names.broker : `The nodes of ${names.broker} together`;
  const has = nodes === 1 ? "has" : "have";
  return [
    {
      ...steady,
      id: "memory",
      title: `${who} ${has} used most of the memory at which RabbitMQ stops publishers`,
      metric: percentage("MemoryOfLimit", metric("RabbitMQMemUsed", of), metric("RabbitMQMemLimit", of, "Minimum")),
      comparison: "above",
      threshold: 80,
      unit: "percent",
      severity: "page",
      runbook: "broker-memory",
    },
    {
      ...steady,
      id: "disk",
      title: `${who} ${has} little more disk free than the limit at which RabbitMQ stops publishers`,
      metric: percentage(
        "DiskFreeOfLimit",
        metric("RabbitMQDiskFree", of, "Minimum"),
        metric("RabbitMQDiskFreeLimit", of),
      ),
      comparison: "below",
      threshold: 150,
      unit: "percent",
      severity: "page",
      runbook: "broker-disk",
    },
    cpu("cpu", names.broker, "SystemCpuUtilization", of),
    {
      ...steady,
      id: "connections",
      title: `${names.broker} has nearly as many connections as Amazon MQ lets its size have`,
      metric: metric("ConnectionCount", of),
      comparison: "above",
      threshold: Math.round(0.8 * nodes * limitsOf(broker).connections),
      unit: "connections",
      severity: "ticket",
      runbook: "broker-connections",
    },
    ...(versions.rabbitmq[broker.version]?.withoutQueueMetrics ? messagesSignal(input) : []),
  ];
}

/** Where no queue has metrics, the messages of all of them, dead letters too, against what the least of them may hold. */
function messagesSignal({ names, topology }: SignalInput): Signal[] {
  const bounds = topology.flatMap(({ queues }) => queues.map(({ maxBacklog }) => maxBacklog));
  if (bounds.length === 0) return [];
  const threshold = Math.min(...bounds);
  return [
    {
      ...steady,
      id: "messages",
      title: `All queues of ${names.broker} together hold more than ${threshold} messages, as many as one of them may`,
      metric: metric("MessageCount", { Broker: names.broker }),
      comparison: "above",
      threshold,
      unit: "messages",
      // Not a page of the broker: it would explain the others.
      severity: "ticket",
      runbook: "backlog",
    },
  ];
}

/** The brokers of ActiveMQ, as CloudWatch counts them. */
export const instancesOf = ({ deploymentMode }: BrokerPlan): readonly number[] =>
  deploymentMode === "ACTIVE_STANDBY_MULTI_AZ" ? [1, 2] : [1];

function activeSignals({ names, broker }: SignalInput): Signal[] {
  return instancesOf(broker).flatMap((instance): Signal[] => {
    const name = `${names.broker}-${instance}`;
    const of: Dimensions = { Broker: name };
    const full = (id: string, what: string, metricName: string, runbook: string): Signal => ({
      ...steady,
      id: `${id}-${instance}`,
      title: `${name} has used most of its ${what}`,
      metric: metric(metricName, of),
      comparison: "above",
      threshold: 70,
      unit: "percent",
      severity: "page",
      runbook,
    });
    return [
      full("heap", "heap", "HeapUsage", "broker-memory"),
      full("store", "storage for messages; above it producers wait", "StorePercentUsage", "broker-disk"),
      cpu(`cpu-${instance}`, name, "CpuUtilization", of),
    ];
  });
}

const cpu = (id: string, of: string, name: string, dimensions: Dimensions): Signal => ({
  id,
  title: `${of} is busy all the time`,
  metric: metric(name, dimensions, "Average"),
  comparison: "above",
  threshold: 80,
  unit: "percent",
  periods: 15,
  breaching: 15,
  severity: "ticket",
  runbook: "broker-cpu",
});

interface Runbooks {
  readonly deadLetters: string;
  readonly backlog: string;
}
const queueRunbooks: Runbooks = { deadLetters: "dead-letters", backlog: "backlog" };
const archiveRunbooks: Runbooks = { deadLetters: "broker-archive-behind", backlog: "broker-archive-behind" };

function queueSignals(
  input: SignalInput,
  channel: string,
  { id, name, deadLetters, maxBacklog }: QueueTopology,
  runbooks: Runbooks,
): Signal[] {
  return [
    {
      id: `${id}-dead-letters`,
      channel,
      title: `Messages of ${name} failed every delivery, or waited too long`,
      metric: queued(input, deadLetters),
      comparison: "above",
      threshold: 0,
      unit: "messages",
      periods: 1,
      breaching: 1,
      severity: "page",
      runbook: runbooks.deadLetters,
    },
    {
      ...steady,
      id: `${id}-backlog`,
      channel,
      title: `More than ${maxBacklog} messages wait in ${name}`,
      metric: queued(input, name),
      comparison: "above",
      threshold: maxBacklog,
      unit: "messages",
      severity: "page",
      runbook: runbooks.backlog,
    },
  ];
}

/** What waits in a queue. Of a pair of brokers the active one says it: the greater of the two, where the other is silent. */
export function queued({ names, broker, vhost }: SignalInput, queue: string): Signal["metric"] {
  if (broker.engineType === "RabbitMQ")
    return metric("MessageCount", { Broker: names.broker, VirtualHost: vhost, Queue: queue });
  const of = (instance: number) => metric("QueueSize", { Broker: `${names.broker}-${instance}`, Queue: queue });
  if (broker.deploymentMode === "SINGLE_INSTANCE") return of(1);
  return {
    source: "cloudwatch-expression",
    name: "QueueSize",
    expression: "MAX([FILL(first, 0), FILL(second, 0)])",
    metrics: { first: of(1), second: of(2) },
    statistic: "Maximum",
    periodSeconds: minute,
  };
}
