import * as z from "zod";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";

/** A deletion has no value and a message may have no key: Lambda then says null, or leaves them out (both were seen). */
const recordSpec = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.int(),
  timestamp: z.number(),
  key: z.string().nullish(),
  value: z.string().nullish(),
  /** In order; each has one name. Its bytes may come signed, as Java has them. */
  headers: z
    .array(z.record(z.string(), z.array(z.int().min(-128).max(255)).nullable()))
    .nullish()
    .transform((all) => all ?? []),
});
type KafkaRecord = z.output<typeof recordSpec>;

/** A batch as the event source mapping of MSK hands it over (Lambda developer guide, with-msk, sample event, 2026-11). */
const batchSpec = z.object({ eventSource: z.literal("aws:kafka"), records: z.record(z.string(), z.array(recordSpec)) });

/**
 * Keeps a batch of a topic: a partition is a lane, an offset a position. A batch that fails is offered again, so that a
 * message may be kept twice and is read once.
 *
 * @throws Error when the event is no batch of Kafka's, or cannot be kept
 */
export async function handler(event: unknown): Promise<void> {
  const store = ArchiveStore.fromVariables();
  const records = Object.values(batchSpec.parse(event).records).flat();
  const topics = new Set(records.map(({ topic }) => topic));
  for (const topic of topics) await store.write(topic, records.filter((one) => one.topic === topic).map(messageOf));
}

/** A record as the archive keeps it. */
export function messageOf({ partition, offset, timestamp, key, value, headers }: KafkaRecord): ArchivedMessage {
  return {
    lane: String(partition),
    position: String(offset),
    // A producer's clock may be wrong, or count something else than milliseconds; nothing comes from the future.
    time: new Date(Math.min(timestamp, Date.now())).toISOString(),
    ...(typeof key === "string" && { key }),
    ...(headers.length > 0 && { headers: headers.flatMap((one) => Object.entries(one).map(headerOf)) }),
    ...(typeof value === "string" && { body: value }),
  };
}

const headerOf = ([name, bytes]: [string, number[] | null]): [string, string] => [
  name,
  Buffer.from(bytes ?? []).toString("base64"),
];
