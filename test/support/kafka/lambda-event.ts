import type { Kafka, KafkaMessage } from "kafkajs";

/** A record in an event of Lambda's event source mapping (Lambda developer guide, with-msk, sample event, 2026-11). */
interface LambdaRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly timestamp: number;
  readonly timestampType: "CREATE_TIME";
  readonly key?: string;
  readonly value: string | null;
  readonly headers: readonly Readonly<Record<string, readonly number[]>>[];
}

/** Reads so many messages of a topic, as Lambda's event source mapping would, and makes events of at most `size` of them. */
export async function eventsOf(kafka: Kafka, topic: string, count: number, size: number): Promise<object[]> {
  const records: LambdaRecord[] = [];
  const consumer = kafka.consumer({ groupId: `archive-${topic}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((done) => {
    void consumer.run({
      eachMessage: ({ partition, message }) => {
        records.push(recordOf(topic, partition, message));
        if (records.length === count) done();
        return Promise.resolve();
      },
    });
  });
  await consumer.disconnect();
  return Array.from({ length: Math.ceil(count / size) }, (_, index) =>
    eventOf(records.slice(index * size, (index + 1) * size)),
  );
}

function recordOf(topic: string, partition: number, { offset, timestamp, key, value, headers = {} }: KafkaMessage) {
  const bytes = Object.entries(headers).flatMap(([name, some]) =>
    [some].flat().map((one) => ({ [name]: [...Buffer.from(one ?? "")] })),
  );
  return {
    topic,
    partition,
    offset: Number(offset),
    timestamp: Number(timestamp),
    timestampType: "CREATE_TIME" as const,
    ...(key !== null && { key: key.toString("base64") }),
    value: value === null ? null : value.toString("base64"),
    headers: bytes,
  };
}

function eventOf(records: readonly LambdaRecord[]) {
  const byPartition: Record<string, LambdaRecord[]> = {};
  for (const record of records) (byPartition[`${record.topic}-${record.partition}`] ??= []).push(record);
  return {
    eventSource: "aws:kafka",
    eventSourceArn: "arn:aws:kafka:eu-west-1:111122223333:cluster/prod-orders/00000000-1111-2222-3333-444444444444-2",
    bootstrapServers: "b-1.prod-orders.a1bcde.c2.kafka.eu-west-1.amazonaws.com:9098",
    records: byPartition,
  };
}
