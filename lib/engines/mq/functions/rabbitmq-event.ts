import * as z from "zod";
import { base64Of, entriesOf } from "../../../core/archive/fields";
import { headersOf, type Field } from "./message-fields";

/** Text or bytes of an AMQP table, as Lambda writes them. */
const longString = z.strictObject({ bytes: z.array(z.int().min(-128).max(255)) });
/** AMQP's short text and octet (AMQP 0-9-1 specification, 4.2.5): nothing else could have been published. */
const isShort = (value: string): boolean => Buffer.byteLength(value) <= 255;
const text = z.string().refine(isShort, "is longer than 255 bytes").nullish();
const octet = z.int().min(0).max(255).nullish();

/**
 * A batch as Lambda's event source mapping of RabbitMQ hands it over: by `<queue>::<virtual host>`, with neither the
 * exchange nor the routing key (Lambda developer guide, with-mq.html, 2026-11).
 */
export const batchSpec = z.object({ rmqMessagesByQueue: entriesOf(z.array(z.unknown())) });

const deliverySpec = z.object({
  basicProperties: z.object({
    contentType: text,
    contentEncoding: text,
    headers: entriesOf(z.unknown())
      .refine((all) => all.every(([name]) => isShort(name)), "has a name longer than 255 bytes")
      .nullish(),
    deliveryMode: octet,
    priority: octet,
    correlationId: text,
    replyTo: text,
    expiration: text,
    messageId: text,
    timestamp: z.unknown(),
    type: text,
    appId: text,
  }),
  data: z.string(),
});

/** One message of a batch: its fields as the archive keeps them, and when its producer says that it was made. */
export function read(delivery: unknown) {
  const found = deliverySpec.safeParse(delivery);
  if (!found.success) return { error: found.error };
  const { headers, timestamp, ...properties } = found.data.basicProperties;
  const seconds = secondsOf(timestamp);
  const table = (headers ?? []).map(([name, value]): [string, Field] => [name, plain(value)]);
  return {
    headers: headersOf({ ...properties, timestamp: seconds }, Object.fromEntries(table)),
    body: base64Of(found.data.data),
    producedAt: seconds === undefined ? undefined : 1_000 * seconds,
    timestamp: timestamp ?? undefined,
  };
}

/** `Jan 1, 1970, 12:33:41 AM`, and no years but those that JavaScript reads as they are. */
const written = /^[A-Z][a-z]{2} \d{1,2}, (?:19[7-9]\d|[2-9]\d{3}|\d{5,6}), \d{1,2}:\d{2}:\d{2} [AP]M$/;

/**
 * Seconds since 1970 of `Jan 1, 1970, 12:33:41 AM`, in UTC; newer Java puts a narrow space before AM. Undefined where it is
 * anything else: AMQP counts seconds, and a producer that counts micro- or nanoseconds writes years beyond all calendars.
 */
function secondsOf(timestamp: unknown): number | undefined {
  if (typeof timestamp !== "string") return undefined;
  const plainly = timestamp.replace(/\s+/gu, " ");
  const milliseconds = written.test(plainly) ? Date.parse(`${plainly} UTC`) : NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1_000;
}

/** Bytes where Lambda says so: text too, because AMQP does not tell one from the other. */
function plain(value: unknown): Field {
  const bytes = longString.safeParse(value);
  if (bytes.success) return Buffer.from(bytes.data.bytes);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]): [string, Field] => [key, plain(inner)]));
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
