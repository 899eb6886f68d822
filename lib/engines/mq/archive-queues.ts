import type { SystemInput } from "../../core/engine";
import type { Issues } from "../../core/issues";
import { supportKinds } from "../../core/support";
import type { SystemOptions } from "./spec";
import type { ChannelTopology } from "./topology";

/** How the name of a channel's archive queue ends. */
export const archiveSuffix = ".archive";

/** Whether messages of the system can be archived, and are to be. */
export const isArchived = ({ needs, existing }: SystemInput, { broker }: SystemOptions): boolean =>
  needs?.archive === true && broker === "rabbitmq" && existing === undefined;

export function checkArchive(input: SystemInput, options: SystemOptions, issues: Issues): void {
  if (input.needs?.archive !== true || isArchived(input, options)) return;
  issues.add(
    supportKinds.NotSupported,
    [...input.path, "backup", "archive"],
    options.broker === "activemq"
      ? "activemq: Lambda reads text and bytes messages alone, makes text of every property, and each new try would be archived anew; RabbitMQ (mq: { broker: rabbitmq }) has an archive"
      : "the system stands already, and Signalbox makes no queues in it; let Signalbox build it",
  );
}

/**
 * Every queue of producers has one of the archive beside it, with the same bindings; a channel with subscribers has one
 * that gets everything. What an exchange routes is archived where it arrives. A batch that cannot be written is offered
 * again and again before it goes to the dead letters.
 */
export function withArchive(channel: ChannelTopology): ChannelTopology {
  const { name, path, kind, queues } = channel;
  const [only] = queues;
  if (only === undefined) return channel;
  const { filter: _filter, subscriber: _subscriber, saidAckDeadline: _said, maxLength: _length, ...like } = only;
  const archive = `${name}${archiveSuffix}`;
  return {
    ...channel,
    archive: {
      ...like,
      id: archive,
      name: archive,
      deadLetters: `${archive}.dead-letters`,
      path,
      ordered: false,
      maxDeliveries: 1_000,
      maxBacklog: 10_000,
      bindings: kind === "queue" ? only.bindings : [],
    },
  };
}
