import { isUtf8 } from "node:buffer";
import type { Options } from "amqplib";
import * as z from "zod";
import { wellFormed } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";

/** A value of an AMQP table, as far as it can be told apart. */
export type Field = string | number | boolean | null | Buffer | readonly Field[] | { readonly [key: string]: Field };
type Headers = NonNullable<ArchivedMessage["headers"]>;

/**
 * The properties that a message is given back with. Left out are `userId`, which RabbitMQ lets nobody but the user set,
 * and `clusterId`, which means nothing any more (RabbitMQ, validated user id; AMQP 0-9-1 reference, 2026-11).
 */
const texts = [
  "appId",
  "contentEncoding",
  "contentType",
  "correlationId",
  "expiration",
  "messageId",
  "replyTo",
  "type",
];
const numbers = ["deliveryMode", "priority", "timestamp"];

/** Written by a quorum queue at a delivery: of the copy in the archive's own queue, and not of the message. */
const ofDelivery = ["x-acquired-count", "x-delivery-count"];

/** Properties and headers as the archive keeps them; in an order of their own, because a table has none. */
export function headersOf(
  properties: Readonly<Record<string, unknown>>,
  table: Readonly<Record<string, Field>>,
): Headers {
  const said = [...texts, ...numbers].flatMap((name): Headers => {
    const value = properties[name];
    return typeof value === "string" || typeof value === "number" ? [[name, base64(String(value)), "property"]] : [];
  });
  const names = Object.keys(table).filter((name) => !ofDelivery.includes(name));
  return [...said, ...names.sort().map((name) => headerOf(name, table[name] ?? null))];
}

/** AMQP has one type for text and bytes; everything else is kept as JSON. */
function headerOf(name: string, value: Field): Headers[number] {
  return typeof value === "string" || Buffer.isBuffer(value)
    ? [wellFormed(name), base64(value), "bytes"]
    : [wellFormed(name), base64(JSON.stringify(textual(value))), "json"];
}

/** What a message is published with, so that it has these properties and headers again. */
export function publishOptions(headers: Headers = []): Options.Publish {
  const properties = headers.filter(([, , type]) => type === "property");
  const table = headers.filter(([, , type]) => type !== "property");
  return {
    ...Object.fromEntries(
      properties.map(([name, value]) => [name, numbers.includes(name) ? Number(text(value)) : text(value)]),
    ),
    headers: Object.fromEntries(
      table.map(([name, value, type]) => [
        name,
        type === "json" ? published(JSON.parse(text(value))) : textOrBytes(value),
      ]),
    ),
  };
}

function textOrBytes(value: string): string | Buffer {
  const bytes = Buffer.from(value, "base64");
  return isUtf8(bytes) ? bytes.toString() : bytes;
}

/**
 * Within a table or a list: text as text, so that every client's text reads the same. Bytes are `{"type":"Buffer","data":[…]}`,
 * and a table that could be taken for bytes is `{"type":"Table","fields":{…}}`.
 */
function textual(value: Field): unknown {
  if (Buffer.isBuffer(value)) return isUtf8(value) ? value.toString() : value;
  if (Array.isArray(value)) return value.map(textual);
  if (typeof value === "string") return wellFormed(value);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.fromEntries(
    Object.entries(value)
      .sort(byName)
      .map(([key, inner]) => [wellFormed(key), textual(inner)]),
  );
  return fields.type === "Buffer" || fields.type === "Table" ? { type: "Table", fields } : fields;
}

const bytesSpec = z.strictObject({ type: z.literal("Buffer"), data: z.array(z.int().min(0).max(255)) });
const tableSpec = z.strictObject({ type: z.literal("Table"), fields: z.custom<object>((one) => isTable(one)) });
const isTable = (value: unknown): value is object => typeof value === "object" && value !== null;

/** What `textual` wrote, as amqplib publishes it. */
function published(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(published);
  if (typeof value === "number") return isGuessedRight(value) ? value : { "!": "double", value };
  if (!isTable(value)) return value;
  const bytes = bytesSpec.safeParse(value);
  if (bytes.success) return Buffer.from(bytes.data.data);
  const table = tableSpec.safeParse(value);
  const fields = Object.entries(table.success ? table.data.fields : value).map(
    ([key, inner]) => [key, published(inner)] as const,
  );
  // To amqplib a table with this key is a value with its type.
  return fields.some(([key]) => key === "!")
    ? { "!": "object", value: Object.fromEntries(fields) }
    : Object.fromEntries(fields);
}

/** amqplib takes for a long integer what is too small for one, and what is large and no integer (lib/codec.js, 2.3.1). */
const isGuessedRight = (value: number): boolean =>
  Number.isInteger(value) ? value >= -(2 ** 63) : Math.abs(value) < 2 ** 50;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const base64 = (value: string | Buffer): string => Buffer.from(value).toString("base64");
const text = (value: string): string => Buffer.from(value, "base64").toString();
