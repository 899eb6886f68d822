import type { DataPath, Issues } from "../../core/issues";
import { durationText, sizeText } from "../../core/quantities";
import { suggestion } from "../../core/read";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { Cluster } from "./cluster-plan";
import type { Replication } from "./replication";
import { engineName, type PropertyValue, type StreamChannel } from "./spec";
import { saidByChannel, topicProperties } from "./topic-properties";

/** What a batch of one message has beside the message: its header, and the message's own (KIP-98: 61 and about 20 bytes). */
const batchOverhead = 1_024;

/** The topic's settings, as Kafka names them. */
export function planTopicConfig(
  cluster: Cluster,
  spec: StreamChannel,
  { minInSyncReplicas }: Replication,
  path: DataPath,
  issues: Issues,
): Record<string, string> {
  const own = checkedConfig(cluster, spec, [...path, engineName, "config"], issues);
  const serverless = cluster.mode === "serverless";
  if (serverless && spec.maxMessageSize > limits.serverless.messageBytes)
    issues.add(
      kinds.TopicMessageSize,
      [...path, "maxMessageSize"],
      `messages of ${sizeText(spec.maxMessageSize)}; MSK Serverless takes ${sizeText(limits.serverless.messageBytes)}`,
    );
  const batch = spec.maxMessageSize + batchOverhead;
  const base = {
    "cleanup.policy": spec.compaction ? "compact" : "delete",
    "max.message.bytes": String(serverless ? Math.min(batch, limits.serverless.messageBytes) : batch),
    ...(spec.compaction ? {} : { "retention.ms": String(spec.retention * 1_000) }),
    // Serverless would cut a partition at 250 GiB, however long its messages are to be kept.
    ...(serverless && !spec.compaction ? { "retention.bytes": "-1" } : {}),
    ...(cluster.mode === "provisioned" ? { "min.insync.replicas": String(minInSyncReplicas) } : {}),
  };
  return { ...base, ...planTiering(cluster, spec, path, issues), ...own };
}

/** Older messages in cheap storage, where the channel says how long they stay on the disks. */
function planTiering(cluster: Cluster, spec: StreamChannel, path: DataPath, issues: Issues): Record<string, string> {
  const local = spec.msk.localRetention;
  if (local === undefined) return {};
  const at = [...path, engineName, "localRetention"];
  if (cluster.mode !== "provisioned") {
    issues.add(
      supportKinds.NotSupported,
      at,
      `msk in its ${cluster.mode} mode has no disks of one's own, so localRetention means nothing; msk in its provisioned mode has`,
    );
    return {};
  }
  const problems = [
    ...(cluster.storage.tiered ? [] : ["storage.tiered is off"]),
    ...(spec.compaction ? ["a topic with compaction cannot be tiered"] : []),
    ...(spec.retention < limits.tieredRetention
      ? [`retention ${durationText(spec.retention)} is below ${durationText(limits.tieredRetention)}`]
      : []),
    ...(local >= spec.retention
      ? [`localRetention ${durationText(local)} is not below retention ${durationText(spec.retention)}`]
      : []),
    ...smallSegments(spec.msk.config),
  ];
  for (const problem of problems) issues.add(kinds.TieringUnavailable, at, problem);
  return { "remote.storage.enable": "true", "local.retention.ms": String(local * 1_000) };
}

function smallSegments(config: Readonly<Record<string, PropertyValue>>): string[] {
  const small = (key: string, least: number) =>
    config[key] !== undefined && Number(config[key]) < least ? [`${key} ${String(config[key])} is below ${least}`] : [];
  return [
    ...small("segment.bytes", limits.tieredSegmentBytes),
    ...small("segment.ms", limits.tieredSegmentMilliseconds),
  ];
}

function checkedConfig(cluster: Cluster, spec: StreamChannel, at: DataPath, issues: Issues): Record<string, string> {
  const { config } = spec.msk;
  const admitted = topicProperties[cluster.mode];
  for (const [key, value] of Object.entries(config)) {
    const said = Object.hasOwn(saidByChannel, key) ? saidByChannel[key] : undefined;
    const problem =
      said !== undefined
        ? `'${key}' is said by ${said}`
        : !admitted.includes(key)
          ? `'${key}' is no setting of topics in the ${cluster.mode} mode${suggestion(key, admitted)}`
          : compactionLag(cluster, key, value);
    if (problem !== undefined) issues.add(kinds.TopicProperty, [...at, key], problem);
  }
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));
}

function compactionLag(cluster: Cluster, key: string, value: PropertyValue): string | undefined {
  const least = limits.express.minCompactionLag;
  if (cluster.mode !== "express" || key !== "max.compaction.lag.ms" || Number(value) >= least) return undefined;
  return `'${key}' is ${String(value)}; Express takes ${least} at least`;
}
