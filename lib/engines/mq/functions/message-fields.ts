import { isUtf8 } from "node:buffer";
import type { Options } from "amqplib";
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
    ? [name, base64(value), "bytes"]
    : [name, base64(JSON.stringify(textual(value))), "json"];
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
      table.map(([name, value, type]) => [name, type === "json" ? parsed(value) : textOrBytes(value)]),
    ),
  };
}

function textOrBytes(value: string): string | Buffer {
  const bytes = Buffer.from(value, "base64");
  return isUtf8(bytes) ? bytes.toString() : bytes;
}

/** Within a table or a list: text as text, so that it reads the same whoever wrote it. */
function textual(value: Field): unknown {
  if (Buffer.isBuffer(value)) return isUtf8(value) ? value.toString() : value;
  if (Array.isArray(value)) return value.map(textual);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(byName)
        .map(([key, inner]) => [key, textual(inner)]),
    );
  return value;
}

/** JSON writes bytes as `{"type":"Buffer","data":[…]}`. */
const parsed = (value: string): unknown =>
  JSON.parse(text(value), (_, inner: unknown) =>
    typeof inner === "object" &&
    inner !== null &&
    "type" in inner &&
    inner.type === "Buffer" &&
    "data" in inner &&
    Array.isArray(inner.data)
      ? Buffer.from(inner.data)
      : inner,
  );

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
const base64 = (value: string | Buffer): string => Buffer.from(value).toString("base64");
const text = (value: string): string => Buffer.from(value, "base64").toString();
