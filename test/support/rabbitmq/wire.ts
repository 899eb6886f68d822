import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { ConsumeMessage, MessageProperties, Options } from "amqplib";
import * as z from "zod";

/** What amqplib writes and reads for properties and headers, which it does not export (lib/defs.js, 2.3.1). */
const codec = z
  .object({
    encodeProperties: z.custom<(type: number, channel: number, size: number, fields: object) => Buffer>(),
    decode: z.custom<(type: number, buffer: Buffer) => MessageProperties>(),
  })
  .parse(createRequire(__filename)(resolve("node_modules/amqplib/lib/defs.js")));
const basicProperties = 60;
/** Of a frame (7), and of a header within it: class, weight and size of the body (12). */
const headerBytes = 19;

/** A message as amqplib gives it that amqplib published, by its own codec. */
export function overAmqp(routingKey: string, content: Buffer, options: Options.Publish): ConsumeMessage {
  const frame = codec.encodeProperties(basicProperties, 1, content.length, options);
  return {
    content,
    fields: { deliveryTag: 1, redelivered: false, exchange: "scratch", routingKey, consumerTag: "c" },
    properties: codec.decode(basicProperties, frame.subarray(headerBytes, -1)),
  };
}
