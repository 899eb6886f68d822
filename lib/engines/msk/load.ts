import type { DataPath, Issues } from "../../core/issues";
import { expressInstance, standardInstance } from "./instances";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { BrokerCluster, Cluster } from "./cluster-plan";
import { engineName } from "./spec";
import type { ChannelPlan } from "./topics";

/** Holds the topics, and the loads that they state, against what the cluster bears. */
export function checkLoad(cluster: Cluster, channels: readonly ChannelPlan[], path: DataPath, issues: Issues): void {
  checkPartitions(cluster, channels, path, issues);
  for (const channel of channels) checkPartitionLoad(cluster, channel, issues);
  if (cluster.mode !== "provisioned") checkClusterLoad(cluster, channels, path, issues);
}

function checkPartitions(cluster: Cluster, channels: readonly ChannelPlan[], path: DataPath, issues: Issues): void {
  const add = (count: number, most: number, what: string) => {
    if (count > most) issues.add(kinds.TooManyPartitions, path, `${count} ${what}; the cluster takes ${most}`);
  };
  if (cluster.mode === "serverless") {
    const count = (some: readonly ChannelPlan[]) => some.reduce((sum, { partitions }) => sum + partitions, 0);
    add(count(channels), limits.serverless.partitions, "partitions");
    const compacted = channels.filter(({ spec }) => spec.compaction);
    add(count(compacted), limits.serverless.compactedPartitions, "partitions with compaction");
    return;
  }
  const copies = channels.reduce((sum, { partitions, replicationFactor }) => sum + partitions * replicationFactor, 0);
  add(
    copies,
    maxPartitions(cluster) * cluster.brokers,
    `partitions on ${cluster.brokers} ${cluster.instanceType}, replicas counted`,
  );
}

export const maxPartitions = (cluster: BrokerCluster): number => sizeOf(cluster).maxPartitions;
export const recommendedPartitions = (cluster: BrokerCluster): number => sizeOf(cluster).partitions;

const sizeOf = (cluster: BrokerCluster) =>
  cluster.mode === "express" ? expressInstance(cluster.instanceType) : standardInstance(cluster.instanceType);

/** Standard brokers have no limit for one partition. */
function checkPartitionLoad(cluster: Cluster, { spec, partitions, path }: ChannelPlan, issues: Issues): void {
  const { workload } = spec.msk;
  if (workload === undefined || cluster.mode === "provisioned") return;
  const { ingress, egress = ingress } = workload;
  const needed =
    cluster.mode === "express"
      ? Math.ceil(ingress / limits.express.partitionIn)
      : Math.max(
          Math.ceil(ingress / limits.serverless.partitionIn),
          Math.ceil(egress / limits.serverless.partitionOut),
        );
  if (partitions >= needed) return;
  issues.add(
    kinds.PartitionThroughput,
    [...path, spec.partitions === undefined ? engineName : "partitions"],
    `${partitions} partitions for ${megabytes(ingress)} MB/s in and ${megabytes(egress)} MB/s out; ${cluster.mode} needs ${needed}`,
  );
}

function checkClusterLoad(
  cluster: Exclude<Cluster, { mode: "provisioned" }>,
  channels: readonly ChannelPlan[],
  path: DataPath,
  issues: Issues,
): void {
  const loads = channels.flatMap(({ spec }) => spec.msk.workload ?? []);
  const ingress = loads.reduce((sum, load) => sum + load.ingress, 0);
  const egress = loads.reduce((sum, load) => sum + (load.egress ?? load.ingress), 0);
  const most =
    cluster.mode === "serverless"
      ? { in: limits.serverless.clusterIn, out: limits.serverless.clusterOut }
      : {
          in: expressInstance(cluster.instanceType).maxIn * cluster.brokers,
          out: expressInstance(cluster.instanceType).maxOut * cluster.brokers,
        };
  const add = (way: string, load: number, limit: number) => {
    if (load > limit)
      issues.add(
        kinds.ClusterThroughput,
        path,
        `the channels state ${megabytes(load)} MB/s ${way}; the cluster takes ${megabytes(limit)}`,
      );
  };
  add("in", ingress, most.in);
  add("out", egress, most.out);
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
