import type { ConsumeMessage } from "amqplib";

/** Messages as Lambda's event source mapping of RabbitMQ hands them over (Lambda developer guide, with-mq.html, 2026-11). */
export function lambdaEvent(queue: string, vhost: string, messages: readonly ConsumeMessage[]) {
  return {
    eventSource: "aws:rmq",
    eventSourceArn: "arn:aws:mq:eu-west-1:111122223333:broker:prod-jobs:b-1234",
    rmqMessagesByQueue: { [`${queue}::${vhost}`]: messages.map(delivery) },
  };
}

function delivery({ content, fields, properties }: ConsumeMessage) {
  const { headers = {}, ...rest } = properties;
  const timestamp: unknown = properties.timestamp;
  return {
    basicProperties: {
      ...rest,
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, written(value)])),
      timestamp: typeof timestamp === "number" ? dated(timestamp) : null,
      bodySize: content.length,
    },
    redelivered: fields.redelivered,
    data: content.toString("base64"),
  };
}

/** Text and bytes as Java's signed bytes. */
function written(value: unknown): unknown {
  if (typeof value === "string" || Buffer.isBuffer(value)) return { bytes: [...new Int8Array(Buffer.from(value))] };
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, written(inner)]));
  return value;
}

const dated = (seconds: number): string =>
  new Date(seconds * 1_000).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
