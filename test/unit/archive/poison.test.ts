import * as fc from "fast-check";
import type { KafkaMessage, Message } from "kafkajs";
import { compareMessages } from "../../../lib/backup/functions/comparison";
import type { ArchivedMessage } from "../../../lib/core/archive/message";
import type { OrderedBy } from "../../../lib/core/archive/order";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { handler as kinesis } from "../../../lib/engines/kinesis/functions/archive";
import { handler as rabbitmq } from "../../../lib/engines/mq/functions/archive";
import { received } from "../../../lib/engines/mq/functions/scratch";
import { publishOptions } from "../../../lib/engines/mq/functions/message-fields";
import { handler as kafka } from "../../../lib/engines/msk/functions/archive";
import { messageOf, recordOf } from "../../../lib/engines/msk/functions/records";
import { handler as sqs } from "../../../lib/engines/sns-sqs/functions/archive";
import { poisoned } from "../../support/poison/poison";
import { records } from "../../support/poison/records";
import { throughQueue, throughStream } from "../../support/poison/restored";
import { overAmqp } from "../../support/rabbitmq/wire";
import { startS3, type MemoryS3 } from "../../support/s3";

let s3: MemoryS3;
let store: ArchiveStore;
const before = { ...process.env };
beforeAll(async () => {
  s3 = await startS3();
  store = new ArchiveStore(s3.client, "archive", "orders");
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "eu-west-1",
    ARCHIVE_BUCKET: "archive",
    SYSTEM: "orders",
  });
});
afterAll(async () => {
  process.env = before;
  await s3.stop();
});

type Restore = (messages: readonly ArchivedMessage[]) => Promise<readonly ArchivedMessage[]> | ArchivedMessage[];

const throughTopic: Restore = (messages) =>
  messages.map((message) => messageOf(Number(message.lane), asRead(recordOf(message), message.position), message));

/** A record as kafkajs gives it. Kafka has a partition for each message, and a time that is a number. */
function asRead({ partition, key, value, headers, timestamp = "" }: Message, offset: string): KafkaMessage {
  expect([Number.isInteger(partition), Number.isInteger(Number(timestamp))]).toEqual([true, true]);
  const bytes = (one: Message["value"] | undefined) => (one === null || one === undefined ? null : Buffer.from(one));
  return { key: bytes(key), value: bytes(value), headers: headers ?? {}, timestamp, offset, attributes: 0 };
}

const throughExchange: Restore = (messages) =>
  messages.map(({ lane, headers, body = "" }, index) =>
    received(overAmqp(lane, Buffer.from(body, "base64"), publishOptions(headers)), index),
  );

/** Records of a batch, and the event that brings them. */
type EventOf = (batch: readonly unknown[]) => unknown;
interface Engine {
  readonly handler: (event: unknown) => Promise<void>;
  readonly record: fc.Arbitrary<object>;
  readonly event: EventOf;
  readonly restore: Restore;
  readonly orderedBy: OrderedBy;
}
const Records: EventOf = (batch) => ({ Records: batch });
const fromRabbitMq: EventOf = (batch) => ({ rmqMessagesByQueue: { "channel::shop": batch } });
const fromKafka: EventOf = (batch) => ({ eventSource: "aws:kafka", records: { "channel-0": batch } });
const queue = (fifo: boolean): Engine => ({
  handler: sqs,
  record: records.sqs(fifo),
  event: Records,
  restore: (messages) => throughQueue(messages, fifo),
  orderedBy: "lane",
});
const engines: Readonly<Record<string, Engine>> = {
  "an SQS queue": queue(false),
  "a FIFO queue": queue(true),
  "a stream": { handler: kinesis, record: records.kinesis, event: Records, restore: throughStream, orderedBy: "key" },
  "a topic of Kafka": {
    handler: kafka,
    record: records.kafka,
    event: fromKafka,
    restore: throughTopic,
    orderedBy: "lane",
  },
  "a queue of RabbitMQ": {
    handler: rabbitmq,
    record: records.rabbitmq,
    event: fromRabbitMq,
    restore: throughExchange,
    orderedBy: "lane",
  },
};

/** One that can be read is in every batch: a queue or stream has a name. */
const whole = async ({ handler, event }: Engine, batch: readonly unknown[]): Promise<ArchivedMessage[]> => {
  s3.objects.clear();
  await handler(event(batch));
  const channels = new Set([...s3.objects.keys()].map((key) => key.split("/").slice(3, -5).join("/")));
  const all: ArchivedMessage[] = [];
  for (const channel of channels) {
    const { messages, faults } = await store.newest(channel, Infinity);
    expect(faults).toEqual([]);
    all.push(...messages);
  }
  return all;
};

describe.each(Object.entries(engines))("of %s", (_, engine) => {
  test("no message stops the archive, whatever its fields hold, and each comes back as it was archived", async () => {
    const [sample] = fc.sample(engine.record, { numRuns: 1, seed: 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(poisoned(engine.record), { maxLength: 6 }), async (batch) => {
        const archived = await whole(engine, [sample, ...batch]);
        // Records with the same place are one message that came twice.
        expect(archived.length).toBeGreaterThan(0);
        expect(archived.length).toBeLessThanOrEqual(batch.length + 1);
        const came = await engine.restore(archived);
        expect(compareMessages(archived, came, engine.orderedBy).differences).toEqual([]);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });
});
