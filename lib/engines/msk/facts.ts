import type { SystemInput } from "../../core/engine";
import type {
  BrokerDisks,
  Capability,
  ChannelFacts,
  Listener,
  LogSource,
  MaintenanceFacts,
  SupportEnd,
  SystemFacts,
} from "../../core/facts";
import type { Permission } from "../../core/grants";
import type { Place } from "../../core/place";
import { ownershipTags } from "../../core/tags";
import { archiveFacts, exportFacts } from "./archive";
import { topicsFunction } from "./functions-facts";
import type { DesiredKafka } from "./functions/desired";
import { indicatorsOf } from "./indicators";
import type { Names } from "./names";
import type { Cluster, StoragePlan } from "./cluster-plan";
import { limits } from "./limits";
import { backlogsOf, scalingAdviceOf } from "./scaling";
import { groupsOf, signalsOf } from "./signals";
import { engineName } from "./spec";
import { statefulThings } from "./stateful";
import type { ChannelPlan } from "./topics";
import { source as versionsSource, versions } from "./versions";

/** The id of the brokers' log, and of the disks that may grow. */
export const brokerLogId = "broker";
export const disksId = "disks";

export interface FactsInput {
  readonly place: Place;
  readonly input: SystemInput;
  readonly names: Names;
  readonly cluster: Cluster;
  readonly channels: readonly ChannelPlan[];
  readonly listeners: readonly Listener[];
  readonly permissions: readonly Permission[];
  readonly desired: DesiredKafka;
}

/** What concerns read of the system. */
export function systemFacts(facts: FactsInput): SystemFacts {
  const { place, input, names, cluster, channels, listeners, permissions, desired } = facts;
  const existing = input.existing !== undefined;
  return {
    name: input.name,
    engine: engineName,
    pattern: input.pattern,
    platform: "aws",
    path: input.path,
    tags: ownershipTags(input.ownership),
    capabilities: capabilities(cluster),
    channels: channels.map((channel) => channelFacts(channel, permissions)),
    listeners,
    signals: signalsOf(names, cluster, channels, permissions),
    indicators: indicatorsOf(names, cluster, channels, permissions),
    logSources: existing || cluster.mode === "serverless" ? [] : [brokerLog(names)],
    // MSK developer guide, msk-logging, 2026-11: of standard and express brokers alone.
    ...(cluster.mode === "serverless" && {
      withoutLogs: "MSK Serverless writes no log of brokers; its metrics and the audit trail tell",
    }),
    // MSK and Secrets Manager use the key by grants that whoever deploys makes (MSK developer guide, msk-working-with-encryption, 2026-11).
    keyUses: [],
    scalingTargets: existing ? [] : scalingTargets(cluster),
    shardedStreams: [],
    backlogs: backlogsOf(names, channels, permissions),
    scalingAdvice: scalingAdviceOf(cluster, channels, permissions),
    ...(cluster.mode === "provisioned" && { disks: disks(names, cluster.storage) }),
    functions: existing || channels.length === 0 ? [] : [topicsFunction(place, names, cluster, desired)],
    ...(input.needs?.archive === true && !existing && { archive: archiveFacts(place, names, channels) }),
    ...(!existing && { export: exportFacts(place, names) }),
    maintenance: maintenanceOf(cluster),
    supportEnds: supportEnds(cluster),
    health: [{ mechanism: "kafka-cluster", name: names.cluster }],
    stateful: statefulThings(input, names, cluster, channels),
  };
}

function capabilities(cluster: Cluster): Capability[] {
  const all: Capability[] = ["ordered", "replayable", "fan-out"];
  if (cluster.mode === "serverless") return all;
  return cluster.mode === "provisioned" ? [...all, "cross-account", "storage-autoscaling"] : [...all, "cross-account"];
}

function channelFacts({ name, path, spec }: ChannelPlan, permissions: readonly Permission[]): ChannelFacts {
  return {
    name,
    path,
    ...(spec.owner === undefined ? {} : { owner: spec.owner }),
    ...(spec.dataClass === undefined ? {} : { dataClass: spec.dataClass }),
    ordered: true,
    retentionSeconds: spec.retention,
    subscribers: [],
    groups: groupsOf(name, permissions),
    resources: [{ kind: "topic", name }],
  };
}

function maintenanceOf({ mode }: Cluster): MaintenanceFacts {
  const whys = {
    provisioned: "MSK patches Standard brokers in a window of its own, which only AWS Support changes",
    express: "Express brokers have no maintenance windows: MSK patches them while they run",
    serverless: "MSK Serverless has no brokers that one sees: AWS patches it unseen",
  };
  return { kind: "none", why: whys[mode], source: "aws/agent-toolkit-for-aws, maintenance-operations, 2026-08" };
}

/** The day on which MSK ends the support of the cluster's version, where AWS has named one. */
function supportEnds(cluster: Cluster): SupportEnd[] {
  if (cluster.mode === "serverless") return [];
  const version = cluster.kafkaVersion.replace(/\.kraft$/, "");
  const ends = Object.hasOwn(versions, version) ? versions[version]?.ends : undefined;
  return ends === undefined ? [] : [{ what: "Kafka on MSK", version, until: ends, source: versionsSource }];
}

const brokerLog = ({ brokerLog: name }: Names): LogSource => ({
  kind: "cloudwatch-log-group",
  id: brokerLogId,
  name,
  class: "operational",
});

const disks = ({ cluster, clusterArn }: Names, { sizeGiB, grows }: StoragePlan): BrokerDisks => ({
  cluster,
  clusterArn,
  sizeGiB,
  maxGiB: grows?.maxGiB ?? limits.maxStorage / 1024 ** 3,
});

/** Application Auto Scaling counts the disks' size in GiB (Application Auto Scaling user guide, MSK, 2026-11). */
function scalingTargets(cluster: Cluster): SystemFacts["scalingTargets"] {
  if (cluster.mode !== "provisioned" || cluster.storage.grows === undefined) return [];
  const { targetPercent, maxGiB } = cluster.storage.grows;
  return [
    {
      id: disksId,
      serviceNamespace: "kafka",
      dimension: "kafka:broker-storage:VolumeSize",
      metric: "KafkaBrokerStorageUtilization",
      minCapacity: 1,
      maxCapacity: maxGiB,
      targetPercent,
    },
  ];
}
