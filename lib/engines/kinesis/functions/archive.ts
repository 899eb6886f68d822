import * as z from "zod";
import { Channels, keep } from "../../../core/archive/channels";
import { base64Of, timeOf, unreadMessage } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";

/** A batch as the event source mapping of Kinesis hands it over (Lambda developer guide, using Lambda with Kinesis, 2026-11). */
const batchSpec = z.object({ Records: z.array(z.unknown()) });
const sourceArn = z.string().regex(/^arn:[a-z0-9-]+:kinesis:[a-z0-9-]+:\d{12}:stream\/[A-Za-z0-9_.-]+$/);
const sourceSpec = z.object({ eventSourceARN: sourceArn });
const recordSpec = z.object({
  /** `shardId-000000000006:49545115243490985018280067714973144582180062593244200961`. */
  eventID: z.string().regex(/^shardId-\d+:/),
  kinesis: z.object({
    // Up to 256 Unicode characters (Kinesis API reference, PutRecord, 2026-12): a longer one could not be restored.
    partitionKey: z
      .string()
      .min(1)
      .refine((key) => [...key].length <= 256),
    sequenceNumber: z.string().min(1),
    /** Base64. */
    data: z.string(),
    /** Seconds, with parts of them. */
    approximateArrivalTimestamp: z.unknown(),
  }),
});

/**
 * Keeps a batch of a stream. A batch that fails is offered again, whole or halved, so that a record may be kept twice
 * and is read once.
 *
 * @throws Error when a stream is none of the system's
 */
export async function handler(event: unknown): Promise<void> {
  const records = batchSpec.parse(event).Records;
  const channelOf = new Channels().ofSources(records, (record) =>
    sourceSpec.safeParse(record).data?.eventSourceARN.replace(/^.*:stream\//, ""),
  );
  const messages = records.map((record, index) => ({ channel: channelOf(record), message: messageOf(record, index) }));
  await keep(ArchiveStore.fromVariables(), messages);
}

/** A shard is a lane. Kinesis has no record without a key, so that one that cannot be read gets one. */
function messageOf(record: unknown, index: number): ArchivedMessage {
  const { data: read, error } = recordSpec.safeParse(record);
  if (error)
    return {
      ...unreadMessage(record, error, { lane: "unread", index }),
      key: Buffer.from("unread").toString("base64"),
    };
  const { partitionKey, sequenceNumber, data, approximateArrivalTimestamp: arrived } = read.kinesis;
  return {
    lane: read.eventID.slice(0, read.eventID.indexOf(":")),
    position: sequenceNumber,
    ...timeOf(typeof arrived === "number" ? arrived * 1_000 : undefined, arrived),
    key: Buffer.from(partitionKey).toString("base64"),
    body: base64Of(data),
  };
}
