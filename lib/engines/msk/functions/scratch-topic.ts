import { setTimeout as wait } from "node:timers/promises";
import { ConfigResourceTypes, ConfigSource, type Admin, type Consumer, type Kafka } from "kafkajs";
import { byLane } from "../../../core/archive/order";
import { bytesIn, type ArchivedMessage } from "../../../core/archive/message";
import { batchesOf } from "../../../core/batches";
import { creation } from "./apply";
import type { DesiredTopic } from "./desired";
import { isPassing } from "./errors";
import { messageOf, recordOf } from "./records";

/** What makes messages vanish, or change their time, is otherwise than in the topic: an old message must stay, as it was. */
const held = {
  "cleanup.policy": "delete",
  "retention.ms": "-1",
  "message.timestamp.type": "CreateTime",
  /** The most that Serverless takes; a message was smaller where it was compressed. */
  "max.message.bytes": "8388608",
};
const leftOut = /^(retention\.bytes|local\.retention\.|remote\.|message\.timestamp\.|.*\.throttled\.replicas$)/;
/** Messages in one request: half of what brokers take by default (`message.max.bytes`); a larger message is alone. */
const request = { count: 10_000, bytes: 500_000 };
const lookAgain = 250;

/** A topic like another one, under a name of its own. */
export async function describeLike(admin: Admin, topic: string, name: string): Promise<DesiredTopic> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const partitions = topics[0]?.partitions ?? [];
  const { resources } = await admin.describeConfigs({
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
    includeSynonyms: false,
  });
  const own = (resources[0]?.configEntries ?? []).filter(
    ({ configName, configSource }) => configSource === ConfigSource.TOPIC_CONFIG && !leftOut.test(configName),
  );
  return {
    name,
    partitions: partitions.length,
    replicationFactor: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    config: { ...Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue])), ...held },
  };
}

/** Makes a topic, and waits until each of its partitions has a leader. */
export async function makeTopic(admin: Admin, topic: DesiredTopic, deadline: number): Promise<void> {
  await admin.createTopics({ topics: [creation.request(topic)], waitForLeaders: false });
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic.name] });
      const led = (topics[0]?.partitions ?? []).filter(({ leader }) => leader >= 0);
      if (led.length === topic.partitions) return;
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    if (Date.now() > deadline) throw new Error(`topic ${topic.name} is not there in time`);
    await wait(lookAgain);
  }
}

/**
 * Publishes messages, each to its partition, with its key, headers and time, and each partition in its order.
 *
 * @throws Error when the topic has not as many partitions as they came from
 */
export async function publish(kafka: Kafka, topic: string, messages: readonly ArchivedMessage[]): Promise<void> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    await producer.connect();
    for (const batch of batchesOf(messages, { ...request, bytesOf: bytesIn }))
      await producer.send({ topic, acks: -1, messages: batch.map(recordOf) });
  } finally {
    await producer.disconnect();
  }
}

/** Reads all partitions to the ends that they have now, or until the deadline; what has come by then. */
export async function readAll(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  { sent, deadline }: { readonly sent: readonly ArchivedMessage[]; readonly deadline: number },
): Promise<ArchivedMessage[]> {
  const ends = await admin.fetchTopicOffsets(topic);
  const left = new Map(ends.filter(({ low, high }) => low !== high).map((end) => [end.partition, BigInt(end.high)]));
  if (left.size === 0) return [];
  const lanes = byLane(sent);
  const came = new Map<string, ArchivedMessage>();
  // It commits nothing, so that Kafka forgets the group as soon as it is empty.
  const consumer = kafka.consumer({ groupId: topic, allowAutoTopicCreation: false, maxWaitTimeInMs: 500 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumeUntil(consumer, deadline, (partition, record) => {
      const message = messageOf(partition, record, lanes.get(String(partition))?.[Number(record.offset)]);
      came.set(`${message.lane} ${message.position}`, message);
      if (BigInt(record.offset) + 1n >= (left.get(partition) ?? 0n)) left.delete(partition);
      return left.size === 0;
    });
  } finally {
    await consumer.disconnect();
  }
  return [...came.values()];
}

type KafkaRecord = Parameters<typeof messageOf>[1];

/** Gives records to `take` until it has them all, or until the deadline. */
async function consumeUntil(
  consumer: Consumer,
  deadline: number,
  take: (partition: number, record: KafkaRecord) => boolean,
): Promise<void> {
  const over = new AbortController();
  const crashed = new Promise<never>((_, fail) =>
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) fail(payload.error);
    }),
  );
  const late = wait(Math.max(0, deadline - Date.now()), undefined, { signal: over.signal });
  const all = new Promise<void>((done) => {
    void consumer.run({
      autoCommit: false,
      eachMessage: ({ partition, message }) => {
        if (take(partition, message)) done();
        return Promise.resolve();
      },
    });
  });
  try {
    await Promise.race([all, late, crashed]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}
