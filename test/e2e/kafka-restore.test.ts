import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { setTimeout as wait } from "node:timers/promises";
import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ResourcePatternTypes,
  type Admin,
  type Kafka,
  type Message,
} from "kafkajs";
import * as z from "zod";
import { readVerdict } from "../../lib/backup/functions/verdicts";
import { sampleSpec } from "../../lib/backup/functions/words";
import { fingerprint, type ArchivedMessage } from "../../lib/core/archive/message";
import { Objects } from "../../lib/core/archive/objects";
import { byLane } from "../../lib/core/archive/order";
import { ArchiveStore } from "../../lib/core/archive/store";
import type { DesiredKafka } from "../../lib/engines/msk/functions/desired";
import { numbersOf } from "../../lib/engines/msk/functions/words";
import { publish, readAll } from "../../lib/engines/msk/functions/scratch-topic";
import { startEmulator, type Emulator } from "../support/emulator";
import { callFunction } from "../support/functions/lambda";
import { startKafka, type RunningKafka } from "../support/kafka/kafka";
import { eventsOf } from "../support/kafka/lambda-event";

const admin = { name: "admin", password: "admin-password" };
const topic = "orders.placed";
const partitions = 5;
const count = 1_000;
const began = Date.now() - count * 7;
const scratch = "prod-orders-restore";
/** One broker keeps no three copies of the groups' offsets, nor of its producers' states. */
const alone = { "offsets.topic.replication.factor": "1", "transaction.state.log.replication.factor": "1" };

const desired: DesiredKafka = {
  topics: [
    {
      name: topic,
      partitions,
      replicationFactor: 1,
      config: { "max.message.bytes": "2097152", "retention.ms": "86400000" },
    },
    { name: "orders.state", partitions: 2, replicationFactor: 1, config: { "cleanup.policy": "compact" } },
  ],
  acls: [
    {
      principal: "User:billing",
      resourceType: "group",
      resourceName: "bil",
      resourcePattern: "prefixed",
      operations: ["Describe", "Read"],
    },
    {
      principal: "User:billing",
      resourceType: "topic",
      resourceName: topic,
      resourcePattern: "literal",
      operations: ["Describe", "Read"],
    },
  ],
};
/** Of somebody else: the topics' function gives out none such. */
const denial = {
  principal: "User:stranger",
  host: "*",
  permission: "deny",
  operation: "Read",
  resourceType: "topic",
  resourceName: topic,
  resourcePattern: "literal",
} as const;
const everyEntry = {
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
};

/** One of each kind that is easily lost, and many others. */
function record(index: number): Message & { readonly key: Buffer | null; readonly value: Buffer | null } {
  const common = { partition: index % partitions, timestamp: String(began + index * 7) };
  const key = Buffer.from(`order-${index % 37}`);
  switch (index % 50) {
    case 1:
      return { ...common, key, value: null };
    case 2:
      return { ...common, key, value: Buffer.alloc(0) };
    case 3:
      return { ...common, key: null, value: Buffer.from("without a key") };
    case 4:
      return { ...common, key: Buffer.alloc(0), value: Buffer.from([0, 255, 128, 10, 13, 0xc3, 0x28]) };
    case 5:
      return { ...common, key, value: key, headers: { zeta: "1", alpha: [Buffer.from([0, 200]), "ü"], empty: "" } };
    default:
      return { ...common, key, value: Buffer.from(`{"index":${index}}`), headers: { trace: `t-${index}` } };
  }
}

/** The same as the archive is to have it, written apart from the programs. */
const originals = Array.from({ length: count }, (_, index): ArchivedMessage => {
  const { partition = 0, timestamp, key, value, headers = {} } = record(index);
  const pairs = Object.entries(headers).flatMap(([name, some]) =>
    [some].flat().map((one): [string, string] => [name, Buffer.from(one ?? "").toString("base64")]),
  );
  return {
    lane: String(partition),
    position: String(Math.floor(index / partitions)),
    time: new Date(Number(timestamp)).toISOString(),
    ...(key !== null && { key: key.toString("base64") }),
    ...(pairs.length > 0 && { headers: pairs }),
    ...(value !== null && { body: value.toString("base64") }),
  };
});

/** All that a message is, in the order of its partition. */
const byPartition = (messages: readonly ArchivedMessage[]) =>
  Object.fromEntries(
    [...byLane(messages)].map(([lane, some]) => [
      lane,
      some.map((one) => `${one.position} ${one.time} ${fingerprint(one)}`),
    ]),
  );

let emulator: Emulator;
let cluster: RunningKafka;
let kafka: Kafka;
let client: Admin;
let s3: S3Client;
let store: ArchiveStore;

beforeAll(async () => {
  [emulator, cluster] = await Promise.all([
    startEmulator(),
    startKafka({ brokerConfiguration: alone, users: [admin], superUsers: ["admin"], brokers: 1, log: "kafka-restore" }),
  ]);
  kafka = cluster.client(admin);
  client = kafka.admin();
  await client.connect();
  const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
  s3 = new S3Client({ endpoint: emulator.endpoint, region: "eu-west-1", forcePathStyle: true, credentials });
  for (const Bucket of ["archive", "exports"])
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
  store = new ArchiveStore(s3, "archive", "orders");
});
afterAll(async () => {
  await client?.disconnect();
  await cluster?.stop();
  await emulator?.stop();
});

const msk = "engines/msk/functions";
/** Calls one of the programs as Lambda would. */
async function call(program: string, event: unknown): Promise<unknown> {
  const answer = await callFunction(program, event, {
    ...emulator.env,
    BOOTSTRAP: cluster.bootstrap,
    AUTHENTICATION: "scram",
    USERNAME: admin.name,
    PASSWORD: admin.password,
    TLS: "off",
    ARCHIVE_BUCKET: "archive",
    EXPORT_BUCKET: "exports",
    SYSTEM: "orders",
    SCRATCH: scratch,
    SECONDS: "45",
    ORDERED_BY: "lane",
    RETENTION_SECONDS: "2592000",
  });
  if (!("result" in answer)) throw new Error(`${answer.errorType}: ${answer.errorMessage}`);
  return answer.result;
}

const exportSpec = z.object({
  content: z.object({ desired: z.unknown(), otherEntries: z.array(z.unknown()), offsets: z.array(z.unknown()) }),
});
async function exported() {
  const { key } = z.object({ key: z.string() }).parse(await call(`${msk}/export`, {}));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "exports", Key: key }));
  return exportSpec.parse(JSON.parse((await Body?.transformToString()) ?? "")).content;
}

let before: Awaited<ReturnType<typeof exported>>;

describe("before the loss", () => {
  test("topics and entries stand, 1,000 messages are published", async () => {
    expect(await call(`${msk}/topics`, desired)).toMatchObject({ created: [topic, "orders.state"] });
    await client.createAcls({ acl: [numbersOf(denial)] });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic, messages: originals.map((_, index) => record(index)) });
    await producer.disconnect();
  });

  test("the archive has all of them, though one batch came twice", async () => {
    const events = await eventsOf(kafka, topic, count, 250);
    for (const event of [...events, events[0]]) await call(`${msk}/archive`, event);
    const { messages, faults } = await store.newest(topic, Infinity);
    expect(faults).toEqual([]);
    expect(byPartition(messages)).toEqual(byPartition(originals));
  });

  test("the export has the topics, the entries and how far the group has read", async () => {
    await client.setOffsets({ groupId: "billing", topic, partitions: [{ partition: 0, offset: "42" }] });
    before = await exported();
    expect(before).toEqual({
      desired,
      otherEntries: [denial],
      offsets: [
        ...Array.from({ length: partitions }, (_, partition) => ({
          group: `archive-${topic}`,
          topic,
          partition,
          offset: String(count / partitions),
        })),
        { group: "billing", topic, partition: 0, offset: "42" },
      ],
    });
  });
});

describe("after the loss", () => {
  test("the topics' function brings topics and entries back from the export, and exporting again gives the same", async () => {
    await client.deleteTopics({ topics: [topic, "orders.state"] });
    await client.deleteAcls({ filters: [everyEntry] });
    await wait(1_000);
    expect(await call(`${msk}/topics`, before.desired)).toMatchObject({ created: [topic, "orders.state"] });
    const { desired: again, otherEntries } = await exported();
    expect(again).toEqual(before.desired);
    expect(otherEntries).toEqual([]);
  });

  test("a restore test, by the programs that its state machine calls, finds all equal in a scratch topic", async () => {
    const sample = sampleSpec.parse(await call("backup/functions/sample", { channel: topic, run: "1" }));
    const { expected, received } = sample;
    const replay = await call(`${msk}/replay`, { channel: topic, expected, received });
    expect(replay).toEqual({ sent: count, received: count });
    await call("backup/functions/compare", { channel: topic, run: "1", sample, replay });
    const verdict = await readVerdict(new Objects(s3, "archive"), "1", topic);
    expect(verdict).toMatchObject({ equal: true, expected: count, received: count, faults: [], differences: [] });
    expect(byPartition(await store.getAt(received))).toEqual(byPartition(originals));
    const { recoveryTimeSeconds: time = NaN, recoveryPointSeconds: point = NaN } = verdict ?? {};
    process.stdout.write(`Kafka: ${count} messages, recovery time ${time.toFixed(1)} s, point ${point.toFixed(1)} s\n`);
    expect(time).toBeLessThan(30);
    expect((await client.listTopics()).filter((name) => name.startsWith(scratch))).toEqual([]);
    expect((await client.fetchTopicOffsets(topic)).map(({ high }) => high)).toEqual(Array(partitions).fill("0"));
  });

  test("the same way they come back into the topic itself", async () => {
    const { messages } = await store.newest(topic, Infinity);
    await publish(kafka, topic, messages);
    const read = await readAll(kafka, client, topic, { sent: [], deadline: Date.now() + 20_000 });
    expect(byPartition(read)).toEqual(byPartition(originals));
  });
});

test("one corrupted object of the archive is found by its key, and a missing one too", async () => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "archive", Prefix: "messages/" }));
  const [corrupted = "", missing = ""] = Contents.flatMap(({ Key }) => Key ?? []);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: "archive", Key: corrupted }));
  const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
  bytes[bytes.length - 3]! ^= 1;
  await s3.send(new PutObjectCommand({ Bucket: "archive", Key: corrupted, Body: bytes }));
  await s3.send(new DeleteObjectCommand({ Bucket: "archive", Key: missing }));
  const { faults, messages } = await store.newest(topic, Infinity);
  expect(faults.map(({ code, key }) => [code, key]).sort()).toEqual([
    ["ObjectCorrupted", corrupted],
    ["ObjectMissing", missing],
  ]);
  expect(messages.length).toBeLessThan(count);
});
