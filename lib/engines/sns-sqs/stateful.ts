import type { StatefulThing } from "../../core/facts";
import type { DataPath } from "../../core/issues";
import { sorted, type OneWayRule, type Scalar, type StatedValue } from "../../core/one-way";
import { queueRules } from "./changes";
import type { ChannelPlan, SubscriberPlan } from "./plan";
import type { ConsumedQueuePlan, QueuePlan } from "./queue-plan";
import { engineName } from "./spec";

/** What of a channel holds messages: its topic, its queues, and their dead-letter queues. */
export function statefulThings(channel: ChannelPlan, path: DataPath): StatefulThing[] {
  const thing = (id: string, { name }: QueuePlan): StatefulThing => ({
    id: `${channel.name}/${id}`,
    kind: "aws_sqs_queue",
    name,
  });
  const both = ({ queue, deadLetters }: ConsumedQueuePlan, id: string, values?: StatefulThing["values"]) => [
    { ...thing(id, queue), ...(values && { values }) },
    thing(`${id}/dead-letters`, deadLetters),
  ];
  if (channel.kind === "queue") return both(channel, "queue", queueValues(channel, path, path));
  const subscribers = channel.subscribers.flatMap((subscriber) => {
    const at = [...path, "subscribers", subscriber.name];
    const values = { ...queueValues(subscriber, at, path), filter: filterValue(subscriber, [...at, "filter"]) };
    return both(subscriber, `subscribers/${subscriber.name}`, values);
  });
  return [
    { id: `${channel.name}/topic`, kind: "aws_sns_topic", name: channel.topic.name },
    thing("undelivered", channel.undelivered),
    ...subscribers,
    ...(channel.archive ? both(channel.archive, "archive") : []),
  ];
}

function queueValues({ queue, maxDeliveries }: ConsumedQueuePlan, path: DataPath, channel: DataPath) {
  const value = (rule: OneWayRule, said: Scalar, at: DataPath): StatedValue => ({ rule, value: said, path: at });
  const own = [...channel, engineName];
  return {
    retention: value(queueRules.retention, queue.retentionSeconds, [...path, "retention"]),
    maxDeliveries: value(queueRules.maxDeliveries, maxDeliveries, [...path, "maxDeliveries"]),
    maxMessageSize: value(queueRules.maxMessageSize, queue.maxMessageBytes, [...own, "maxMessageSize"]),
    ...(queue.fifo && {
      deduplication: value(queueRules.deduplication, queue.fifo.contentDeduplication ? "content" : "id", [
        ...own,
        "deduplication",
      ]),
      throughput: value(queueRules.throughput, queue.fifo.throughputLimit === "perQueue" ? "standard" : "high", [
        ...own,
        "throughput",
      ]),
    }),
  };
}

function filterValue({ filter }: SubscriberPlan, path: DataPath): StatedValue {
  if (filter === undefined) return { rule: queueRules.filter, value: null, path };
  const policy: unknown = JSON.parse(filter.policy);
  return { rule: queueRules.filter, value: sorted(Object.assign({ $scope: filter.scope }, policy)), path };
}
