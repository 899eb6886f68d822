import type { Issues } from "../../core/issues";
import { durationText } from "../../core/quantities";
import { supportKinds } from "../../core/support";
import { engineName, type SystemOptions } from "./spec";
import type { ChannelTopology, QueueTopology } from "./topology";

/** Exchanges are RabbitMQ's, topics that keep nothing ActiveMQ's; and ActiveMQ waits for consumers without end. */
export function checkSupported({ broker }: SystemOptions, topology: readonly ChannelTopology[], issues: Issues): void {
  const [missing, other] =
    broker === "rabbitmq" ? (["topic", "ActiveMQ"] as const) : (["exchange", "RabbitMQ"] as const);
  for (const { path } of topology.filter(({ kind }) => kind === missing))
    issues.add(
      supportKinds.NotSupported,
      [...path, "type"],
      `"${missing}": ${broker} has none; ${other} (mq: { broker: ${other.toLowerCase()} }) has`,
    );
  if (broker === "activemq")
    for (const { queues } of topology) for (const queue of queues) checkActiveMq(queue, issues);
}

function checkActiveMq({ path, bindings, saidAckDeadline, maxLength }: QueueTopology, issues: Issues): void {
  const no = (at: readonly string[], message: string) =>
    issues.add(supportKinds.NotSupported, [...path, ...at], message);
  if (bindings.length > 0) no(["bindings"], "bindings: activemq has no exchanges; RabbitMQ has");
  if (saidAckDeadline !== undefined)
    no(
      ["ackDeadline"],
      `ackDeadline ${durationText(saidAckDeadline)}: activemq leaves a message with its consumer for as long as that is connected; RabbitMQ and sns-sqs do not`,
    );
  if (maxLength !== undefined)
    no(
      [engineName, "maxLength"],
      `maxLength ${maxLength}: activemq limits storage and not queues; RabbitMQ limits them`,
    );
}
