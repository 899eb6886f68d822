import type { BrokerPermission } from "../../../core/grants";
import type { Issues } from "../../../core/issues";
import { durationText } from "../../../core/quantities";
import { supportKinds } from "../../../core/support";
import type { ChannelTopology, QueueTopology } from "../topology";
import { authorization } from "./authorization";
import { redelivery } from "./redelivery";
import { selectorOf } from "./selector";
import { element, type Element } from "./xml";

/**
 * The configuration of an ActiveMQ broker: its destinations, what becomes of failed messages, how topics reach the
 * subscribers' queues, and who may do what. Amazon MQ takes out what it does not permit, without a word; so there are only
 * elements and attributes that it does (amazon-mq developer guide, permitted-elements.html and permitted-attributes.html,
 * 2026-11).
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
      redelivery(queues),
      element("timeStampingBrokerPlugin", {
        ttlCeiling: String(longest(queues)),
        zeroExpirationOverride: String(longest(queues)),
      }),
    ]),
  ]);
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${broker.text("")}\n`;
}

/** Each message of the topic goes to every queue whose selector lets it through, and to nobody else. */
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
  const attributes = { queue: name, ...(ordered && { allConsumersExclusiveByDefault: "true" }) };
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
