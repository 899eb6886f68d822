import type { CloudWatchExpression, Signal } from "../../core/facts";
import { anyBrokerSignals, controllerSignal } from "./broker-signals";
import { burstable, standardInstance } from "./instances";
import { brokerIds, metric, minute, signal } from "./metrics";
import type { Names } from "./names";
import type { ProvisionedCluster } from "./cluster-plan";

/** What Standard brokers are watched for. Thresholds: see broker-signals.ts. */
export function provisionedSignals(names: Names, cluster: ProvisionedCluster): Signal[] {
  return [
    controllerSignal(names),
    signal({
      id: "offline-partitions",
      title: `Partitions of ${names.cluster} have no leader: nobody reads or writes them`,
      metric: metric(names, "OfflinePartitionsCount", "Maximum"),
      comparison: "above",
      threshold: 0,
      unit: "partitions",
      periods: 1,
      severity: "page",
      runbook: "kafka-offline-partitions",
    }),
    ...brokerIds(cluster.brokers).flatMap((broker) => [
      ...replicaSignals(names, broker),
      ...anyBrokerSignals(names, cluster, broker),
      ...machineSignals(names, cluster, broker),
    ]),
  ];
}

function replicaSignals(names: Names, broker: string): Signal[] {
  const of = { "Broker ID": broker };
  return [
    signal({
      id: `broker-${broker}-under-min-isr`,
      title: `Partitions of broker ${broker} of ${names.cluster} have too few copies to be written`,
      metric: metric(names, "UnderMinIsrPartitionCount", "Maximum", of),
      comparison: "at-least",
      threshold: 1,
      unit: "partitions",
      periods: 1,
      severity: "page",
      runbook: "kafka-replicas",
    }),
    signal({
      id: `broker-${broker}-under-replicated`,
      title: `Copies of broker ${broker} of ${names.cluster} are behind for 15 minutes`,
      metric: metric(names, "UnderReplicatedPartitions", "Maximum", of),
      comparison: "above",
      threshold: 0,
      unit: "partitions",
      // A broker that is patched is away for less.
      periods: 15,
      severity: "ticket",
      runbook: "kafka-replicas",
    }),
  ];
}

function machineSignals(names: Names, cluster: ProvisionedCluster, broker: string): Signal[] {
  const of = { "Broker ID": broker };
  const who = `broker ${broker} of ${names.cluster}`;
  const shaped = (what: string, name: string, way: string): Signal =>
    signal({
      id: `broker-${broker}-${what}`,
      title: `More goes ${way} of ${who} than its network takes`,
      metric: metric(names, name, "Sum", of, 5 * minute),
      comparison: "above",
      threshold: 0,
      unit: "packets",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-throttling",
    });
  const credits = signal({
    id: `broker-${broker}-cpu-credits`,
    title: `CPU credits of ${who} run out; it falls to a fifth of its speed`,
    metric: metric(names, "CPUCreditBalance", "Minimum", of, 5 * minute),
    comparison: "below",
    threshold: 100,
    unit: "credits",
    periods: 3,
    severity: "ticket",
    runbook: "kafka-busy-brokers",
  });
  return [
    signal({
      id: `broker-${broker}-disk`,
      title: `The disk of ${who} is {threshold} full`,
      metric: metric(names, "KafkaDataLogsDiskUsed", "Maximum", of, 5 * minute),
      comparison: "at-least",
      threshold: 85,
      unit: "percent",
      periods: 1,
      severity: "page",
      runbook: "kafka-disk",
    }),
    signal({
      id: `broker-${broker}-heap`,
      title: `${who} uses more than {threshold} of its heap after collection`,
      metric: metric(names, "HeapMemoryAfterGC", "Average", of, 5 * minute),
      comparison: "above",
      threshold: 60,
      unit: "percent",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-memory",
    }),
    shaped("shaped-in", "BwInAllowanceExceeded", "into"),
    shaped("shaped-out", "BwOutAllowanceExceeded", "out"),
    ...diskThroughput(names, cluster, broker),
    ...(cluster.instanceType === burstable ? [credits] : []),
  ];
}

/** A volume has 250 MiB/s when nothing is provisioned (MSK developer guide, msk-provision-throughput-management, 2026-10). */
const usualThroughput = 250;

function diskThroughput(names: Names, { instanceType, storage }: ProvisionedCluster, broker: string): Signal[] {
  const instance = standardInstance(instanceType).diskMiBps;
  if (instance === undefined) return [];
  const most = Math.min(instance, storage.throughputMiBps ?? usualThroughput);
  const bytes = (name: string) => metric(names, name, "Sum", { "Broker ID": broker }, 5 * minute);
  const moved: CloudWatchExpression = {
    source: "cloudwatch-expression",
    name: "VolumeThroughput",
    expression: `(read + written) / ${5 * minute} / ${1024 ** 2}`,
    metrics: { read: bytes("VolumeReadBytes"), written: bytes("VolumeWriteBytes") },
    statistic: "Sum",
    periodSeconds: 5 * minute,
  };
  return [
    signal({
      id: `broker-${broker}-disk-throughput`,
      title: `The disk of broker ${broker} of ${names.cluster} moves {threshold} of the ${most} MiB/s that it can`,
      metric: moved,
      comparison: "at-least",
      threshold: most * 0.8,
      unit: "MiB/s",
      periods: 3,
      severity: "ticket",
      runbook: "kafka-throttling",
    }),
  ];
}
