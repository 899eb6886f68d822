import { metricRows } from "../../core/metrics";

const namespace = "AWS/AmazonMQ";
const rabbit = "Amazon MQ developer guide, rabbitmq-logging-monitoring, 2026-11";
const active = "Amazon MQ developer guide, activemq-logging-monitoring, 2026-11";
const counted = "lib/engines/mq/functions/queues.ts, 2026-11";
const statistics = ["Average", "Maximum", "Minimum"] as const;

/** The metrics of Amazon MQ that signals watch, and those of queues that it does not have. ActiveMQ's `Broker` is one of a pair: its name ends in `-1` or `-2`. */
export const metrics = [
  ...metricRows({
    namespace,
    names: [
      "ConnectionCount",
      "MessageCount",
      "RabbitMQDiskFree",
      "RabbitMQDiskFreeLimit",
      "RabbitMQMemLimit",
      "RabbitMQMemUsed",
      "SystemCpuUtilization",
    ],
    dimensions: ["Broker"],
    statistics,
    source: rabbit,
  }),
  ...metricRows({
    namespace,
    names: ["MessageCount"],
    dimensions: ["Broker", "VirtualHost", "Queue"],
    statistics,
    source: rabbit,
  }),
  ...metricRows({
    namespace: "Signalbox/*",
    names: ["MessageCount"],
    dimensions: ["System", "Queue"],
    statistics,
    source: counted,
  }),
  ...metricRows({
    namespace: "Signalbox/*",
    names: ["QueuesUncounted"],
    dimensions: ["System"],
    statistics: ["Maximum"],
    source: counted,
  }),
  ...metricRows({
    namespace,
    names: ["CpuUtilization", "HeapUsage", "StorePercentUsage"],
    dimensions: ["Broker"],
    statistics,
    source: active,
  }),
  ...metricRows({ namespace, names: ["QueueSize"], dimensions: ["Broker", "Queue"], statistics, source: active }),
];
