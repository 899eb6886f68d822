import type { BrokerPermission } from "../../../core/grants";
import type { Issues } from "../../../core/issues";
import { durationText } from "../../../core/quantities";
import { supportKinds } from "../../../core/support";
import type { ChannelTopology, QueueTopology } from "../topology";
import { selectorOf } from "./selector";
import { element, type Element } from "./xml";

/** The group that may do everything: the administrator's. */
export const administrators = "administrators";

/**
 * The configuration of an ActiveMQ broker: its destinations, what becomes of failed messages, how topics reach the
 * subscribers' queues, and who may do what. Only elements that Amazon MQ permits (amazon-mq developer guide,
 * permitted-elements.html, 2026-11).
 */
export function activeMqConfiguration(
  topology: readonly ChannelTopology[],
  permissions: readonly BrokerPermission[],
  issues: Issues,
): string {
  const queues = topology.flatMap((channel) => channel.queues);
  checkRetention(queues, issues);
  const fanOuts = topology.filter(({ kind }) => kind === "fan-out");
  const broker = element("broker", { xmlns: "http://activemq.apache.org/schema/core", schedulerSupport: "true" }, [
    ...(fanOuts.length === 0
      ? []
      : [
          element("destinationInterceptors", {}, [
            element("virtualDestinationInterceptor", {}, [
              element(
                "virtualDestinations",
                {},
                fanOuts.map((channel) => compositeTopic(channel, issues)),
              ),
            ]),
          ]),
        ]),
    element("destinationPolicy", {}, [
      element("policyMap", {}, [element("policyEntries", {}, queues.map(policyEntry))]),
    ]),
    element("destinations", {}, [
      ...topology
        .filter(({ kind }) => kind === "topic" || kind === "fan-out")
        .map(({ name }) => element("topic", { physicalName: name })),
      ...queues.flatMap(({ name, deadLetters }) => [
        element("queue", { physicalName: name }),
        element("queue", { physicalName: deadLetters }),
      ]),
    ]),
    element("plugins", {}, [
      authorization(topology, permissions),
      element("redeliveryPlugin", { fallbackToDeadLetter: "true", sendToDlqIfMaxRetriesExceeded: "true" }, [
        element("redeliveryPolicyMap", {}, [
          element("redeliveryPolicyMap", {}, [
            element("redeliveryPolicyEntries", {}, queues.map(redeliveryPolicy)),
            element("defaultEntry", {}, [element("redeliveryPolicy", { maximumRedeliveries: "4" })]),
          ]),
        ]),
      ]),
      element("timeStampingBrokerPlugin", {
        ttlCeiling: String(longest(queues)),
        zeroExpirationOverride: String(longest(queues)),
      }),
    ]),
  ]);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${broker.text("")}\n`;
}

/** Each message of the topic goes to every queue whose selector lets it through, and to whoever listens to the topic. */
function compositeTopic({ name, queues }: ChannelTopology, issues: Issues): Element {
  return element("compositeTopic", { name, forwardOnly: "true" }, [
    element(
      "forwardTo",
      {},
      queues.map((queue) => {
        const found = queue.filter === undefined ? undefined : selectorOf(queue.filter);
        if (found === undefined) return element("queue", { physicalName: queue.name });
        if ("selector" in found) return element("filteredDestination", { selector: found.selector, queue: queue.name });
        issues.add(
          supportKinds.NotSupported,
          [...queue.path, "filter"],
          `a selector of ActiveMQ cannot say ${found.impossible.join(", nor ")}; sns-sqs can`,
        );
        return element("queue", { physicalName: queue.name });
      }),
    ),
  ]);
}

/** A failed message goes to a queue of its own name; one that is too old goes there too, and is not lost unseen. */
function policyEntry({ name, ordered }: QueueTopology): Element {
  const attributes = { queue: name, ...(ordered && { exclusiveConsumer: "true" }) };
  return element("policyEntry", attributes, [
    element("deadLetterStrategy", {}, [
      element("individualDeadLetterStrategy", {
        queuePrefix: "",
        queueSuffix: ".dead-letters",
        processExpired: "true",
        processNonPersistent: "true",
      }),
    ]),
  ]);
}

const redeliveryPolicy = ({ name, maxDeliveries }: QueueTopology): Element =>
  element("redeliveryPolicy", { queue: name, maximumRedeliveries: String(maxDeliveries - 1) });

/** Milliseconds; a broker has one ceiling for all its messages. */
const longest = (queues: readonly QueueTopology[]): number =>
  Math.max(0, ...queues.map(({ retentionSeconds }) => retentionSeconds * 1000));

function checkRetention(queues: readonly QueueTopology[], issues: Issues): void {
  for (const { path, retentionSeconds } of queues)
    if (retentionSeconds * 1000 !== longest(queues))
      issues.add(
        supportKinds.NotSupported,
        [...path, "retention"],
        `retention ${durationText(retentionSeconds)}: ActiveMQ keeps the messages of all queues equally long, and another one says ${durationText(longest(queues) / 1000)}; RabbitMQ and sns-sqs keep each queue's own`,
      );
}

/** Every destination names who may read and write it; administrators alone may declare one. */
function authorization(topology: readonly ChannelTopology[], permissions: readonly BrokerPermission[]): Element {
  const users = [...new Set(permissions.map(({ user }) => user))].sort();
  const may = (kind: "queue" | "topic", name: string, action: "read" | "write") =>
    groups(
      permissions
        .filter((one) => one.destinationKind === kind && one.destination === name && one.actions.includes(action))
        .map(({ user }) => user),
    );
  const entry = (kind: "queue" | "topic", name: string) =>
    element("authorizationEntry", {
      [kind]: name,
      admin: administrators,
      read: may(kind, name, "read"),
      write: may(kind, name, "write"),
    });
  const destinations = topology.flatMap((channel) => [
    ...(channel.kind === "queue" ? [] : [entry("topic", channel.name)]),
    ...channel.queues.flatMap(({ name, deadLetters }) => [entry("queue", name), entry("queue", deadLetters)]),
  ]);
  const everybody = groups(users);
  return element("authorizationPlugin", {}, [
    element("map", {}, [
      element("authorizationMap", {}, [
        element("authorizationEntries", {}, [
          element("authorizationEntry", {
            queue: ">",
            admin: administrators,
            read: administrators,
            write: administrators,
          }),
          element("authorizationEntry", {
            topic: ">",
            admin: administrators,
            read: administrators,
            write: administrators,
          }),
          ...destinations,
          // Clients of OpenWire listen there for what becomes of their connections.
          element("authorizationEntry", {
            topic: "ActiveMQ.Advisory.>",
            admin: everybody,
            read: everybody,
            write: everybody,
          }),
        ]),
      ]),
    ]),
  ]);
}

/** Each user is a group of its own. */
const groups = (users: readonly string[]): string => [administrators, ...new Set(users)].join(",");
