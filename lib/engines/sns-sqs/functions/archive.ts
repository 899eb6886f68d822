import * as z from "zod";
import { Channels, keep } from "../../../core/archive/channels";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";

const attributeSpec = z.object({
  dataType: z.string(),
  stringValue: z.string().nullish(),
  /** Base64. */
  binaryValue: z.string().nullish(),
});
/** A batch as the event source mapping of SQS hands it over (Lambda developer guide, using Lambda with SQS, 2026-11). */
const batchSpec = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({
        SentTimestamp: z.string(),
        SequenceNumber: z.string().optional(),
        MessageGroupId: z.string().optional(),
      }),
      messageAttributes: z.record(z.string(), attributeSpec).default({}),
      eventSourceARN: z.string(),
    }),
  ),
});
type QueueRecord = z.output<typeof batchSpec>["Records"][number];

/**
 * Keeps a batch of an archive queue. A batch that fails is offered again, so that a message may be kept twice and is
 * read once.
 *
 * @throws Error when a queue is none of the system's
 */
export async function handler(event: unknown): Promise<void> {
  const channels = new Channels();
  const records = batchSpec.parse(event).Records.map((record) => ({
    channel: channels.of(record.eventSourceARN.replace(/^.*:/, "")),
    message: messageOf(record),
  }));
  await keep(ArchiveStore.fromVariables(), records);
}

/**
 * A message group of a FIFO queue is a lane. Other queues have groups too, without order; there the message id tells one
 * message from another.
 */
function messageOf(record: QueueRecord): ArchivedMessage {
  const { messageId, body, attributes, messageAttributes, eventSourceARN } = record;
  const { SentTimestamp, SequenceNumber, MessageGroupId } = attributes;
  const headers = Object.entries(messageAttributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { dataType, stringValue, binaryValue }]): [string, string, string] => [
      name,
      binaryValue ?? base64(stringValue ?? ""),
      dataType,
    ]);
  return {
    lane: eventSourceARN.endsWith(".fifo") ? (MessageGroupId ?? "") : "",
    position: SequenceNumber ?? messageId,
    time: new Date(Number(SentTimestamp)).toISOString(),
    ...(headers.length > 0 && { headers }),
    body: base64(body),
  };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
