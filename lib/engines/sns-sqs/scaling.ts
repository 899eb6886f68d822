import type { Backlog, ScalingAdvice } from "../../core/facts";
import type { ChannelPlan } from "./plan";
import type { QueuePlan } from "./queue-plan";
import { queueMetric } from "./signals";

/** What waits in each queue. SQS tells it while nobody reads too. */
export function backlogsOf(channel: ChannelPlan): Backlog[] {
  const of = ({ name: queue, retentionSeconds }: QueuePlan): Backlog => ({
    channel: channel.name,
    messages: queueMetric("ApproximateNumberOfMessagesVisible", queue),
    inFlight: queueMetric("ApproximateNumberOfMessagesNotVisible", queue),
    ageSeconds: queueMetric("ApproximateAgeOfOldestMessage", queue),
    retentionSeconds,
    speaksUnread: true,
  });
  if (channel.kind === "queue") return [of(channel.queue)];
  return channel.subscribers.map(({ name, queue }) => ({ ...of(queue), subscriber: name }));
}

export const scalingAdvice: readonly ScalingAdvice[] = [
  { of: "storage", advice: "a queue has no disks, and takes any number of messages", signals: [] },
  {
    of: "partitions",
    advice: "a queue has no partitions: what scales is its consumers (autoscaling.consumers)",
    signals: [],
  },
];
