import type { DataPath, Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { sizeText } from "../../core/quantities";
import { numberText } from "../../core/wording";
import { kinds } from "./kinds";
import { highThroughputCalls, limits } from "./limits";
import type { Consuming, Ordering, Workload } from "./spec";

interface Loaded {
  readonly ordered: boolean;
  readonly options: Ordering;
  readonly path: DataPath;
  readonly hasTopic: boolean;
}

/** Holds the stated load of a channel against what SQS and SNS take. Nothing is checked where no load is stated. */
export function checkLoad(place: Place, { ordered, options, path, hasTopic }: Loaded, issues: Issues): void {
  const { workload, maxMessageSize } = options;
  if (workload === undefined) return;
  const at = [...path, "sns-sqs", "workload"];
  if (workload.messageSize !== undefined && workload.messageSize > maxMessageSize)
    issues.add(
      kinds.MessageTooLarge,
      [...at, "messageSize"],
      `messages of ${sizeText(workload.messageSize)}, but the channel takes at most ${sizeText(maxMessageSize)}; raise maxMessageSize (up to 256KiB) or send a reference to S3`,
    );
  if (!ordered) return;
  for (const problem of [
    ...fifoCalls(place, options, workload),
    ...(hasTopic ? fifoTopic(options, workload) : []),
    ...fifoGroups(workload, hasTopic),
  ])
    issues.add(kinds.FifoThroughput, [...at, "rate"], problem);
}

function fifoCalls(place: Place, options: Ordering, { rate, batch }: Workload): string[] {
  const calls = rate / batch;
  const high = options.throughput !== "standard";
  const most = high ? highThroughputCalls(place.region) : limits.fifoCallsPerSecond;
  if (calls <= most) return [];
  return [
    `${numberText(calls)} calls a second; a FIFO queue with ${high ? `high throughput in ${place.region}` : "standard throughput"} takes ${most}`,
  ];
}

/** With the topic as its scope, a FIFO topic has one limit in all; with the group, a limit a group. */
function fifoTopic(options: Ordering, { rate, messageSize }: Workload): string[] {
  if (options.throughput !== "standard") return [];
  const problems = [];
  if (rate > limits.fifoTopicMessagesPerSecond)
    problems.push(`${numberText(rate)} messages a second; a FIFO topic takes ${limits.fifoTopicMessagesPerSecond}`);
  const bytes = rate * (messageSize ?? 0);
  if (bytes > limits.fifoTopicBytesPerSecond)
    problems.push(`${numberText(bytes / 1e6)} MB a second; a FIFO topic takes ${limits.fifoTopicBytesPerSecond / 1e6}`);
  return problems;
}

function fifoGroups({ rate, groups }: Workload, hasTopic: boolean): string[] {
  if (!hasTopic || groups === undefined || rate / groups <= limits.groupMessagesPerSecond) return [];
  return [
    `${numberText(rate / groups)} messages a second in each of ${groups} message groups; SNS takes ${limits.groupMessagesPerSecond} a group`,
  ];
}

/** Messages in work at once are the rate times the time that each is held. */
export function checkInFlight(
  workload: Workload | undefined,
  consuming: Consuming,
  ackDeadlineSeconds: number,
  path: DataPath,
  issues: Issues,
): void {
  if (workload === undefined) return;
  const held = consuming.handlerTime ?? ackDeadlineSeconds;
  const inFlight = Math.ceil(workload.rate * held);
  if (inFlight > limits.inFlight)
    issues.add(
      kinds.TooManyInFlight,
      path,
      `${numberText(workload.rate)} messages a second held for ${numberText(held)} s are ${inFlight} in flight; SQS allows ${limits.inFlight}`,
    );
}
