import type { DataPath, Issues } from "../../core/issues";
import { ackDeadlineFor, maxAgeFor } from "../../core/patterns/channel";
import type { Place } from "../../core/place";
import type { Statement } from "../../core/policy";
import { durationText } from "../../core/quantities";
import type { Tags } from "../../core/tags";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import { limits } from "./limits";
import { checkInFlight } from "./load";
import type { Named, QueueNames } from "./names";
import { queuePolicy } from "./policies";
import type { Consuming, Ordering } from "./spec";

/** One SQS queue, every setting final. */
export interface QueuePlan {
  readonly name: string;
  readonly arn: string;
  readonly fifo?: FifoQueue;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly maxMessageBytes: number;
  readonly waitSeconds: number;
  readonly delaySeconds: number;
  /** Literal JSON, each. */
  readonly policy: string;
  readonly redrivePolicy?: string;
  readonly redriveAllowPolicy?: string;
  readonly tags: Tags;
  readonly protect: boolean;
}

export interface FifoQueue {
  readonly contentDeduplication: boolean;
  readonly deduplicationScope: "messageGroup" | "queue";
  readonly throughputLimit: "perMessageGroupId" | "perQueue";
}

/** A queue that consumers empty, and the queue of what they failed at. */
export interface ConsumedQueuePlan {
  readonly queue: QueuePlan;
  readonly deadLetters: QueuePlan;
  readonly maxAgeSeconds: number;
  readonly maxDeliveries: number;
}

/** What all queues of a channel share. */
export interface QueueContext {
  readonly place: Place;
  readonly ordered: boolean;
  readonly options: Ordering;
  readonly tags: Tags;
  readonly protect: boolean;
  readonly issues: Issues;
  statementsFor(arn: string): readonly Statement[];
}

/** Plans a queue with its dead letters. `ackDeadline` is six times `handlerTime` when only that is given, else 30 s. */
export function planConsumedQueue(
  context: QueueContext,
  names: QueueNames,
  consuming: Consuming,
  path: DataPath,
  topicArn?: string,
): ConsumedQueuePlan {
  const visibilitySeconds = consuming.ackDeadline ?? ackDeadlineFor(consuming.handlerTime);
  const maxAgeSeconds = consuming.maxAge ?? maxAgeFor(consuming.retention);
  checkTimes(consuming, visibilitySeconds, maxAgeSeconds, path, context.issues);
  checkInFlight(context.options.workload, consuming, visibilitySeconds, path, context.issues);
  const redrive = { deadLetterTargetArn: names.deadLetters.arn, maxReceiveCount: consuming.maxDeliveries };
  return {
    maxAgeSeconds,
    maxDeliveries: consuming.maxDeliveries,
    queue: {
      ...planQueue(context, names.main, topicArn),
      visibilitySeconds,
      retentionSeconds: consuming.retention,
      waitSeconds: consuming["sns-sqs"].waitTime,
      delaySeconds: consuming["sns-sqs"].delay,
      redrivePolicy: JSON.stringify(redrive),
    },
    deadLetters: {
      ...planQueue(context, names.deadLetters),
      redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: [names.main.arn] }),
    },
  };
}

/** A queue that keeps what comes as long as SQS can; a dead-letter queue is this. No queue may name it as its own. */
export function planQueue(context: QueueContext, { name, arn }: Named, topicArn?: string): QueuePlan {
  const { place, ordered, options, tags, protect } = context;
  return {
    name,
    arn,
    ...(ordered ? { fifo: fifoQueue(options) } : {}),
    visibilitySeconds: 30,
    retentionSeconds: limits.deadLetterRetentionSeconds,
    maxMessageBytes: options.maxMessageSize,
    waitSeconds: 20,
    delaySeconds: 0,
    policy: queuePolicy(place, arn, topicArn, context.statementsFor(arn)),
    tags,
    protect,
  };
}

function fifoQueue({ deduplication, deduplicationScope, throughput }: Ordering): FifoQueue {
  const high = throughput !== "standard";
  const group = (deduplicationScope ?? (high ? "group" : "channel")) === "group";
  return {
    contentDeduplication: deduplication !== "id",
    deduplicationScope: group ? "messageGroup" : "queue",
    throughputLimit: high ? "perMessageGroupId" : "perQueue",
  };
}

function checkTimes(consuming: Consuming, ackDeadline: number, maxAge: number, path: DataPath, issues: Issues): void {
  const { handlerTime, retention } = consuming;
  if (handlerTime !== undefined && ackDeadline < handlerTime)
    issues.add(
      supportKinds.AckDeadlineTooShort,
      [...path, "ackDeadline"],
      `ackDeadline ${durationText(ackDeadline)} is shorter than handlerTime ${durationText(handlerTime)}; use ${durationText(ackDeadlineFor(handlerTime))} or leave it out`,
    );
  if (maxAge >= retention)
    issues.add(
      kinds.MaxAgeAboveRetention,
      [...path, "maxAge"],
      `maxAge ${durationText(maxAge)} is not below retention ${durationText(retention)}`,
    );
}

/** What makes no sense on this channel: options of order without order, and a scope that high throughput excludes. */
export function checkOrdering(ordered: boolean, options: Ordering, path: DataPath, issues: Issues): void {
  const own = [...path, "sns-sqs"];
  if (!ordered)
    for (const key of ["deduplication", "deduplicationScope", "throughput"] as const)
      if (options[key] !== undefined)
        issues.add(
          kinds.OptionNeedsOrder,
          [...own, key],
          `${key}: ${options[key]} is for ordered channels, and this one is not ordered`,
        );
  if (ordered && options.throughput !== "standard" && options.deduplicationScope === "channel")
    issues.add(
      kinds.DeduplicationScopeMismatch,
      [...own, "deduplicationScope"],
      `deduplicationScope is channel, but throughput is high, which needs the scope group`,
    );
}
