import type { NetworkFacts, SystemInput } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { suggestion } from "../../core/read";
import { supportKinds } from "../../core/support";
import type { Authentication } from "./authentication";
import { burstable } from "./instances";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { BrokerCluster, Cluster } from "./cluster-plan";
import { engineName, type BrokerOptions, type SystemOptions } from "./spec";
import { planStorage } from "./storage";
import { hasEnded, living, versionName, versions, type Metadata } from "./versions";

export interface ClusterInput {
  readonly input: SystemInput;
  readonly options: SystemOptions;
  readonly authentication: Authentication;
  readonly issues: Issues;
}

/** The cluster with every default filled. */
export function planCluster({ input, options, authentication, issues }: ClusterInput): Cluster {
  const at = [...input.path, engineName];
  if (input.network === undefined && input.existing === undefined)
    issues.add(
      supportKinds.NetworkMissing,
      [...input.path, "engine"],
      "the brokers of msk live in a private network; add network: { cidr: 10.40.0.0/16 } to the environment",
    );
  if (options.mode === "serverless") {
    checkZones(input.network, limits.serverless.zones, 3, "Serverless", at, issues);
    return { mode: "serverless" };
  }
  const zones = zonesOf(options, input, at, issues);
  const metadata = checkVersion(options, input, at, issues);
  const brokers = options.brokersPerZone * zones;
  checkBrokerCount(brokers, metadata, options, at, issues);
  const { phase } = options.connectivity;
  const { openMonitoring } = options;
  const base = {
    zones,
    someZones: (input.network?.zones.length ?? zones) > zones,
    brokers,
    metadata,
    kafkaVersion: versionName(options.version, metadata),
    authentication,
    phase,
    enhancedMonitoring: options.enhancedMonitoring,
    ...(openMonitoring && { openMonitoring: { jmx: openMonitoring.jmx, node: openMonitoring.node } }),
  };
  if (options.mode === "express")
    return { mode: "express", ...base, instanceType: options.instanceType, storageAlarm: options.storageAlarm };
  const storage = planStorage(options, input, issues);
  const cluster: BrokerCluster = { mode: "provisioned", ...base, instanceType: options.instanceType, storage };
  checkBurstable(cluster, at, issues);
  return cluster;
}

/** The zones that the brokers are in: all of the network's, unless fewer are said. */
function zonesOf(options: BrokerOptions, { network }: SystemInput, at: DataPath, issues: Issues): number {
  if (options.mode === "express") {
    checkZones(network, limits.express.zones, limits.express.zones, "Express", at, issues);
    return limits.express.zones;
  }
  const there = network?.zones.length;
  const said = options.zones;
  checkZones(network, said ?? 2, 3, "msk", said === undefined ? at : [...at, "zones"], issues);
  return said ?? Math.min(3, Math.max(2, there ?? 3));
}

function checkZones(
  network: NetworkFacts | undefined,
  least: number,
  most: number,
  who: string,
  path: DataPath,
  issues: Issues,
): void {
  if (network === undefined || network.zones.length >= least) return;
  const range = least === most ? String(least) : `${least} or ${most}`;
  issues.add(
    kinds.ZoneCount,
    path,
    `${who} wants ${range} availability zones, and the network has ${network.zones.length}`,
  );
}

/** Checks the version, and gives how it keeps its metadata. */
function checkVersion(
  options: BrokerOptions,
  { today, existing }: SystemInput,
  at: DataPath,
  issues: Issues,
): Metadata {
  const version = Object.hasOwn(versions, options.version) ? versions[options.version] : undefined;
  const able = version?.[options.mode];
  const alive = living(options.mode, today);
  if (version === undefined || able === undefined)
    issues.add(
      kinds.VersionUnknown,
      [...at, "version"],
      `there is no version "${options.version}" for ${options.mode} brokers${suggestion(options.version, alive)}; there are: ${alive.join(", ")}`,
    );
  else if (existing === undefined && hasEnded(version, today))
    issues.add(
      supportKinds.VersionEnded,
      [...at, "version"],
      `support of Kafka ${options.version} on MSK ended on ${version.ends ?? ""}; use ${alive.join(", ")}`,
    );
  const metadata = options.metadata ?? able?.[0] ?? "kraft";
  if (able !== undefined && !able.includes(metadata))
    issues.add(
      kinds.MetadataUnavailable,
      [...at, "metadata"],
      `Kafka ${options.version} on ${options.mode} brokers keeps its metadata by ${able.join(" or ")}, not by ${metadata}`,
    );
  return metadata;
}

function checkBrokerCount(
  brokers: number,
  metadata: Metadata,
  { quotas }: BrokerOptions,
  at: DataPath,
  issues: Issues,
): void {
  const most = quotas.brokers ?? limits.brokers[metadata];
  if (brokers > most)
    issues.add(
      kinds.TooManyBrokers,
      [...at, "brokersPerZone"],
      `${brokers} brokers in all zones together; MSK takes ${most} with ${metadata}`,
    );
}

/** The smallest size has no KRaft, no tiered storage and no PrivateLink (MSK quotas and aws-access-mult-vpc, 2026-11). */
function checkBurstable(cluster: Extract<Cluster, { mode: "provisioned" }>, at: DataPath, issues: Issues): void {
  if (cluster.instanceType !== burstable) return;
  const wanted = [
    ...(cluster.metadata === "kraft" ? ["KRaft"] : []),
    ...(cluster.storage.tiered ? ["tiered storage"] : []),
    ...(cluster.phase === "multi-vpc" ? ["connectivity by PrivateLink"] : []),
  ];
  for (const what of wanted)
    issues.add(
      kinds.InstanceUnsupported,
      [...at, "instanceType"],
      `${burstable} has no ${what}; kafka.m7g.large has${what === "KRaft" ? ", or use metadata: zookeeper with 3.8.x" : ""}`,
    );
}
