import * as z from "zod";
import { Channels, keep } from "../../../core/archive/channels";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";

/** A batch as the event source mapping of Kinesis hands it over (Lambda developer guide, using Lambda with Kinesis, 2026-11). */
const batchSpec = z.object({
  Records: z.array(
    z.object({
      /** `shardId-000000000006:49545115243490985018280067714973144582180062593244200961`. */
      eventID: z.string().regex(/^shardId-\d+:/),
      eventSourceARN: z.string(),
      kinesis: z.object({
        partitionKey: z.string(),
        sequenceNumber: z.string(),
        /** Base64. */
        data: z.string(),
        /** Seconds, with parts of them. */
        approximateArrivalTimestamp: z.number(),
      }),
    }),
  ),
});
type StreamRecord = z.output<typeof batchSpec>["Records"][number];

/**
 * Keeps a batch of a stream. A batch that fails is offered again, whole or halved, so that a record may be kept twice
 * and is read once.
 *
 * @throws Error when a stream is none of the system's
 */
export async function handler(event: unknown): Promise<void> {
  const channels = new Channels();
  const records = batchSpec.parse(event).Records.map((record) => ({
    channel: channels.of(record.eventSourceARN.replace(/^.*:stream\//, "")),
    message: messageOf(record),
  }));
  await keep(ArchiveStore.fromVariables(), records);
}

/** A shard is a lane. */
function messageOf({ eventID, kinesis }: StreamRecord): ArchivedMessage {
  return {
    lane: eventID.slice(0, eventID.indexOf(":")),
    position: kinesis.sequenceNumber,
    time: new Date(Math.round(kinesis.approximateArrivalTimestamp * 1_000)).toISOString(),
    key: Buffer.from(kinesis.partitionKey).toString("base64"),
    body: kinesis.data,
  };
}
