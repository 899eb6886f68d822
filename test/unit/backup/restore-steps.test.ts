import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { evidenceSpec, type Verdict } from "../../../lib/backup/functions/words";
import { expectedKey, latestGoodKey, evidenceKey, receivedKey, verdictKey } from "../../../lib/backup/places";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { callFunction } from "../../support/functions/lambda";
import { startS3, type MemoryS3 } from "../../support/s3";

let s3: MemoryS3;
let metrics: Server;
let measured = 0;
beforeAll(async () => {
  s3 = await startS3();
  // What CloudWatch answers to metrics: nothing.
  metrics = createServer((request, response) => {
    measured++;
    request.resume();
    response.setHeader("smithy-protocol", "rpc-v2-cbor");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(metrics, "listening");
});
beforeEach(() => {
  s3.objects.clear();
  measured = 0;
});
afterAll(async () => {
  metrics.close();
  await s3.stop();
});

const run = "run-1";
const read = (key: string): unknown => JSON.parse(s3.objects.get(`archive/${key}`)!.toString());
const variables = () => {
  const address = metrics.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    ARCHIVE_BUCKET: "archive",
    SYSTEM: "orders",
    NAMESPACE: "Signalbox/prod",
    LOST: '["message ids"]',
    ORDERED_BY: "lane",
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_CLOUDWATCH: `http://127.0.0.1:${address.port}`,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
};
const verdict = (channel: string, received: number, equal = true): Verdict => ({
  channel,
  equal,
  expected: received,
  received,
  objects: received,
  faults: [],
  faultCount: 0,
  differences: [],
  recoveryTimeSeconds: 1,
  recoveryPointSeconds: 1,
});

async function report(verdicts: readonly Verdict[], channels = verdicts.map(({ channel }) => channel)) {
  for (const one of verdicts)
    s3.objects.set(`archive/${verdictKey(run, one.channel)}`, Buffer.from(JSON.stringify(one)));
  const event = { run, startedAt: "2026-11-25T02:17:00.000Z", channels, all: ["placed", "shipped"] };
  expect(await callFunction("backup/functions/report", event, variables())).toMatchObject({
    result: { evidence: evidenceKey(run) },
  });
  const { good, unproven, untested, channels: told } = evidenceSpec.parse(read(evidenceKey(run)));
  return { good, unproven, untested, told, counts: s3.objects.has(`archive/${latestGoodKey}`) };
}

describe("a run", () => {
  test("of all channels counts as the last good restore", async () => {
    expect(await report([verdict("placed", 3), verdict("shipped", 1)])).toMatchObject({
      good: true,
      unproven: [],
      untested: [],
      counts: true,
    });
    expect(measured).toBe(1);
  });

  test("of one channel is good, and does not stand for the others", async () => {
    expect(await report([verdict("placed", 3)])).toMatchObject({ good: true, untested: ["shipped"], counts: false });
  });

  test("names the channels whose archives hold nothing", async () => {
    expect(await report([verdict("placed", 3), verdict("shipped", 0)])).toMatchObject({
      good: true,
      unproven: ["shipped"],
      counts: true,
    });
    expect(await report([verdict("placed", 0), verdict("shipped", 0, false)])).toMatchObject({
      good: false,
      unproven: ["placed"],
    });
  });

  test("that proves nothing does not count", async () => {
    expect(await report([verdict("placed", 0), verdict("shipped", 0)])).toMatchObject({ good: true, counts: false });
  });

  test("with a channel that nobody judged is not good", async () => {
    const { good, told, counts } = await report([verdict("placed", 3)], ["placed", "shipped"]);
    expect([good, counts]).toEqual([false, false]);
    expect(told[1]).toMatchObject({
      channel: "shipped",
      differences: [expect.stringContaining("there is no verdict")],
    });
  });
});

describe("a channel's verdict", () => {
  const sample = (faults: number) => ({
    startedAt: "2026-11-25T02:17:00.000Z",
    expected: expectedKey(run, "placed"),
    received: receivedKey(run, "placed"),
    count: 1,
    objects: 1,
    faults: Array.from({ length: faults }, (_, index) => ({
      code: "ObjectCorrupted",
      key: `messages/orders/placed/2026/11/25/01/${index}.ndjson.gz`,
      message: "its checksum is another",
    })),
    faultCount: faults,
    recoveryPointSeconds: 1,
  });
  const compare = (event: object) =>
    callFunction("backup/functions/compare", { channel: "placed", run, ...event }, variables());

  test("lies in the bucket, and what is handed on is small, however much is wrong", async () => {
    const store = new ArchiveStore(s3.client, "archive", "orders");
    const message = { lane: "a", position: "1", time: "2026-11-25T01:00:00.000Z", body: "YQ==" };
    for (const key of [expectedKey, receivedKey]) await store.putAt(key(run, "placed"), [message]);
    const answer = await compare({ sample: sample(100), replay: { sent: 1, received: 1 } });
    expect(answer).toEqual({
      result: { channel: "placed", verdict: verdictKey(run, "placed"), equal: false, received: 1 },
    });
    expect(read(verdictKey(run, "placed"))).toMatchObject({ equal: false, faultCount: 100, differences: [] });
  });

  test("tells why a restore broke off, and what was known of the archive by then", async () => {
    await compare({ sample: sample(2), error: { Error: "Lambda.Timeout", Cause: "after 900 s" } });
    expect(read(verdictKey(run, "placed"))).toMatchObject({
      equal: false,
      faultCount: 2,
      differences: ["the restore broke off: Lambda.Timeout after 900 s"],
    });
    await compare({ error: { Error: "AccessDenied" } });
    expect(read(verdictKey(run, "placed"))).toMatchObject({ differences: ["the restore broke off: AccessDenied "] });
  });
});

test.each([
  ["7d", 7, 4.9, 5.1],
  ["1d", 1, 0.4, 0.6],
])("of an archive kept for %s a sample leaves out what may be on its way out", async (_, kept, within, beyond) => {
  const store = new ArchiveStore(s3.client, "archive", "orders");
  const day = 86_400_000;
  const messageOf = (days: number) => ({
    lane: "",
    position: `${days}`,
    time: new Date(Date.now() - days * day - (days === beyond ? 3_600_000 : 0)).toISOString(),
  });
  for (const days of [within, beyond]) await store.write("placed", [messageOf(days)]);
  // What S3 has removed of the older one: its object, and not its manifest yet.
  const [, removed = ""] = [...s3.objects.keys()].filter((path) => path.includes("/messages/"));
  s3.objects.delete(removed);
  const sampled = { ...variables(), RETENTION_SECONDS: String(kept * 86_400) };
  expect(await callFunction("backup/functions/sample", { channel: "placed", run }, sampled)).toMatchObject({
    result: { count: 1, objects: 1, faultCount: 0 },
  });
});
