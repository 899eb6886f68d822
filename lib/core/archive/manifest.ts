import { createHash } from "node:crypto";
import * as z from "zod";
import type { ArchivedMessage } from "./message";

/**
 * What is known of an object of the archive before it is there. It is written first: a manifest whose object is not
 * there tells that messages are missing, and a checksum that differs tells that they are not what they were.
 */
export const manifestSpec = z.strictObject({
  /** Of the object. */
  key: z.string(),
  /** Of the object's bytes, hexadecimal. */
  sha256: z.string(),
  count: z.int().min(1),
  bytes: z.int().min(1),
  lane: z.string(),
  /** Positions of the first and the last message. */
  first: z.string(),
  last: z.string(),
  /** Times of the oldest and the newest message. */
  firstTime: z.iso.datetime(),
  lastTime: z.iso.datetime(),
});
export type Manifest = z.output<typeof manifestSpec>;

export const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** @param messages of one lane, in order; at least one */
export function manifestOf(key: string, object: Uint8Array, messages: readonly ArchivedMessage[]): Manifest {
  const [first] = messages;
  const last = messages.at(-1);
  if (first === undefined || last === undefined) throw new Error(`${key} would hold no messages`);
  const times = messages.map(({ time }) => time).sort();
  return {
    key,
    sha256: sha256(object),
    count: messages.length,
    bytes: object.length,
    lane: first.lane,
    first: first.position,
    last: last.position,
    firstTime: times[0] ?? first.time,
    lastTime: times.at(-1) ?? last.time,
  };
}
