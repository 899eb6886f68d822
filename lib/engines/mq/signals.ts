import type { CloudWatchExpression, CloudWatchMetric, Signal } from "../../core/facts";
import { limitsOf } from "./instances";
import { messageSignals } from "./message-signals";
import { instancesOf, metric, minute, steady, type Dimensions, type SignalInput } from "./watched";

export function signalsOf(input: SignalInput): Signal[] {
  const own = input.broker.engineType === "RabbitMQ" ? rabbitSignals(input) : activeSignals(input);
  return [...own, ...messageSignals(input)];
}

/** `100 * a / b`, of two metrics of the same thing. */
const percentage = (name: string, part: CloudWatchMetric, whole: CloudWatchMetric): CloudWatchExpression => ({
  source: "cloudwatch-expression",
  name,
  expression: "100 * part / whole",
  metrics: { part, whole },
  statistic: "Maximum",
  periodSeconds: minute,
});

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
  ];
}

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
