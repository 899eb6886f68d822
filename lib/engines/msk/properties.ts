import type { BrokerKind } from "./versions";

/** What MSK lets one set of Standard brokers: …/developerguide/msk-configuration-properties.html, 2026-11. */
const standard = [
  "allow.everyone.if.no.acl.found",
  "auto.create.topics.enable",
  "compression.type",
  "connections.max.idle.ms",
  "custom.advertised.listeners",
  "default.replication.factor",
  "delete.topic.enable",
  "group.initial.rebalance.delay.ms",
  "group.max.session.timeout.ms",
  "group.min.session.timeout.ms",
  "leader.imbalance.per.broker.percentage",
  "log.cleaner.delete.retention.ms",
  "log.cleaner.min.cleanable.ratio",
  "log.cleanup.policy",
  "log.flush.interval.messages",
  "log.flush.interval.ms",
  "log.message.timestamp.after.max.ms",
  "log.message.timestamp.before.max.ms",
  "log.message.timestamp.difference.max.ms",
  "log.message.timestamp.type",
  "log.retention.bytes",
  "log.retention.hours",
  "log.retention.minutes",
  "log.retention.ms",
  "log.roll.ms",
  "log.segment.bytes",
  "max.incremental.fetch.session.cache.slots",
  "message.max.bytes",
  "min.insync.replicas",
  "num.io.threads",
  "num.network.threads",
  "num.partitions",
  "num.recovery.threads.per.data.dir",
  "num.replica.fetchers",
  "offsets.retention.minutes",
  "offsets.topic.replication.factor",
  "replica.fetch.max.bytes",
  "replica.fetch.response.max.bytes",
  "replica.lag.time.max.ms",
  "replica.selector.class",
  "replica.socket.receive.buffer.bytes",
  "socket.receive.buffer.bytes",
  "socket.request.max.bytes",
  "socket.send.buffer.bytes",
  "transaction.max.timeout.ms",
  "transaction.state.log.min.isr",
  "transaction.state.log.replication.factor",
  "transactional.id.expiration.ms",
  "unclean.leader.election.enable",
  "zookeeper.connection.timeout.ms",
  "zookeeper.session.timeout.ms",
];

/** The static properties that Express lets one set: …/msk-configuration-express-read-write.html, 2026-11. */
const express = [
  "allow.everyone.if.no.acl.found",
  "auto.create.topics.enable",
  "compression.type",
  "connections.max.idle.ms",
  "custom.advertised.listeners",
  "delete.topic.enable",
  "group.initial.rebalance.delay.ms",
  "group.max.session.timeout.ms",
  "leader.imbalance.per.broker.percentage",
  "log.cleanup.policy",
  "log.message.timestamp.after.max.ms",
  "log.message.timestamp.before.max.ms",
  "log.message.timestamp.type",
  "log.retention.bytes",
  "log.retention.ms",
  "max.connections.per.ip",
  "max.incremental.fetch.session.cache.slots",
  "message.max.bytes",
  "num.partitions",
  "offsets.retention.minutes",
  "replica.fetch.max.bytes",
  "replica.selector.class",
  "socket.receive.buffer.bytes",
  "socket.request.max.bytes",
  "socket.send.buffer.bytes",
  "transaction.max.timeout.ms",
  "transactional.id.expiration.ms",
];

export const brokerProperties: Readonly<Record<BrokerKind, readonly string[]>> = { provisioned: standard, express };

/** Properties that decide about lost messages and open doors; Signalbox decides them from the other options. */
export const decidedProperties: Readonly<Record<string, string>> = {
  "allow.everyone.if.no.acl.found": "authentication",
  "auto.create.topics.enable": "channels",
  "default.replication.factor": "replicationFactor of a channel",
  "min.insync.replicas": "minInSyncReplicas of a channel",
  "unclean.leader.election.enable": "nothing: it loses messages",
};

/** Properties that only brokers with ZooKeeper have. */
export const zookeeperProperties = ["zookeeper.connection.timeout.ms", "zookeeper.session.timeout.ms"];
/** Properties that Kafka 4 dropped (kafka.apache.org, upgrade notes of 4.0). */
export const droppedInFour = ["log.message.timestamp.difference.max.ms"];
