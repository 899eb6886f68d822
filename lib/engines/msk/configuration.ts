import type { DataPath, Issues } from "../../core/issues";
import { named, shortHash } from "../../core/names";
import { suggestion } from "../../core/read";
import { standardInstance } from "./instances";
import { kinds } from "./kinds";
import { limits, standardPartitions } from "./limits";
import type { Names } from "./names";
import type { BrokerCluster } from "./cluster-plan";
import { brokerProperties, decidedProperties, droppedInFour, zookeeperProperties } from "./properties";
import { standardReplicationFactor } from "./replication";
import type { BrokerOptions, PropertyValue } from "./spec";
import { isFour } from "./versions";

/**
 * The properties of the brokers. Each content has a name of its own: MSK refuses to change a configuration that is in
 * use, and to make a second one of the same name, so a change makes a new one before the old one goes.
 */
export interface BrokerConfiguration {
  readonly name: string;
  readonly description: string;
  readonly properties: Readonly<Record<string, string>>;
  /** The same as lines of a properties file, sorted. */
  readonly text: string;
}

/** What the brokers get, and what the options add to it. */
export function planConfiguration(
  names: Names,
  cluster: BrokerCluster,
  options: BrokerOptions,
  at: DataPath,
  issues: Issues,
): BrokerConfiguration {
  const own = checkedProperties(cluster, options, [...at, "brokerConfiguration"], issues);
  const properties = { ...baseProperties(cluster), ...own };
  const text = Object.entries(properties)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join("\n");
  return {
    name: named("clusterConfiguration", [names.cluster, shortHash(text)]),
    description: `Brokers of ${names.cluster}`,
    properties,
    text,
  };
}

function baseProperties(cluster: BrokerCluster): Record<string, string> {
  const { unauthenticated } = cluster.authentication;
  const both = {
    "auto.create.topics.enable": "false",
    // IAM is not asked by it (MSK developer guide, iam-access-control, 2026-11); users and certificates are.
    "allow.everyone.if.no.acl.found": String(unauthenticated),
    "num.partitions": String(standardPartitions),
  };
  if (cluster.mode === "express") return both;
  const copies = standardReplicationFactor(cluster);
  const fetchers = cluster.storage.throughputMiBps && standardInstance(cluster.instanceType).replicaFetchers;
  return {
    ...both,
    "default.replication.factor": String(copies),
    "min.insync.replicas": String(Math.max(1, copies - 1)),
    "unclean.leader.election.enable": "false",
    // Consumers that say their zone (client.rack) read from the copy in it.
    "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
    ...(fetchers ? { "num.replica.fetchers": String(fetchers) } : {}),
  };
}

function checkedProperties(
  cluster: BrokerCluster,
  { brokerConfiguration, version }: BrokerOptions,
  at: DataPath,
  issues: Issues,
): Record<string, string> {
  const admitted = brokerProperties[cluster.mode];
  for (const [key, value] of Object.entries(brokerConfiguration)) {
    const problem =
      decided(key) ??
      (admitted.includes(key)
        ? wrongHere(key, value, cluster, version)
        : `'${key}' is no property that MSK lets one set of ${cluster.mode} brokers${suggestion(key, admitted)}`);
    if (problem !== undefined) issues.add(kinds.BrokerProperty, [...at, key], problem);
  }
  return Object.fromEntries(Object.entries(brokerConfiguration).map(([key, value]) => [key, String(value)]));
}

function decided(key: string): string | undefined {
  const by = Object.hasOwn(decidedProperties, key) ? decidedProperties[key] : undefined;
  return by === undefined ? undefined : `'${key}' is decided by ${by}`;
}

function wrongHere(key: string, value: PropertyValue, cluster: BrokerCluster, version: string): string | undefined {
  if (zookeeperProperties.includes(key) && cluster.metadata !== "zookeeper")
    return `'${key}' is for brokers with ZooKeeper, and these have KRaft`;
  if (droppedInFour.includes(key) && isFour(version))
    return `Kafka ${version} has no '${key}' any more; use log.message.timestamp.before.max.ms and …after.max.ms`;
  const bounds = boundsOf(key);
  if (bounds === undefined) return undefined;
  const number = Number(value);
  if (number >= bounds.min && number <= bounds.max) return undefined;
  return `'${key}' is ${String(value)}; MSK takes ${bounds.min} to ${bounds.max}`;
}

function boundsOf(key: string): { readonly min: number; readonly max: number } | undefined {
  if (key === "replica.lag.time.max.ms") return limits.replicaLag;
  return key === "zookeeper.session.timeout.ms" ? limits.zookeeperSession : undefined;
}
