import type { DesiredKafka } from "../../../lib/engines/msk/functions/desired";

/**
 * What the planner of `msk` makes of an environment file, written by hand until it does. This is the one place: the
 * tests take everything of the planner's from here.
 *
 * Values: /docs/decisions/2026-11-kafka-topics.md, and the tables of Kafka's and MSK's documentation that it names.
 */
export const brokerConfiguration: Readonly<Record<string, string>> = {
  "auto.create.topics.enable": "false",
  "allow.everyone.if.no.acl.found": "false",
  "default.replication.factor": "3",
  "min.insync.replicas": "2",
  "unclean.leader.election.enable": "false",
  "num.partitions": "1",
  "num.io.threads": "8",
  "num.network.threads": "5",
  "num.replica.fetchers": "2",
  "num.recovery.threads.per.data.dir": "2",
  "replica.lag.time.max.ms": "30000",
  "socket.request.max.bytes": "104857600",
  "message.max.bytes": "1048588",
  "replica.fetch.max.bytes": "1048588",
  "log.retention.ms": "604800000",
  "offsets.retention.minutes": "10080",
  "offsets.topic.replication.factor": "3",
  "transaction.state.log.replication.factor": "3",
  "transaction.state.log.min.isr": "2",
  "replica.selector.class": "org.apache.kafka.common.replica.RackAwareReplicaSelector",
};

/** `checkout` produces to `orders.placed`, and `billing` consumes it in its group. */
export const desired: DesiredKafka = {
  topics: [
    {
      name: "orders.placed",
      partitions: 6,
      replicationFactor: 3,
      config: { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "604800000" },
    },
    {
      name: "orders.state",
      partitions: 3,
      replicationFactor: 3,
      config: { "cleanup.policy": "compact", "max.message.bytes": "1048588", "min.insync.replicas": "2" },
    },
  ],
  acls: [
    {
      principal: "User:checkout",
      resourceType: "topic",
      resourceName: "orders.placed",
      resourcePattern: "literal",
      operations: ["Write", "Describe"],
    },
    {
      principal: "User:billing",
      resourceType: "topic",
      resourceName: "orders.placed",
      resourcePattern: "literal",
      operations: ["Read", "Describe"],
    },
    {
      principal: "User:billing",
      resourceType: "group",
      resourceName: "billing",
      resourcePattern: "literal",
      operations: ["Read"],
    },
  ],
};

/** What a client is told to set, besides how it proves who it is. */
export const producerProperties = {
  acks: "all",
  "enable.idempotence": "true",
  "max.in.flight.requests.per.connection": "5",
  retries: "2147483647",
  "delivery.timeout.ms": "120000",
  "request.timeout.ms": "30000",
  "retry.backoff.ms": "200",
  "retry.backoff.max.ms": "1000",
  "reconnect.backoff.ms": "1000",
  "reconnect.backoff.max.ms": "10000",
  "linger.ms": "5",
  "batch.size": "131072",
  "buffer.memory": "67108864",
  "compression.type": "lz4",
};

export const consumerProperties = {
  "session.timeout.ms": "45000",
  "heartbeat.interval.ms": "15000",
  "max.poll.interval.ms": "300000",
  "max.poll.records": "500",
  "partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
  "auto.commit.interval.ms": "5000",
  "auto.offset.reset": "earliest",
  "request.timeout.ms": "30000",
  "retry.backoff.ms": "200",
  "retry.backoff.max.ms": "1000",
  "reconnect.backoff.ms": "1000",
  "reconnect.backoff.max.ms": "10000",
  "fetch.min.bytes": "1024",
  "fetch.max.wait.ms": "500",
  "client.rack": "euw1-az1",
};
