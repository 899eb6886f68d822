import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ConsumeMessage } from "amqplib";
import * as z from "zod";
import { handler as compare } from "../../lib/backup/functions/compare";
import { handler as sample } from "../../lib/backup/functions/sample";
import { readVerdict } from "../../lib/backup/functions/verdicts";
import { Objects } from "../../lib/core/archive/objects";
import { Issues } from "../../lib/core/issues";
import type { MqPlan } from "../../lib/engines/mq";
import { handler as archive } from "../../lib/engines/mq/functions/archive";
import { handler as bringAbout } from "../../lib/engines/mq/functions/broker";
import { desiredBroker, type DesiredRabbitMq } from "../../lib/engines/mq/functions/desired";
import { handler as exportDefinitions } from "../../lib/engines/mq/functions/export";
import { handler as replay } from "../../lib/engines/mq/functions/replay";
import { planEnvironment } from "../../lib/environment/plan";
import { forAnyBroker } from "../support/rabbitmq/document";
import { lambdaEvent } from "../support/rabbitmq/lambda-event";
import { drain, opened, refusal } from "../support/rabbitmq/messages";
import { adminSecret, BrokerSystem } from "../support/rabbitmq/system";

const count = 1_000;
const vhost = "jobs";
const buckets = { ARCHIVE_BUCKET: "prod-messages-jobs", EXPORT_BUCKET: "prod-exports" };
const secretOf = (user: string) => `prod/jobs/${user}`;

const plan = planned();
const desired = forTests(plan);

function planned(): MqPlan {
  const issues = new Issues();
  const data = {
    environment: "prod",
    aws: { account: "111122223333", region: "eu-west-1" },
    state: { s3: { bucket: "acme-prod-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    network: { cidr: "10.40.0.0/16" },
    clients: { shop: { user: "shop" }, ledger: { user: "ledger" } },
    systems: {
      jobs: {
        engine: "mq",
        pattern: "work-queue",
        channels: { invoices: { ordered: true } },
        access: [
          { client: "shop", produce: ["invoices"] },
          { client: "ledger", consume: ["invoices"] },
        ],
        backup: { archive: { retention: "30d" } },
      },
    },
  };
  const system = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues)?.systems[0]?.system;
  if (system?.engine !== "mq") throw new Error(JSON.stringify(issues.all));
  return system;
}

function forTests({ desired: wish }: MqPlan): DesiredRabbitMq {
  if (wish.engine !== "rabbitmq") throw new Error("not a RabbitMQ broker");
  return { ...wish, definitions: forAnyBroker(wish.definitions) };
}

let system: BrokerSystem;
let s3: S3Client;
let objects: Objects;
beforeAll(async () => {
  system = await BrokerSystem.start(desired.users);
  const { archive: facts, export: exported } = plan.facts;
  const { hostname, port } = system.broker;
  Object.assign(process.env, facts?.archive.variables, facts?.replay.variables, exported?.program.variables, buckets, {
    SYSTEM: vhost,
    ORDERED_BY: facts?.orderedBy,
    RETENTION_SECONDS: "2592000",
    AMQP: `amqp://${hostname}:${port}`,
    ADMIN_SECRET: adminSecret,
  });
  s3 = new S3Client({ forcePathStyle: true });
  objects = new Objects(s3, buckets.ARCHIVE_BUCKET);
  for (const Bucket of Object.values(buckets))
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }));
  await bringAbout(desired);
});
afterAll(() => system?.stop());

const exportSpec = z.object({ content: z.looseObject({ desired: desiredBroker }) });

/** What the export holds of the broker, without the moment. */
async function exported() {
  const { key } = await exportDefinitions();
  const stored = await new Objects(s3, buckets.EXPORT_BUCKET).get(key);
  return exportSpec.parse(JSON.parse(Buffer.from(stored?.bytes ?? []).toString())).content;
}

const started = Math.floor(Date.now() / 1_000);

/** Bodies that are no text, properties and headers of every type; every tenth message is like the one before. */
async function publishAll(): Promise<void> {
  const channel = await opened(await system.connect({ secret: secretOf("shop"), vhost }));
  for (let index = 0; index < count; index++) {
    const n = index % 10 === 9 ? index - 1 : index;
    channel.publish("invoices", `any.${n}`, Buffer.from([0, 255, n >> 8, n & 255, 10, 128]), {
      persistent: true,
      contentType: "application/octet-stream",
      contentEncoding: "identity",
      correlationId: `order-${n}`,
      messageId: `ü-${n}`,
      replyTo: "answers",
      type: "invoice",
      appId: "shop",
      priority: n % 5,
      timestamp: started,
      ...(n % 3 === 0 && { expiration: "3600000" }),
      headers: {
        text: `größe ${n}`,
        bytes: Buffer.from([254, n & 255]),
        number: n,
        fraction: n + 0.5,
        flag: n % 2 === 0,
        nothing: null,
        nested: { b: [1, "zwei", true], a: Buffer.from([255]) },
      },
    });
  }
  await channel.waitForConfirms();
}

/** What Lambda's event source mapping does: it takes what there is, calls, and confirms. */
async function archiveAll(): Promise<void> {
  const channel = await opened(await system.connect({ secret: secretOf("signalbox-archive"), vhost }));
  await channel.prefetch(count / 10);
  const queue = "invoices.archive";
  let batch: ConsumeMessage[] = [];
  let taken = 0;
  await new Promise<void>((done, fail) => {
    const take = async (message: ConsumeMessage | null) => {
      if (message === null) return;
      batch.push(message);
      if (batch.length < count / 10) return;
      const full = batch;
      batch = [];
      await archive(lambdaEvent(queue, vhost, full));
      channel.ack(message, true);
      taken += full.length;
      if (taken === count) done();
    };
    channel.consume(queue, (message) => void take(message).catch(fail)).catch(fail);
  });
  await channel.close();
}

async function drill() {
  const found = await sample({ channel: "invoices", run: "run-1" });
  const answer = await replay({ channel: "invoices", expected: found.expected, received: found.received });
  await compare({ channel: "invoices", run: "run-1", sample: found, replay: answer });
  const verdict = await readVerdict(objects, "run-1", "invoices");
  if (verdict === undefined) throw new Error("there is no verdict");
  return { found, answer, verdict };
}

const admin = async (method: string, path: string): Promise<number> => {
  const { username, password } = await system.secrets.login(adminSecret);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return (await fetch(`${system.broker.managementUrl}/api/${path}`, { method, headers: { authorization } })).status;
};

test("a copy of every message gets into the archive, by a user that can do nothing else", async () => {
  await publishAll();
  const archiver = await system.connect({ secret: secretOf("signalbox-archive"), vhost });
  expect(await refusal(archiver, (channel) => channel.get("invoices"))).toMatch(/403/);
  expect(await refusal(archiver, (channel) => channel.publish("invoices", "", Buffer.from("x")))).toMatch(/403/);
  await archiveAll();
  expect(await drain(archiver, "invoices.archive")).toEqual([]);
  expect(await objects.below("messages/jobs/invoices/")).toHaveLength(10);
});

test("the virtual host and its users are lost, and come back from the export as they were", async () => {
  const before = await exported();
  expect(JSON.stringify(before)).not.toMatch(/password|hash/);
  await system.disconnectAll();
  expect(await admin("DELETE", `vhosts/${vhost}`)).toBe(204);
  for (const { name } of desired.users) expect(await admin("DELETE", `users/${name}`)).toBe(204);
  await bringAbout(before.desired);
  expect(await exported()).toEqual(before);
  expect((await bringAbout(desired)).changed).toBe(false);
});

test("the queue is empty, and its messages come back from the archive equal by count, checksum and order", async () => {
  const { found, answer, verdict } = await drill();
  expect(answer).toEqual({ sent: count, received: count });
  expect(verdict.differences).toEqual([]);
  expect(verdict).toMatchObject({ equal: true, expected: count, received: count, faultCount: 0 });
  expect(verdict.checksums?.received).toBe(verdict.checksums?.expected);
  console.info(
    `RabbitMQ: ${count} messages restored; recovery time ${verdict.recoveryTimeSeconds.toFixed(2)} s, ` +
      `recovery point ${found.recoveryPointSeconds.toFixed(2)} s`,
  );
  expect(await system.broker.control("list_queues", "-p", vhost, "name")).not.toContain("restore");
  expect(await system.broker.control("list_exchanges", "-p", vhost, "name")).not.toContain("restore");
});

test("a restore can touch scratch channels, and nothing of the system's", async () => {
  const restorer = await system.connect({ secret: secretOf("signalbox-restore"), vhost });
  const bytes = Buffer.from("x");
  for (const operation of [
    (channel) => channel.publish("invoices", "", bytes),
    (channel) => channel.sendToQueue("invoices", bytes),
    (channel) => channel.get("invoices"),
    (channel) => channel.purgeQueue("invoices"),
    (channel) => channel.assertQueue("prod-jobs-restore"),
    (channel) => channel.assertQueue("prod-jobs-restore-00000000.x"),
  ] satisfies Parameters<typeof refusal>[1][])
    expect(await refusal(restorer, operation)).toMatch(/403/);
});

test("a corrupted object and a missing one are found by their keys, and the rest comes back", async () => {
  const [corrupted = "", missing = ""] = (await objects.below("messages/jobs/invoices/")).map(({ key }) => key);
  await s3.send(new PutObjectCommand({ Bucket: buckets.ARCHIVE_BUCKET, Key: corrupted, Body: "not what it was" }));
  await s3.send(new DeleteObjectCommand({ Bucket: buckets.ARCHIVE_BUCKET, Key: missing }));
  const { answer, verdict } = await drill();
  expect(verdict.equal).toBe(false);
  expect(verdict.faults.map(({ code, key }) => [code, key]).sort()).toEqual([
    ["ObjectCorrupted", corrupted],
    ["ObjectMissing", missing],
  ]);
  expect(answer).toEqual({ sent: count - 200, received: count - 200 });
});
