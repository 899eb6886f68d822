import type { Listener } from "../../core/facts";
import type { SystemOptions } from "./spec";

type Protocol = Extract<Listener["protocol"], "amqp" | "openwire" | "stomp" | "mqtt">;

/** Ports of the brokers, all of them TLS (amazon-mq developer guide, broker protocols and security groups, 2026-11). */
const ports: Readonly<Record<SystemOptions["broker"], Partial<Record<Protocol, number>>>> = {
  rabbitmq: { amqp: 5671 },
  activemq: { openwire: 61617, amqp: 5671, stomp: 61614, mqtt: 8883 },
};
/** The management interface, which the function speaks to. ActiveMQ's users are set by Amazon MQ's own API. */
export const managementPort = 443;

/** How clients connect; the stack has an output of each listener's name. */
export function listenersOf(broker: SystemOptions["broker"]): Listener[] {
  const all: readonly Protocol[] = ["openwire", "amqp", "stomp", "mqtt"];
  return all.flatMap((protocol) => {
    const port = ports[broker][protocol];
    return port === undefined ? [] : [{ name: protocol, protocol, authentication: "password" as const, port }];
  });
}
