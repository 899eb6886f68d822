import { join } from "node:path";

export interface User {
  readonly name: string;
  readonly password: string;
}

/** Where one of the brokers listens and keeps its data. */
export interface Node {
  readonly id: number;
  readonly folder: string;
  readonly ports: { readonly client: number; readonly broker: number; readonly controller: number };
}

/** Brokers talk among themselves as this user; it is no client's, and its password is made anew at each start. */
const brokerUser = "broker";

/**
 * The properties that make one node of a cluster for tests: KRaft, each node broker and controller, on loopback alone;
 * clients by SCRAM-SHA-512, brokers and controllers among themselves by a password. No listener is without one, so
 * nobody is anonymous.
 */
export function clusterProperties(node: Node, all: readonly Node[], secret: string, superUsers: readonly string[]) {
  const jaas = `org.apache.kafka.common.security.plain.PlainLoginModule required username="${brokerUser}" password="${secret}" user_${brokerUser}="${secret}";`;
  const listen = (name: "client" | "broker" | "controller") => `${name.toUpperCase()}://127.0.0.1:${node.ports[name]}`;
  return {
    "process.roles": "broker,controller",
    "node.id": String(node.id),
    "controller.quorum.voters": all.map(({ id, ports }) => `${id}@127.0.0.1:${ports.controller}`).join(","),
    listeners: [listen("client"), listen("broker"), listen("controller")].join(","),
    "advertised.listeners": [listen("client"), listen("broker")].join(","),
    "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
    "inter.broker.listener.name": "BROKER",
    "controller.listener.names": "CONTROLLER",
    "sasl.mechanism.inter.broker.protocol": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "listener.name.client.sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "listener.name.client.scram-sha-512.sasl.jaas.config":
      "org.apache.kafka.common.security.scram.ScramLoginModule required;",
    "listener.name.broker.sasl.enabled.mechanisms": "PLAIN",
    "listener.name.broker.plain.sasl.jaas.config": jaas,
    "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
    "listener.name.controller.plain.sasl.jaas.config": jaas,
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": [brokerUser, ...superUsers].map((name) => `User:${name}`).join(";"),
    "log.dirs": join(node.folder, "data"),
  };
}

/** What makes tests short, and is as the broker's configuration says where it says something. */
export const shortTests = { "group.initial.rebalance.delay.ms": "0", "offsets.topic.num.partitions": "3" };

export const propertiesText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll("\\", "\\\\")}\n`)
    .join("");
