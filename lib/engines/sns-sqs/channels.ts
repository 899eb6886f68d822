import type { DataPath, Issues } from "../../core/issues";
import { filterPolicy } from "./filter";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import { limits } from "./limits";
import { checkLoad } from "./load";
import type { ChannelNames, QueueNames } from "./names";
import type { QueueChannelPlan, SubscriberPlan, TopicChannelPlan } from "./plan";
import { topicPolicy } from "./policies";
import { archiveSubscriber } from "./archive";
import { checkOrdering, planConsumedQueue, planQueue, type QueueContext } from "./queue-plan";
import type { QueueChannel, Subscriber, TopicChannel } from "./spec";

type Context = Omit<QueueContext, "ordered" | "options">;

/** A topic with a queue for each subscriber. */
export function planTopicChannel(
  base: Context,
  name: string,
  spec: TopicChannel,
  names: ChannelNames,
  path: DataPath,
): TopicChannelPlan | undefined {
  const { topic, undelivered, archive } = names;
  if (topic === undefined || undelivered === undefined) return undefined;
  const options = spec["sns-sqs"];
  const context: QueueContext = { ...base, ordered: spec.ordered, options };
  const { place, issues } = base;
  checkOrdering(spec.ordered, options, path, issues);
  checkLoad(place, { ordered: spec.ordered, options, path, hasTopic: true }, issues);
  checkSubscribers(spec, path, issues);
  const at = { topicArn: topic.arn, undeliveredArn: undelivered.arn };
  const archived = archive && planSubscriber(context, "archive", archiveSubscriber, { queue: archive, ...at }, path);
  return {
    kind: "topic",
    name,
    topic: {
      ...topic,
      ...(spec.ordered ? { fifo: fifoTopic(options) } : {}),
      policy: topicPolicy(place, topic.arn, base.statementsFor(topic.arn)),
      tags: base.tags,
      protect: base.protect,
    },
    undelivered: {
      ...planQueue(context, undelivered, topic.arn),
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }),
    },
    subscribers: Object.entries(spec.subscribers)
      .map(([id, subscriber]) =>
        planSubscriber(context, id, subscriber, { queue: names.queues[id], ...at }, [...path, "subscribers", id]),
      )
      .filter((planned) => planned !== undefined),
    ...(archived && { archive: archived }),
  };
}

function fifoTopic({
  deduplication,
  throughput,
}: TopicChannel["sns-sqs"]): NonNullable<TopicChannelPlan["topic"]["fifo"]> {
  return {
    contentDeduplication: deduplication !== "id",
    throughputScope: throughput === "standard" ? "Topic" : "MessageGroup",
  };
}

function planSubscriber(
  context: QueueContext,
  name: string,
  spec: Subscriber,
  at: { readonly queue?: QueueNames; readonly topicArn: string; readonly undeliveredArn: string },
  path: DataPath,
): SubscriberPlan | undefined {
  if (at.queue === undefined) return undefined;
  const { filterOn, rawDelivery } = spec["sns-sqs"];
  const filter =
    spec.filter === undefined
      ? {}
      : {
          filter: {
            scope: filterOn === "body" ? ("MessageBody" as const) : ("MessageAttributes" as const),
            policy: filterPolicy(spec.filter, filterOn, [...path, "filter"], context.issues),
          },
        };
  return {
    name,
    ...planConsumedQueue(context, at.queue, spec, path, at.topicArn),
    ...filter,
    rawDelivery,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: at.undeliveredArn }),
  };
}

function checkSubscribers({ subscribers, ordered }: TopicChannel, path: DataPath, issues: Issues): void {
  const all = Object.values(subscribers);
  const at = [...path, "subscribers"];
  const most = ordered ? limits.fifoSubscriptions : limits.subscriptions;
  if (all.length === 0)
    issues.add(
      supportKinds.NoSubscribers,
      at,
      "the channel has no subscribers, so every message published to it is lost; add one",
    );
  if (all.length > most)
    issues.add(
      kinds.TooManySubscriptions,
      at,
      `${all.length} subscribers; SNS takes ${most} on ${ordered ? "an ordered" : "a"} topic`,
    );
  const filtered = all.filter(({ filter }) => filter !== undefined).length;
  if (filtered > limits.filtersPerTopic)
    issues.add(
      kinds.TooManyFilters,
      at,
      `${filtered} subscribers with a filter; SNS takes ${limits.filtersPerTopic} a topic`,
    );
}

/** A queue that consumers compete for, without a topic. */
export function planQueueChannel(
  base: Context,
  name: string,
  spec: QueueChannel,
  names: ChannelNames,
  path: DataPath,
): QueueChannelPlan | undefined {
  const queue = names.queues[""];
  if (queue === undefined) return undefined;
  const options = spec["sns-sqs"];
  checkOrdering(spec.ordered, options, path, base.issues);
  checkLoad(base.place, { ordered: spec.ordered, options, path, hasTopic: false }, base.issues);
  return { kind: "queue", name, ...planConsumedQueue({ ...base, ordered: spec.ordered, options }, queue, spec, path) };
}
