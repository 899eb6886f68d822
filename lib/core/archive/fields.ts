import * as z from "zod";
import { sha256 } from "./manifest";
import type { ArchivedMessage } from "./message";

/** 0001-01-01: years before it have no four digits in ISO 8601. */
const earliest = Date.parse("0001-01-01T00:00:00.000Z");

/**
 * When a message was produced. A producer's clock may be wrong, count another unit than milliseconds, or hold anything:
 * what is no time up to now is kept beside the time of the archiving.
 *
 * @param milliseconds since 1970; undefined or NaN where it cannot be read
 * @param delivered the timestamp as Lambda delivered it
 */
export function timeOf(
  milliseconds: number | undefined,
  delivered: unknown,
  now = Date.now(),
): Pick<ArchivedMessage, "time" | "timestamp"> {
  if (milliseconds !== undefined && milliseconds >= earliest && milliseconds <= now)
    return { time: new Date(Math.round(milliseconds)).toISOString() };
  const timestamp = typeof delivered === "string" ? delivered : JSON.stringify(delivered);
  return { time: new Date(now).toISOString(), ...(timestamp !== undefined && { timestamp }) };
}

/** Base64 in its one canonical form. Text that is no base64 is kept as its own bytes. */
export const base64Of = (text: string): string =>
  Buffer.from(text, /^[A-Za-z0-9+/_-]*={0,2}$/.test(text) ? "base64" : "utf8").toString("base64");

/** Text as UTF-8 can carry it: half a surrogate pair becomes U+FFFD, as it does at every producer and consumer. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

/** The entries of an object, whatever their names are: a record or an object of zod's leaves out one named `__proto__`. */
export const entriesOf = <S extends z.ZodType>(value: S) =>
  z
    .custom<object>((one) => typeof one === "object" && one !== null && !Array.isArray(one), "is no object")
    .transform((one, context) =>
      Object.entries(one).flatMap(([name, inner]: [string, unknown]): [string, z.output<S>][] => {
        const read = value.safeParse(inner);
        if (read.success) return [[name, read.data]];
        for (const { path, message } of read.error.issues)
          context.addIssue({ code: "custom", path: [name, ...path], message });
        return [];
      }),
    );

/** A record that cannot be read is kept whole, so that it neither stops its batch nor is lost. */
export function unreadMessage(
  record: unknown,
  error: z.ZodError,
  place: { readonly lane: string; readonly index: number; readonly now?: number },
): ArchivedMessage {
  const text = JSON.stringify(record) ?? "null";
  return {
    lane: place.lane,
    position: `unread-${place.index}-${sha256(text).slice(0, 16)}`,
    time: new Date(place.now ?? Date.now()).toISOString(),
    unread: error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "),
    body: Buffer.from(text).toString("base64"),
  };
}
