import * as z from "zod";
import { headersOf, type Field } from "./message-fields";

/** Text or bytes of an AMQP table, as Lambda writes them. */
const longString = z.strictObject({ bytes: z.array(z.int().min(-128).max(255)) });
const text = z.string().nullish();

/**
 * A batch as Lambda's event source mapping of RabbitMQ hands it over: by `<queue>::<virtual host>`, with neither the
 * exchange nor the routing key (Lambda developer guide, with-mq.html, 2026-11).
 */
export const batchSpec = z.object({
  rmqMessagesByQueue: z.record(
    z.string(),
    z.array(
      z.object({
        basicProperties: z.object({
          contentType: text,
          contentEncoding: text,
          headers: z.record(z.string(), z.unknown()).nullish(),
          deliveryMode: z.int().nullish(),
          priority: z.int().nullish(),
          correlationId: text,
          replyTo: text,
          expiration: text,
          messageId: text,
          timestamp: text,
          type: text,
          appId: text,
        }),
        data: z.base64(),
      }),
    ),
  ),
});
type Delivery = z.output<typeof batchSpec>["rmqMessagesByQueue"][string][number];

/** One message of a batch: its fields as the archive keeps them, and when its producer says that it was made. */
export function read({ basicProperties: { headers, timestamp, ...properties }, data }: Delivery) {
  const seconds = timestamp == null ? undefined : secondsOf(timestamp);
  const table = Object.entries(headers ?? {}).map(([name, value]): [string, Field] => [name, plain(value)]);
  return {
    headers: headersOf({ ...properties, timestamp: seconds }, Object.fromEntries(table)),
    body: data,
    ...(seconds !== undefined && { producedAt: seconds * 1_000 }),
  };
}

/**
 * `Jan 1, 1970, 12:33:41 AM`, in UTC; newer Java puts a narrow space before AM.
 *
 * @throws Error when it is anything else: what cannot be read could not be restored
 */
function secondsOf(timestamp: string): number {
  const milliseconds = Date.parse(`${timestamp.replace(/\s+/gu, " ")} UTC`);
  if (Number.isNaN(milliseconds)) throw new Error(`the timestamp '${timestamp}' of a message cannot be read`);
  return milliseconds / 1_000;
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
