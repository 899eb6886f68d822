import { Objects } from "../../../../lib/core/archive/objects";
import { decodeMessages, type ArchivedMessage } from "../../../../lib/core/archive/message";
import { handler as archive } from "../../../../lib/engines/mq/functions/archive";
import { headersOf, publishOptions, type Field } from "../../../../lib/engines/mq/functions/message-fields";
import { read } from "../../../../lib/engines/mq/functions/rabbitmq-event";
import { startS3, type MemoryS3 } from "../../../support/s3";

const base64 = (text: string | readonly number[]) => Buffer.from(text).toString("base64");

/** The sample event of the Lambda developer guide, with-mq.html, 2026-11. */
const sampleDelivery = {
  basicProperties: {
    contentType: "text/plain",
    contentEncoding: null,
    headers: {
      header1: { bytes: [118, 97, 108, 117, 101, 49] },
      header2: { bytes: [118, 97, 108, 117, 101, 50] },
      numberInHeader: 10,
    },
    deliveryMode: 1,
    priority: 34,
    correlationId: null,
    replyTo: null,
    expiration: "60000",
    messageId: null,
    timestamp: "Jan 1, 1970, 12:33:41 AM",
    type: null,
    userId: "AIDACKCEVSQ6C2EXAMPLE",
    appId: null,
    clusterId: null,
    bodySize: 80,
  },
  redelivered: false,
  data: "eyJ0aW1lb3V0IjowLCJkYXRhIjoiQ1pybWYwR3c4T3Y0YnFMUXhENEUifQ==",
};
const event = (queue: string, deliveries: readonly unknown[]) => ({
  eventSource: "aws:rmq",
  eventSourceArn: "arn:aws:mq:us-west-2:112556298976:broker:pizzaBroker:b-9bcfa592-423a-4942-879d-eb284b418fc8",
  rmqMessagesByQueue: { [queue]: deliveries },
});
const parsed = (delivery: unknown) => {
  const message = read(delivery);
  if (message.error !== undefined) throw message.error;
  return message;
};

describe("Lambda's event", () => {
  test("is read as AWS documents it; the user, whom nobody else could set, is left out", () => {
    expect(parsed(sampleDelivery)).toEqual({
      headers: [
        ["contentType", base64("text/plain"), "property"],
        ["expiration", base64("60000"), "property"],
        ["deliveryMode", base64("1"), "property"],
        ["priority", base64("34"), "property"],
        ["timestamp", base64("2021"), "property"],
        ["header1", base64("value1"), "bytes"],
        ["header2", base64("value2"), "bytes"],
        ["numberInHeader", base64("10"), "json"],
      ],
      body: sampleDelivery.data,
      producedAt: 2_021_000,
      timestamp: sampleDelivery.basicProperties.timestamp,
    });
  });

  test("may write a narrow space before PM, signed bytes, and counters of deliveries, which are not the message's", () => {
    const { headers, producedAt } = parsed({
      basicProperties: {
        timestamp: "Nov 25, 2026, 1:02:03\u202fPM",
        headers: { bytes: { bytes: [-1, 0, 127] }, "x-delivery-count": 3 },
      },
      data: "",
    });
    expect(producedAt).toBe(Date.parse("2026-11-25T13:02:03Z"));
    expect(headers.slice(1)).toEqual([["bytes", base64([255, 0, 127]), "bytes"]]);
  });

  test.each([
    ["that is none", "yesterday", undefined],
    ["that JavaScript would take for another year", "Jan 1, 50, 12:33:41 AM", undefined],
    ["of microseconds, beyond JavaScript's calendar", "Nov 9, 53872956, 2:13:20 PM", undefined],
    ["of nanoseconds, which Java's clock cannot hold", "Dec 3, 292269055, 4:47:04 PM", undefined],
    ["of milliseconds", "Jul 14, 55841, 7:06:40 AM", 1_700_021_372_800],
  ])("with a time %s, keeps it as it came", (_, timestamp, seconds) => {
    const { headers, producedAt, timestamp: delivered } = parsed({ basicProperties: { timestamp }, data: "" });
    expect(producedAt).toBe(seconds && seconds * 1_000);
    expect(headers).toEqual(seconds === undefined ? [] : [["timestamp", base64(String(seconds)), "property"]]);
    expect(delivered).toBe(timestamp);
  });
});

test("what is published is what was archived: text, bytes, numbers, tables; and a header that has a property's name", () => {
  const properties = { contentType: "a/b", priority: 3, timestamp: 12, deliveryMode: 2, expiration: "10" };
  const table: Record<string, Field> = {
    contentType: "a header",
    bytes: Buffer.from([255]),
    number: 1.5,
    nothing: null,
    list: [1, { deep: Buffer.from([254]), text: Buffer.from("é") }],
  };
  const headers = headersOf(properties, table);
  expect(publishOptions(headers)).toEqual({
    ...properties,
    headers: { ...table, list: [1, { deep: Buffer.from([254]), text: "é" }] },
  });
  expect(headersOf(properties, Object.fromEntries(Object.entries(table).reverse()))).toEqual(headers);
});

describe("the archive", () => {
  let s3: MemoryS3;
  beforeAll(async () => {
    s3 = await startS3();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: "eu-west-1",
      ARCHIVE_BUCKET: "bucket",
      SYSTEM: "shop",
      SOURCE_SUFFIX: ".archive",
    });
  });
  afterAll(() => s3.stop());
  beforeEach(() => s3.objects.clear());

  const plain = { basicProperties: {}, data: base64("x") };
  const batches = (): ArchivedMessage[][] =>
    [...s3.objects]
      .filter(([key]) => key.startsWith("bucket/messages/"))
      .map(([, object]) => decodeMessages(object))
      .sort(([a], [b]) => ((a?.position ?? "") < (b?.position ?? "") ? -1 : 1));

  test("keeps equal messages apart and in order, within a batch and from batch to batch", async () => {
    await archive(event("jobs.archive::shop", [plain, plain]));
    await archive(event("jobs.archive::shop", [plain, plain]));
    const positions = batches()
      .flat()
      .map(({ position }) => position);
    expect(positions).toEqual([...positions].sort());
    expect(new Set(positions).size).toBe(4);
  });

  test("writes a batch that failed as what it was before, and the next one as another", async () => {
    await archive(event("jobs.archive::shop", [plain]));
    s3.objects.clear();
    const failing = event("jobs.archive::shop", [plain]);
    const put = jest.spyOn(Objects.prototype, "put");
    put.mockImplementation((key, body) => {
      if (key.startsWith("messages/")) return Promise.reject(new Error("no space"));
      s3.objects.set(`bucket/${key}`, Buffer.from(body));
      return Promise.resolve();
    });
    await expect(archive(failing)).rejects.toThrow("no space");
    put.mockRestore();
    const promised = [...s3.objects.keys()];
    await archive(failing);
    expect([...s3.objects.keys()]).toEqual(expect.arrayContaining(promised));
    expect(batches()).toHaveLength(1);
    await archive(failing);
    expect(batches()).toHaveLength(2);
  });

  test("takes the time of its producer where there is one, but none of the future", async () => {
    const at = (timestamp: string) => ({ basicProperties: { timestamp }, data: "" });
    const now = Date.now();
    await archive(event("jobs.archive::shop", [at("Nov 1, 2026, 1:00:00 AM"), at("Nov 1, 2199, 1:00:00 AM"), plain]));
    const [past, future, none] = batches().flat();
    expect(past?.time).toBe("2026-11-01T01:00:00.000Z");
    expect(Date.parse(future?.time ?? "")).toBeGreaterThanOrEqual(now);
    expect(none?.time).toBe(future?.time);
  });

  test("refuses a queue that is none of the system's", async () => {
    await expect(archive(event("other::shop", [plain]))).rejects.toThrow("other is of no channel of the archive");
  });
});
