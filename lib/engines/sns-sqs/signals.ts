import type { CloudWatchMetric, Signal } from "../../core/facts";
import type { Place } from "../../core/place";
import { limits } from "./limits";

/** The metrics come once a minute (SQS and SNS, CloudWatch metrics of the developer guides, 2026-11). */
export const minute = 60;
const watched = { unit: "messages", periods: 5, breaching: 5 } as const;

export function queueMetric(name: string, queue: string): CloudWatchMetric {
  return {
    source: "cloudwatch",
    namespace: "AWS/SQS",
    name,
    dimensions: { QueueName: queue },
    statistic: "Maximum",
    periodSeconds: minute,
  };
}

export function topicMetric(name: string, topic: string, periodSeconds: number): CloudWatchMetric {
  return {
    source: "cloudwatch",
    namespace: "AWS/SNS",
    name,
    dimensions: { TopicName: topic },
    statistic: "Sum",
    periodSeconds,
  };
}

/** A queue, the queue of its dead letters, and how old its oldest message may be. */
export interface WatchedQueue {
  readonly id: string;
  readonly channel: string;
  readonly of: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly maxAgeSeconds: number;
}

export function queueSignals({ id, channel, of, queue, deadLetters, maxAgeSeconds }: WatchedQueue): Signal[] {
  return [
    deadLetterSignal(`${id}-dead-letters`, channel, `Messages of ${of} failed every delivery`, deadLetters),
    {
      ...watched,
      id: `${id}-oldest-message`,
      channel,
      title: `The oldest message of ${of} waits longer than {threshold}`,
      metric: queueMetric("ApproximateAgeOfOldestMessage", queue),
      comparison: "above",
      threshold: maxAgeSeconds,
      unit: "seconds",
      severity: "page",
      runbook: "oldest-message",
    },
    {
      ...watched,
      id: `${id}-in-flight`,
      channel,
      title: `${of} has nearly as many messages in flight as SQS allows (${limits.inFlight})`,
      metric: queueMetric("ApproximateNumberOfMessagesNotVisible", queue),
      comparison: "at-least",
      threshold: limits.inFlight * 0.8,
      severity: "ticket",
      runbook: "in-flight",
    },
  ];
}

/** One dead letter is a message that somebody lost: it is told at once. */
export function deadLetterSignal(id: string, channel: string, title: string, queue: string): Signal {
  return {
    id,
    channel,
    title,
    metric: queueMetric("ApproximateNumberOfMessagesVisible", queue),
    comparison: "above",
    threshold: 0,
    unit: "messages",
    periods: 1,
    breaching: 1,
    severity: "page",
    runbook: "dead-letters",
  };
}

export function topicSignals(
  place: Place,
  channel: string,
  topic: { readonly name: string; readonly arn: string },
): Signal[] {
  return [
    {
      id: `${channel}-failed-deliveries`,
      channel,
      title: `SNS could not deliver messages of ${channel}`,
      metric: topicMetric("NumberOfNotificationsFailed", topic.name, 5 * minute),
      comparison: "above",
      threshold: 0,
      unit: "messages",
      periods: 1,
      breaching: 1,
      severity: "page",
      runbook: "failed-deliveries",
    },
    {
      id: `${channel}-throttled-publishes`,
      channel,
      title: `SNS refuses publishes to ${channel} because there are too many`,
      // SNS has no metric for this. The audit trail has every refused call, and its log group counts them by topic.
      metric: {
        source: "cloudwatch",
        namespace: `Signalbox/${place.environment}`,
        name: "PublishThrottled",
        dimensions: { TopicArn: topic.arn },
        statistic: "Sum",
        periodSeconds: 5 * minute,
      },
      comparison: "above",
      threshold: 0,
      unit: "calls",
      periods: 1,
      breaching: 1,
      severity: "ticket",
      runbook: "throttled-publishes",
    },
  ];
}
