import * as z from "zod";
import { base64Of, entriesOf, timeOf, unreadMessage, wellFormed } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";
import { groupBy } from "../../../core/group";

/** A deletion has no value and a message may have no key: Lambda then says null, or leaves them out (both were seen). */
const recordSpec = z.object({
  topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/),
  partition: z.int().min(0),
  offset: z.int().min(0),
  /** Any 64 bits that a producer sent, as a number that may have lost its last digits. */
  timestamp: z.unknown(),
  key: z.string().nullish(),
  value: z.string().nullish(),
  /** In order; each has one name. Its bytes may come signed, as Java has them. */
  headers: z
    .array(entriesOf(z.array(z.int().min(-128).max(255)).nullable()))
    .nullish()
    .transform((all) => (all ?? []).flat()),
});
type KafkaRecord = z.output<typeof recordSpec>;

/** A batch as the event source mapping of MSK hands it over (Lambda developer guide, with-msk, sample event, 2026-11). */
const batchSpec = z.object({
  eventSource: z.literal("aws:kafka"),
  /** By `<topic>-<partition>`. */
  records: entriesOf(z.array(z.unknown())),
});

/**
 * Keeps a batch of a topic: a partition is a lane, an offset a position. A batch that fails is offered again, so that a
 * message may be kept twice and is read once.
 *
 * @throws Error when the event is no batch of Kafka's, or cannot be kept
 */
export async function handler(event: unknown): Promise<void> {
  const store = ArchiveStore.fromVariables();
  const all = batchSpec
    .parse(event)
    .records.flatMap(([source, records]) => records.map((record, index) => read(source, record, index)));
  for (const [topic, read] of groupBy(all, (one) => one.topic))
    await store.write(
      topic,
      read.map(({ message }) => message),
    );
}

function read(source: string, record: unknown, index: number): { topic: string; message: ArchivedMessage } {
  const { data, error } = recordSpec.safeParse(record);
  if (!error) return { topic: data.topic, message: messageOf(data) };
  const end = source.lastIndexOf("-");
  return { topic: source.slice(0, end), message: unreadMessage(record, error, { lane: source.slice(end + 1), index }) };
}

/** A record as the archive keeps it. */
function messageOf({ partition, offset, timestamp, key, value, headers }: KafkaRecord): ArchivedMessage {
  return {
    lane: String(partition),
    position: String(offset),
    ...timeOf(typeof timestamp === "number" ? timestamp : undefined, timestamp),
    ...(typeof key === "string" && { key: base64Of(key) }),
    ...(headers.length > 0 && { headers: headers.map(headerOf) }),
    ...(typeof value === "string" && { body: base64Of(value) }),
  };
}

const headerOf = ([name, bytes]: [string, number[] | null]): [string, string] => [
  wellFormed(name),
  Buffer.from(bytes ?? []).toString("base64"),
];
