import * as z from "zod";
import { Channels, keep } from "../../../core/archive/channels";
import { base64Of, entriesOf, timeOf, unreadMessage, wellFormed } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";

const attributeSpec = z.object({
  /** With a label of the producer's own, `Number.int` (SQS developer guide, message metadata, 2026-11). */
  dataType: z.string().regex(/^(String|Number|Binary)(\.[\x20-\x7e]+)?$/),
  stringValue: z.string().nullish(),
  /** Base64. */
  binaryValue: z.string().nullish(),
});

/** A batch as the event source mapping of SQS hands it over (Lambda developer guide, using Lambda with SQS, 2026-11). */
const batchSpec = z.object({ Records: z.array(z.unknown()) });
const sourceArn = z.string().regex(/^arn:[a-z0-9-]+:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]+$/);
const sourceSpec = z.object({ eventSourceARN: sourceArn });
const recordSpec = z.object({
  messageId: z.string().min(1),
  /** SQS has no message without a body (SQS SendMessage, 2026-11). */
  body: z.string().min(1),
  attributes: z.object({
    SentTimestamp: z.unknown(),
    SequenceNumber: z.string().min(1).optional(),
    MessageGroupId: z.string().optional(),
  }),
  messageAttributes: entriesOf(attributeSpec).nullish(),
  eventSourceARN: sourceArn,
});

/**
 * Keeps a batch of an archive queue. A batch that fails is offered again, so that a message may be kept twice and is
 * read once.
 *
 * @throws Error when a queue is none of the system's
 */
export async function handler(event: unknown): Promise<void> {
  const records = batchSpec.parse(event).Records;
  const channelOf = new Channels().ofSources(records, (record) =>
    sourceSpec.safeParse(record).data?.eventSourceARN.replace(/^.*:/, ""),
  );
  const messages = records.map((record, index) => ({ channel: channelOf(record), message: messageOf(record, index) }));
  await keep(ArchiveStore.fromVariables(), messages);
}

/**
 * A message group of a FIFO queue is a lane. Other queues have groups too, without order; there the message id tells one
 * message from another.
 */
function messageOf(record: unknown, index: number): ArchivedMessage {
  const { data: read, error } = recordSpec.safeParse(record);
  if (error) return unreadMessage(record, error, { lane: "", index });
  const { messageId, body, attributes, messageAttributes, eventSourceARN } = read;
  const { SentTimestamp: sent, SequenceNumber, MessageGroupId } = attributes;
  const headers = (messageAttributes ?? [])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { dataType, stringValue, binaryValue }]): [string, string, string] => [
      wellFormed(name),
      dataType.startsWith("Binary") ? base64Of(binaryValue ?? "") : base64(stringValue ?? ""),
      dataType,
    ]);
  return {
    lane: eventSourceARN.endsWith(".fifo") ? (MessageGroupId ?? "") : "",
    position: SequenceNumber ?? messageId,
    ...timeOf(typeof sent === "string" && sent !== "" ? Number(sent) : undefined, sent),
    ...(headers.length > 0 && { headers }),
    body: base64(body),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
