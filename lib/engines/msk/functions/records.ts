import type { IHeaders, KafkaMessage, Message } from "kafkajs";
import { groupBy } from "../../../core/group";
import type { ArchivedMessage } from "../../../core/archive/message";

type Headers = NonNullable<ArchivedMessage["headers"]>;

/**
 * A message of the archive as it is published, to the partition in which it was. Its time is the archive's: brokers
 * may refuse times that lie ahead (`message.timestamp.after.max.ms`).
 */
export function recordOf({ lane, time, key, headers = [], body }: ArchivedMessage): Message {
  return {
    partition: Number(lane),
    timestamp: String(Date.parse(time)),
    key: bytes(key),
    value: bytes(body),
    headers: byName(headers),
  };
}

const bytes = (base64: string | undefined): Buffer | null =>
  base64 === undefined ? null : Buffer.from(base64, "base64");

/** Headers as kafkajs takes and gives them: by name, in the order in which the names first appear. */
const byName = (headers: Headers): IHeaders =>
  Object.fromEntries(
    [...groupBy(headers, ([name]) => name)].map(([name, group]) => [
      name,
      group.map(([, value]) => Buffer.from(value, "base64")),
    ]),
  );

/**
 * What was read, as the archive would keep it.
 *
 * @param sent what was published in its place. kafkajs does not tell in which order headers stand whose name comes
 *   twice or is a number; where they are the same by name, the order is taken from here
 */
export function messageOf(partition: number, record: KafkaMessage, sent: ArchivedMessage | undefined): ArchivedMessage {
  const { offset, timestamp, key, value, headers: found = {} } = record;
  const headers = Object.entries(found).flatMap(([name, some]) =>
    [some].flat().flatMap((one): Headers => (Buffer.isBuffer(one) ? [[name, one.toString("base64")]] : [])),
  );
  const asSent = sent?.headers !== undefined && sameByName(headers, sent.headers);
  return {
    lane: String(partition),
    position: offset,
    time: new Date(Number(timestamp)).toISOString(),
    ...(key !== null && { key: key.toString("base64") }),
    ...(headers.length > 0 && { headers: asSent ? sent.headers : headers }),
    ...(value !== null && { body: value.toString("base64") }),
  };
}

function sameByName(one: Headers, other: Headers): boolean {
  const sorted = (headers: Headers) =>
    JSON.stringify(
      Object.entries(byName(headers))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, values]) => [name, [values].flat().map(String)]),
    );
  return sorted(one) === sorted(other);
}
