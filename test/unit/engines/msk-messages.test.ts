import fc from "fast-check";
import type { KafkaMessage, Message } from "kafkajs";
import type { ArchivedMessage } from "../../../lib/core/archive/message";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { handler } from "../../../lib/engines/msk/functions/archive";
import { messageOf, recordOf } from "../../../lib/engines/msk/functions/records";
import { startS3, type MemoryS3 } from "../../support/s3";

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("an event of Lambda's", () => {
  let s3: MemoryS3;
  let store: ArchiveStore;
  const before = { ...process.env };
  beforeAll(async () => {
    s3 = await startS3();
    store = new ArchiveStore(s3.client, "archive", "orders");
    const credentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_REGION: "eu-west-1" };
    Object.assign(process.env, credentials, {
      AWS_ENDPOINT_URL: s3.endpoint,
      ARCHIVE_BUCKET: "archive",
      SYSTEM: "orders",
    });
  });
  beforeEach(() => s3.objects.clear());
  afterAll(async () => {
    process.env = before;
    await s3.stop();
  });

  /** The example of the Lambda developer guide (with-msk, sample event, 2026-11). */
  const example = {
    eventSource: "aws:kafka",
    eventSourceArn:
      "arn:aws:kafka:us-east-1:123456789012:cluster/vpc-2priv-2pub/751d2973-a626-431c-9d4e-d7975eb44dd7-2",
    bootstrapServers:
      "b-2.demo-cluster-1.a1bcde.c1.kafka.us-east-1.amazonaws.com:9092,b-1.demo-cluster-1.a1bcde.c1.kafka.us-east-1.amazonaws.com:9092",
    records: {
      "mytopic-0": [
        {
          topic: "mytopic",
          partition: 0,
          offset: 15,
          timestamp: 1545084650987,
          timestampType: "CREATE_TIME",
          key: "abcDEFghiJKLmnoPQRstuVWXyz1234==",
          value: "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
          headers: [{ headerKey: [104, 101, 97, 100, 101, 114, 86, 97, 108, 117, 101] }],
        },
      ],
    },
  };

  test.each([
    ["microseconds", 1_545_084_650_987_000],
    ["nanoseconds", 1_545_084_650_987_000_000],
  ])("whose producer counts %s is kept as of now, and can be read", async (_, timestamp) => {
    const [record] = example.records["mytopic-0"];
    await handler({ ...example, records: { "mytopic-0": [{ ...record, timestamp }] } });
    const { messages, faults } = await store.newest("mytopic", 1);
    expect(faults).toEqual([]);
    expect(Math.abs(Date.parse(messages[0]?.time ?? "") - Date.now())).toBeLessThan(60_000);
  });

  test("as AWS documents it, is one message", async () => {
    await handler(example);
    expect((await store.newest("mytopic", 1)).messages).toEqual([
      {
        lane: "0",
        position: "15",
        time: "2018-12-17T22:10:50.987Z",
        // The same bytes; the example's last character has bits that stand for none.
        key: "abcDEFghiJKLmnoPQRstuVWXyz123w==",
        headers: [["headerKey", base64("headerValue")]],
        body: base64("Hello, this is a test."),
      },
    ]);
  });

  test.each([-9.2e18, 9.2e18, -1e15, null, "yesterday"])(
    "with the timestamp %j keeps it as it came",
    async (timestamp) => {
      const [record] = example.records["mytopic-0"];
      await handler({ ...example, records: { "mytopic-0": [{ ...record, timestamp }] } });
      const { messages, faults } = await store.newest("mytopic", 1);
      expect(faults).toEqual([]);
      expect(messages[0]?.timestamp).toBe(typeof timestamp === "string" ? timestamp : JSON.stringify(timestamp));
    },
  );

  const [record] = example.records["mytopic-0"];
  const read = async (more: object) => {
    await handler({ ...example, records: { "mytopic-0": [{ ...record, ...more }] } });
    return (await store.newest("mytopic", 1)).messages[0];
  };
  test.each<[string, object, Partial<ArchivedMessage>]>([
    ["a deletion", { value: null }, { body: undefined }],
    ["a deletion whose value is left out", { value: undefined }, { body: undefined }],
    ["an empty value, which is none", { value: "" }, { body: "" }],
    ["no key", { key: null }, { key: undefined }],
    ["an empty key, which is none", { key: "" }, { key: "" }],
    ["no headers", { headers: [] }, { headers: undefined }],
    ["headers that are left out", { headers: null }, { headers: undefined }],
    [
      "headers in order, one name twice, signed and unsigned bytes",
      { headers: [{ b: [-1, 127] }, { a: [255] }, { b: [] }, { c: null }] },
      {
        headers: [
          ["b", "/38="],
          ["a", "/w=="],
          ["b", ""],
          ["c", ""],
        ],
      },
    ],
  ])("%s", async (_, more, expected) => {
    const message = await read(more);
    expect({ ...message, ...expected }).toEqual(message);
  });

  test("of several topics and partitions is an object for each partition, and the same objects when it comes again", async () => {
    const at = (topic: string, partition: number, offset: number) => ({ ...record, topic, partition, offset });
    const records = { "a-0": [at("a", 0, 1), at("a", 0, 2)], "a-1": [at("a", 1, 7)], "b-0": [at("b", 0, 3)] };
    await handler({ ...example, records });
    const once = [...s3.objects.keys()].sort();
    expect(once.filter((key) => key.startsWith("archive/messages/"))).toHaveLength(3);
    await handler({ ...example, records });
    expect([...s3.objects.keys()].sort()).toEqual(once);
  });

  test("a record that cannot be read is kept whole, in its partition, and stops no other", async () => {
    const unread = { ...record, offset: "x" };
    await handler({ ...example, records: { "mytopic-3": [unread, { ...record, partition: 3 }] } });
    const { messages } = await store.newest("mytopic", 2);
    expect(messages.map(({ lane, unread: why, body = "" }) => [lane, why?.split(":")[0], body.length > 0])).toEqual([
      ["3", undefined, true],
      ["3", "offset", true],
    ]);
    expect(JSON.parse(Buffer.from(messages[1]?.body ?? "", "base64").toString())).toEqual(unread);
  });

  test("of another service is refused, so that the batch is not taken for archived", async () => {
    await expect(handler({ ...example, eventSource: "aws:sqs" })).rejects.toThrow("eventSource");
  });
});

const bytes = fc.uint8Array({ maxLength: 9 }).map((all) => Buffer.from(all).toString("base64"));
const message = fc
  .record(
    {
      lane: fc.constantFrom("0", "11"),
      position: fc.nat().map(String),
      time: fc
        .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
        .map((at) => at.toISOString()),
      key: bytes,
      body: bytes,
      headers: fc.array(fc.tuple(fc.constantFrom("a", "b", "7", "constructor", "__proto__"), bytes), { minLength: 1 }),
    },
    { requiredKeys: ["lane", "position", "time"] },
  )
  .map((one): ArchivedMessage => one);

test("what is published and read again is what was archived", () => {
  fc.assert(
    fc.property(message, (sent) => {
      expect(messageOf(Number(sent.lane), asRead(recordOf(sent), sent.position), sent)).toEqual(sent);
    }),
  );
});

test("headers that are others are not taken for those that were sent", () => {
  const sent: ArchivedMessage = {
    lane: "0",
    position: "1",
    time: "2026-11-25T00:00:00.000Z",
    headers: [["a", "AA=="]],
  };
  const other = recordOf({ ...sent, headers: [["a", "AQ=="]] });
  expect(messageOf(0, asRead(other, "1"), sent).headers).toEqual([["a", "AQ=="]]);
  expect(messageOf(0, asRead(recordOf({ ...sent, headers: [] }), "1"), sent).headers).toBeUndefined();
});

/** A record as kafkajs gives it: one value alone where a name came once. */
function asRead({ key, value, headers = {}, timestamp = "" }: Message, offset: string): KafkaMessage {
  const buffer = (one: Message["value"] | undefined) => (one === null || one === undefined ? null : Buffer.from(one));
  const single = Object.entries(headers).map(([name, all]): [string, typeof all] => [
    name,
    Array.isArray(all) && all.length === 1 ? all[0] : all,
  ]);
  return {
    key: buffer(key),
    value: buffer(value),
    headers: Object.fromEntries(single),
    timestamp,
    offset,
    attributes: 0,
  };
}
