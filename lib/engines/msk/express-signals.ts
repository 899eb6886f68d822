import type { Signal } from "../../core/facts";
import { anyBrokerSignals, controllerSignal } from "./broker-signals";
import { expressInstance } from "./instances";
import { brokerIds, metric, minute, signal } from "./metrics";
import type { Names } from "./names";
import type { ExpressCluster } from "./cluster-plan";

/**
 * What Express brokers are watched for. They have no metrics of replicas, disks and heap (aws/agent-toolkit-for-aws,
 * managing-amazon-msk, monitor-and-alarm, 2026-08).
 */
export function expressSignals(names: Names, cluster: ExpressCluster): Signal[] {
  return [
    controllerSignal(names),
    signal({
      id: "storage-used",
      title: `${names.cluster} stores more than {threshold}`,
      metric: metric(names, "StorageUsed", "Maximum", {}, 5 * minute),
      comparison: "above",
      threshold: cluster.storageAlarm,
      unit: "bytes",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-storage-used",
    }),
    ...brokerIds(cluster.brokers).flatMap((broker) => [
      ...anyBrokerSignals(names, cluster, broker),
      ...throughputSignals(names, cluster, broker),
    ]),
  ];
}

function throughputSignals(names: Names, { instanceType }: ExpressCluster, broker: string): Signal[] {
  const of = { "Broker ID": broker };
  const who = `Broker ${broker} of ${names.cluster}`;
  const { sustainedIn, sustainedOut } = expressInstance(instanceType);
  const throttled = (what: string, name: string, whom: string): Signal =>
    signal({
      id: `broker-${broker}-${what}`,
      title: `${who} slows ${whom} down, because they are above its quota`,
      metric: metric(names, name, "Average", of, 5 * minute),
      comparison: "above",
      threshold: 0,
      unit: "milliseconds",
      periods: 1,
      severity: "page",
      runbook: "kafka-throttling",
    });
  const near = (what: string, name: string, way: string, sustained: number): Signal =>
    signal({
      id: `broker-${broker}-${what}`,
      title: `${who} has more than {threshold} coming ${way}, near what it bears for long`,
      metric: metric(names, name, "Average", of, 5 * minute),
      comparison: "above",
      threshold: sustained * 0.8,
      unit: "bytes/s",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-throttling",
    });
  return [
    throttled("produce-throttle", "ProduceThrottleTime", "producers"),
    throttled("fetch-throttle", "FetchThrottleTime", "consumers"),
    near("bytes-in", "BytesInPerSec", "in", sustainedIn),
    near("bytes-out", "BytesOutPerSec", "out", sustainedOut),
  ];
}
