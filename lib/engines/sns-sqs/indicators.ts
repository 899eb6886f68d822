import type { Indicator, Indicators } from "../../core/facts";
import type { ChannelPlan, TopicChannelPlan } from "./plan";
import type { ConsumedQueuePlan } from "./queue-plan";
import { minute, queueMetric, topicMetric } from "./signals";

/** SQS measures how long the oldest message waits, and SNS what it could not deliver. Neither counts refused calls. */
export function indicatorsOf(channels: readonly ChannelPlan[]): Indicators {
  const topics = channels.filter((channel) => channel.kind === "topic");
  return {
    delivery: channels.flatMap((channel) =>
      channel.kind === "queue"
        ? [waiting(channel.name, channel.name, channel)]
        : channel.subscribers.map((subscriber) =>
            waiting(channel.name, `${channel.name}-${subscriber.name}`, subscriber),
          ),
    ),
    availability:
      topics.length > 0
        ? topics.map(delivering)
        : "SQS has no metric of calls that failed; use the objective delivery, which a queue that takes or gives nothing misses too",
  };
}

const waiting = (channel: string, id: string, { queue }: ConsumedQueuePlan): Indicator => ({
  id,
  of: queue.name,
  channel,
  metric: queueMetric("ApproximateAgeOfOldestMessage", queue.name),
  tolerated: 1,
  keptSeconds: queue.retentionSeconds,
});

const delivering = ({ name, topic }: TopicChannelPlan): Indicator => ({
  id: name,
  of: topic.name,
  channel: name,
  metric: topicMetric("NumberOfNotificationsFailed", topic.name, minute),
  tolerated: 0,
});
