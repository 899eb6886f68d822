import type { DataPath, Issues } from "../../core/issues";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { Cluster, ProvisionedCluster } from "./cluster-plan";
import { engineName, type TopicOptions } from "./spec";

export interface Replication {
  readonly replicationFactor: number;
  readonly minInSyncReplicas: number;
}

/** Copies of a topic that says nothing: one a zone, and never more than there are brokers. */
export const standardReplicationFactor = ({ zones, brokers }: ProvisionedCluster): number =>
  Math.min(zones >= 3 ? 3 : 2, brokers);

/** How many copies a topic has, and how many of them a writer waits for. */
export function planReplication(cluster: Cluster, options: TopicOptions, path: DataPath, issues: Issues): Replication {
  const at = [...path, engineName];
  if (cluster.mode !== "provisioned") return fixedReplication(cluster.mode, options, at, issues);
  const replicationFactor = options.replicationFactor ?? standardReplicationFactor(cluster);
  const minInSyncReplicas = options.minInSyncReplicas ?? Math.max(1, replicationFactor - 1);
  if (replicationFactor > cluster.brokers)
    issues.add(
      kinds.ReplicationFactor,
      [...at, "replicationFactor"],
      `${replicationFactor} copies, and there are ${cluster.brokers} brokers in ${cluster.zones} zones`,
    );
  if (minInSyncReplicas >= replicationFactor && replicationFactor > 1)
    issues.add(
      kinds.InSyncReplicas,
      [...at, "minInSyncReplicas"],
      `minInSyncReplicas ${minInSyncReplicas} is not below replicationFactor ${replicationFactor}; use ${replicationFactor - 1}`,
    );
  const single = replicationFactor === 1 || (minInSyncReplicas === 1 && replicationFactor > 2);
  if (single && options.reason === undefined)
    issues.add(
      kinds.SingleCopy,
      [...at, replicationFactor === 1 ? "replicationFactor" : "minInSyncReplicas"],
      `a message would be safe in one copy alone; write msk: { reason: … } beside it if it may be`,
    );
  return { replicationFactor, minInSyncReplicas };
}

/** Express and Serverless keep three copies, two of them in time, whatever one says. */
function fixedReplication(
  mode: "express" | "serverless",
  options: TopicOptions,
  at: DataPath,
  issues: Issues,
): Replication {
  const fixed = {
    replicationFactor: limits.express.replicationFactor,
    minInSyncReplicas: limits.express.minInSyncReplicas,
  };
  for (const key of ["replicationFactor", "minInSyncReplicas"] as const) {
    const said = options[key];
    if (said !== undefined && said !== fixed[key])
      issues.add(
        supportKinds.NotSupported,
        [...at, key],
        `msk in its ${mode} mode always has ${key} ${fixed[key]}, not ${said}; msk in its provisioned mode lets one choose`,
      );
  }
  return fixed;
}
