import { expectedKey } from "../../../lib/backup/places";
import * as z from "zod";
import { sampleSpec } from "../../../lib/backup/functions/words";
import { bytesIn, type ArchivedMessage } from "../../../lib/core/archive/message";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { callFunction } from "../../support/functions/lambda";
import { startS3, type MemoryS3 } from "../../support/s3";

/** What Lambda hands over at once (Lambda quotas, 2026-11), and so what an object of the archive holds. */
const event = 6 * 1_024 ** 2;
/** Megabytes that a function's objects may take here: less than all messages of the archive do. */
const heap = 160;

let s3: MemoryS3;
let store: ArchiveStore;
beforeAll(async () => {
  s3 = await startS3();
  store = new ArchiveStore(s3.client, "archive", "orders");
});
beforeEach(() => s3.objects.clear());
afterAll(() => s3.stop());

const variables = () => ({
  ARCHIVE_BUCKET: "archive",
  SYSTEM: "orders",
  ORDERED_BY: "lane",
  RETENTION_SECONDS: "2592000",
  AWS_ENDPOINT_URL_S3: s3.endpoint,
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  NODE_OPTIONS: `--max-old-space-size=${heap}`,
});

const messagesOf = (size: number, batch: number): ArchivedMessage[] => {
  const body = Buffer.alloc(size, "a").toString("base64");
  return Array.from({ length: Math.max(1, Math.floor(event / size)) }, (_, index) => ({
    lane: "0",
    position: String(1_000_000 * batch + index),
    time: new Date(Date.now() - 60_000).toISOString(),
    body,
  }));
};

// Of SQS 1 MiB, of Kafka and Kinesis what Lambda hands over at all (SQS and Lambda quotas, 2026-11).
test.each([
  ["128 KiB", 128 * 1_024],
  ["1 MiB", 1_024 ** 2],
  ["6 MiB", event],
])(
  "a sample of messages of %s fits into a function, and is compared there",
  async (_, size) => {
    for (let batch = 0; batch < 40; batch++) await store.write("placed", messagesOf(size, batch));
    const sampled = await callFunction("backup/functions/sample", { channel: "placed", run: "r" }, variables());
    expect(sampled).toMatchObject({ result: { faultCount: 0 } });
    const taken = await store.getAt(expectedKey("r", "placed"));
    const bytes = taken.reduce((sum, message) => sum + bytesIn(message), 0);
    expect(taken.length).toBeGreaterThan(3);
    expect(bytes).toBeLessThan(32 * 1_024 ** 2 + (3 / 2) * event);
    const sample = { ...z.object({ result: sampleSpec }).parse(sampled).result, received: expectedKey("r", "placed") };
    const compared = await callFunction(
      "backup/functions/compare",
      { channel: "placed", run: "r", sample, replay: {} },
      variables(),
    );
    expect(compared).toMatchObject({ result: { equal: true, received: taken.length } });
  },
  120_000,
);
