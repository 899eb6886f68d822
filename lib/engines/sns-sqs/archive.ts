import { channelVariables } from "../../core/archive/channels";
import type { ArchiveFacts, ArchiveSource } from "../../core/archive/facts";
import { scratchName, scratchReplay } from "../../core/archive/programs";
import { arn } from "../../core/arns";
import type { SystemInput } from "../../core/engine";
import { keyAliasName } from "../../core/names";
import type { Place } from "../../core/place";
import { allow } from "../../core/policy";
import type { ChannelPlan, TopicChannelPlan } from "./plan";
import { engineName, type Subscriber } from "./spec";

/** How the name of an archive queue ends, but for `.fifo`. */
const archiveSuffix = "-archive";

const archiveSeconds = 60;

/**
 * The archive as one more subscriber: it gets every message as it was published. A message is hidden six times as long
 * as the function may take, and the batch may wait (Lambda developer guide, SQS event source, 2026-11).
 */
export const archiveSubscriber: Subscriber = {
  handlerTime: archiveSeconds,
  ackDeadline: 6 * archiveSeconds + 60,
  maxDeliveries: 10,
  retention: 13 * 86_400,
  [engineName]: { rawDelivery: true, filterOn: "attributes", waitTime: 20, delay: 0 },
};

/** How the messages of topics get into the archive: from a queue each, and back into scratch queues. */
export function archiveFacts(
  place: Place,
  { needs, name }: SystemInput,
  prefix: readonly string[],
  channels: readonly ChannelPlan[],
): ArchiveFacts | undefined {
  const archived = channels.flatMap((channel) =>
    channel.kind === "topic" && channel.archive
      ? [{ channel, queueArn: channel.archive.queue.arn, queueName: channel.archive.queue.name }]
      : [],
  );
  if (needs?.archive !== true || archived.length === 0) return undefined;
  return {
    sources: archived.map(({ channel, queueArn }) => source(channel, queueArn)),
    archive: {
      id: "archive",
      entry: "engines/sns-sqs/functions/archive",
      description: `Writes the messages of ${name} to the archive`,
      timeoutSeconds: archiveSeconds,
      memoryMiB: 512,
      inNetwork: false,
      statements: [
        allow(
          "TakeFromArchiveQueues",
          ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
          archiveQueues(place, prefix, archived),
        ),
      ],
      variables: channelVariables(
        archived.map(({ channel, queueName }) => ({ name: queueName, channel: channel.name })),
        { prefix: `${prefix.join("-")}-`, suffix: archiveSuffix },
      ),
      lateVariables: [],
      // Two calls a queue at least, or messages that nobody may take count as delivered (SQS event source, 2026-11).
      concurrency: Math.max(5, 2 * archived.length),
    },
    replay: replay(place, name, prefix),
    orderedBy: "lane",
    lost: [
      "message ids",
      "deduplication ids",
      "the times at which SNS and SQS took the messages",
      "subjects of SNS",
      "messages with more than ten attributes: SNS delivers none to a raw subscriber, and sets them aside as undelivered",
    ],
  };
}

/** All of them by how their names begin and end; by name those that are cut, because a policy has 6,144 characters. */
function archiveQueues(
  place: Place,
  prefix: readonly string[],
  archived: readonly { readonly queueArn: string }[],
): string[] {
  const begin = arn(place, "sqs", `${prefix.join("-")}-`);
  const patterns = [`${begin}*${archiveSuffix}`, `${begin}*${archiveSuffix}.fifo`];
  const covers = (queueArn: string) =>
    queueArn.startsWith(begin) && queueArn.replace(/\.fifo$/, "").endsWith(archiveSuffix);
  return [...patterns, ...archived.flatMap(({ queueArn }) => (covers(queueArn) ? [] : [queueArn]))];
}

/** FIFO queues give at most 10 at a time and do not wait for more (Lambda developer guide, SQS event source, 2026-11). */
function source({ name, topic }: TopicChannelPlan, queueArn: string): ArchiveSource {
  const batch = topic.fifo ? { batchSize: 10, windowSeconds: 0 } : { batchSize: 1_000, windowSeconds: 60 };
  return {
    id: name,
    channel: name,
    source: { kind: "sqs", queueArn },
    ...batch,
    age: {
      source: "cloudwatch",
      namespace: "AWS/SQS",
      name: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queueArn.slice(queueArn.lastIndexOf(":") + 1) },
      statistic: "Maximum",
      periodSeconds: 300,
    },
  };
}

function replay(place: Place, system: string, prefix: readonly string[]): ArchiveFacts["replay"] {
  // Room is left for what the function adds: eight digits, and the ending of a FIFO queue.
  const scratch = scratchName("queue", prefix, "-00000000.fifo");
  return scratchReplay(
    "engines/sns-sqs/functions/replay",
    `Restores messages of ${system} into scratch queues`,
    { scratch, keyName: keyAliasName([place.environment, system]) },
    [
      allow(
        "UseScratchQueues",
        [
          "sqs:CreateQueue",
          "sqs:DeleteMessage",
          "sqs:DeleteQueue",
          "sqs:GetQueueAttributes",
          "sqs:ReceiveMessage",
          "sqs:SendMessage",
        ],
        arn(place, "sqs", `${scratch}-*`),
      ),
      allow("FindLeftQueues", ["sqs:ListQueues"], arn(place, "sqs", "*")),
    ],
  );
}
