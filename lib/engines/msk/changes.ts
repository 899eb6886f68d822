import type { ChangeFacts, OneWayRule } from "../../core/one-way";

const guide = "MSK developer guide";

/** Values of the cluster. */
export const clusterRules = {
  mode: {
    direction: "fixed",
    consequence: "refuses",
    change: "`mode` between `provisioned` and `express`",
    effect: "MSK refuses to change a cluster between Standard and Express brokers.",
    remedy: "Create a second system with the other mode, move producers and consumers, and retire this one.",
    source: `${guide}, msk-update-broker-type, 2026-12`,
  },
  version: {
    direction: "grows",
    consequence: "refuses",
    change: "`version` to an older one",
    effect: "MSK refuses to downgrade a cluster.",
    remedy: "Put the version back; an older one needs a second system.",
    source: `${guide}, version-upgrades, 2026-12`,
  },
  metadata: {
    direction: "fixed",
    consequence: "refuses",
    change: "`metadata` between ZooKeeper and KRaft",
    effect: "MSK refuses to change how a cluster keeps its metadata.",
    remedy: "Create a second system with the other metadata, move producers and consumers, and retire this one.",
    source: `${guide}, metadata-management, 2026-12`,
  },
  zones: {
    direction: "fixed",
    consequence: "refuses",
    change: "`zones`, or the network's zones",
    effect: "MSK never moves a cluster to other subnets, and refuses a number of brokers that its zones do not divide.",
    remedy: "Put the zones back, or create a second system and move to it.",
    source: `MSK API reference, UpdateBrokerCount and BrokerNodeGroupInfo, 2026-12`,
  },
  brokersPerZone: {
    direction: "grows",
    consequence: "needs-preparation",
    change: "`brokersPerZone` to fewer",
    effect: "MSK removes only brokers that hold no partitions, so the deploy fails as long as they do.",
    remedy: "Put the number back; or move the partitions away first (kafka-reassign-partitions).",
    source: `${guide}, msk-remove-broker, 2026-12`,
  },
  diskGiB: {
    direction: "grows",
    consequence: "refuses",
    change: "`storage.size` to less",
    effect: "MSK refuses to shrink the brokers' disks.",
    remedy: "Put the size back.",
    source: `${guide}, msk-update-storage, 2026-12`,
  },
  tieredStorage: {
    direction: "grows",
    order: ["false", "true"],
    consequence: "refuses",
    change: "`storage.tiered` to false",
    effect:
      "Only topics can leave tiered storage; that MSK takes a cluster's storage mode from TIERED back to LOCAL is not verified.",
    remedy: "Leave storage.tiered on, and take localRetention out of the channels that are to leave it.",
    source: `${guide}, msk-tiered-storage and msk-enable-disable-topic-tiered-storage-cli, 2026-12`,
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

const topicConfigs = "Kafka 4.1, topic configs, 2026-12";

/** Values of a topic; the topic function compares them with what it finds as well. */
export const topicRules = {
  partitions: {
    direction: "grows",
    consequence: "refuses",
    change: "`partitions` to fewer",
    effect: "Kafka refuses to take partitions away.",
    remedy: "Put the number back, or move to a second channel with fewer.",
    source: "KIP-195; kafka.apache.org, basic operations, 2026-12",
  },
  replicationFactor: {
    direction: "fixed",
    consequence: "needs-preparation",
    change: "`msk.replicationFactor`",
    effect: "The topic function moves no partitions, and refuses as long as the topic has another number of replicas.",
    remedy: "Put the number back; or change the topic first (kafka-reassign-partitions).",
    source: "kafka.apache.org, basic operations, 2026-12",
  },
  compaction: {
    direction: "narrows",
    consequence: "loses",
    reconciled: true,
    change: "`compaction` on, off, or to `and-delete`",
    effect:
      "Kafka deletes records that it kept so far: by age after `delete`, all but the newest of a key after `compact`.",
    remedy: "Take compaction back.",
    source: `${topicConfigs}: cleanup.policy`,
  },
  retention: {
    unit: "seconds",
    direction: "grows",
    consequence: "loses",
    reconciled: true,
    change: "`retention` shorter",
    effect: "Kafka deletes within minutes what is older than the new retention.",
    remedy: "Take the retention back.",
    source: `${topicConfigs}: retention.ms, log.retention.check.interval.ms`,
  },
  retentionBytes: {
    unit: "bytes",
    direction: "grows",
    unlimited: -1,
    consequence: "loses",
    reconciled: true,
    change: "`msk.config.retention.bytes` smaller",
    effect: "Kafka deletes within minutes what a partition holds above the new size.",
    remedy: "Take the size back.",
    source: `${topicConfigs}: retention.bytes`,
  },
  maxMessageSize: {
    unit: "bytes",
    direction: "grows",
    consequence: "loses",
    reconciled: true,
    change: "`maxMessageSize` smaller",
    effect: "The brokers refuse larger messages, and their producers lose them.",
    remedy: "Take the size back.",
    source: `${topicConfigs}: max.message.bytes`,
  },
  tiered: {
    direction: "grows",
    order: ["false", "true"],
    consequence: "loses",
    reconciled: true,
    change: "`msk.localRetention` taken out (tiered storage off)",
    effect:
      "MSK deletes what the topic has in tiered storage, and only what is on the brokers' disks stays; the topic cannot be tiered again.",
    remedy: "Leave localRetention in.",
    source: `${guide}, msk-enable-disable-topic-tiered-storage-cli, 2026-12`,
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: { ...clusterRules, ...topicRules },
  free: [
    {
      change: "`instanceType`, `version` to a newer one, `brokerConfiguration`",
      effect: "MSK restarts the brokers one after another; clients reconnect.",
      remedy: "Change them outside peaks; `drill preflight` first.",
      source: `${guide}, msk-update-broker-type and version-upgrades, 2026-12`,
    },
    {
      change: "`storage.size` to more",
      effect: "The disks grow while the brokers run; the next change is possible after 6 hours.",
      remedy: "Choose the size for some months.",
      source: `${guide}, msk-update-storage, 2026-12`,
    },
    {
      change: "`partitions` to more",
      effect: "Keys go to other partitions: the order within a key breaks once, and cannot be taken back.",
      remedy: "Let consumers catch up first where the order matters.",
      source: "kafka.apache.org, basic operations, 2026-12",
    },
    {
      change: "a channel renamed, or taken out",
      effect:
        "The old topic stays in the cluster with its messages, under no name of the file; access to it ends at once.",
      remedy: "Retire it, and delete it by hand once nothing in it is needed: [A retired topic](#a-retired-topic).",
      source: "Signalbox's topic function",
    },
  ],
};
