import type { SystemInput } from "../../core/engine";
import type { StatefulThing } from "../../core/facts";
import type { OneWayRule, Scalar, StatedValue } from "../../core/one-way";
import { clusterRules, topicRules } from "./changes";
import type { Cluster } from "./cluster-plan";
import type { Names } from "./names";
import { engineName } from "./spec";
import type { ChannelPlan } from "./topics";

/** The cluster's id among the stateful things of its system. */
export const clusterId = "cluster";

/** What holds messages: the cluster, and a topic for each channel. */
export function statefulThings(
  { path, existing }: SystemInput,
  names: Names,
  cluster: Cluster,
  channels: readonly ChannelPlan[],
): StatefulThing[] {
  if (existing !== undefined) return [];
  const kind = cluster.mode === "serverless" ? "aws_msk_serverless_cluster" : "aws_msk_cluster";
  return [
    { id: clusterId, kind, name: names.cluster, values: clusterValues(cluster, [...path, engineName]) },
    ...channels.map((channel) => ({
      id: `${channel.name}/topic`,
      kind: "kafka_topic",
      name: `${names.cluster}/${channel.name}`,
      values: topicValues(channel),
    })),
  ];
}

function clusterValues(cluster: Cluster, at: StatedValue["path"]): Record<string, StatedValue> {
  if (cluster.mode === "serverless") return {};
  const value = (rule: OneWayRule, said: Scalar, ...path: string[]): StatedValue => ({
    rule,
    value: said,
    path: [...at, ...path],
  });
  return {
    mode: value(clusterRules.mode, cluster.mode, "mode"),
    version: value(clusterRules.version, cluster.kafkaVersion.replace(/\.kraft$/, ""), "version"),
    metadata: value(clusterRules.metadata, cluster.metadata, "metadata"),
    zones: value(clusterRules.zones, cluster.zones, "zones"),
    brokersPerZone: value(clusterRules.brokersPerZone, cluster.brokers / cluster.zones, "brokersPerZone"),
    ...(cluster.mode === "provisioned" && {
      diskGiB: value(clusterRules.diskGiB, cluster.storage.sizeGiB, "storage", "size"),
      tieredStorage: value(clusterRules.tieredStorage, cluster.storage.tiered, "storage", "tiered"),
    }),
  };
}

function topicValues({ path, spec, partitions, replicationFactor, config, tiered }: ChannelPlan) {
  const value = (rule: OneWayRule, said: Scalar, ...at: string[]): StatedValue => ({
    rule,
    value: said,
    path: [...path, ...at],
  });
  const policy = config["cleanup.policy"] ?? "delete";
  return {
    partitions: value(topicRules.partitions, partitions, "partitions"),
    replicationFactor: value(topicRules.replicationFactor, replicationFactor, engineName, "replicationFactor"),
    compaction: value(topicRules.compaction, policy, "compaction"),
    retention: value(topicRules.retention, policy === "compact" ? null : spec.retention, "retention"),
    retentionBytes: value(
      topicRules.retentionBytes,
      Number(config["retention.bytes"] ?? -1),
      engineName,
      "config",
      "retention.bytes",
    ),
    maxMessageSize: value(topicRules.maxMessageSize, spec.maxMessageSize, "maxMessageSize"),
    tiered: value(topicRules.tiered, tiered, engineName, "localRetention"),
  };
}
