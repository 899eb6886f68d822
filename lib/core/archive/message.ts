import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createGunzip, createGzip, gunzipSync, gzipSync } from "node:zlib";
import * as z from "zod";

/**
 * One message as it lies in the archive, whatever the engine. All that a consumer could see of it is kept, because what
 * is not kept cannot be restored.
 */
export const archivedMessage = z.strictObject({
  /** Within which order counts: a partition, a shard, a message group; empty where there is no order. */
  lane: z.string(),
  /** Where it was in its lane: an offset, a sequence number, a message id. Unique within the lane. */
  position: z.string(),
  /** When it was produced, ISO 8601 in UTC with milliseconds; when it was archived, where that cannot be read or lies ahead. */
  time: z.iso.datetime({ precision: 3 }),
  /** The producer's timestamp as Lambda delivered it, where `time` is another. */
  timestamp: z.string().optional(),
  /** Why the record could not be read. The body then holds the whole record as Lambda delivered it, as JSON. */
  unread: z.string().optional(),
  /** Base64. */
  key: z.base64().optional(),
  /** Name, value in base64 and, where the engine knows types, the value's type. In order; a name may come twice. */
  headers: z.array(z.tuple([z.string(), z.base64(), z.string().optional()])).optional(),
  /** Base64; left out where there is none, such as at Kafka's deletions. */
  body: z.base64().optional(),
});
export type ArchivedMessage = z.output<typeof archivedMessage>;

/** What an object of the archive holds: a message a line, as JSON, compressed. */
export function encodeMessages(messages: readonly ArchivedMessage[]): Buffer {
  return gzipSync(messages.map((message) => `${JSON.stringify(message)}\n`).join(""));
}

/** @throws Error when the object does not hold messages */
export function decodeMessages(object: Uint8Array): ArchivedMessage[] {
  const lines = gunzipSync(object).toString("utf8").split("\n").slice(0, -1);
  return lines.map((line) => archivedMessage.parse(JSON.parse(line)));
}

/** The same, a message at a time: it needs no memory for all of them as text. */
export async function packMessages(messages: readonly ArchivedMessage[]): Promise<Buffer> {
  const lines = function* () {
    for (const message of messages) yield `${JSON.stringify(message)}\n`;
  };
  const packed: Buffer[] = [];
  for await (const part of chunksOf(Readable.from(lines()).pipe(createGzip()))) packed.push(part);
  return Buffer.concat(packed);
}

/** @throws Error when the object does not hold messages */
export async function* unpackMessages(object: Uint8Array): AsyncGenerator<ArchivedMessage> {
  let begun: Buffer[] = [];
  for await (const part of chunksOf(Readable.from([object]).pipe(createGunzip()))) {
    let rest = part;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      const line: unknown = JSON.parse(Buffer.concat([...begun, rest.subarray(0, end)]).toString());
      yield archivedMessage.parse(line);
      begun = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) begun.push(rest);
  }
}

async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const part of stream) if (Buffer.isBuffer(part)) yield part;
}

const newline = 0x0a;
/** More than a message takes in memory besides its texts. */
const besideTexts = 256;

/** How many bytes a message takes, with key and headers, in base64 as it is held. */
export const bytesIn = ({ key = "", headers = [], body = "" }: ArchivedMessage): number =>
  besideTexts + key.length + body.length + headers.reduce((sum, all) => sum + all.join("").length, 0);

/** SHA-256, hexadecimal, of all of a message that a restore gives back: key, headers and body. */
export function fingerprint({ key, headers = [], body }: ArchivedMessage): string {
  return createHash("sha256")
    .update(JSON.stringify([key ?? null, headers, body ?? null]))
    .digest("hex");
}
