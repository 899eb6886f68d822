import { channelVariables } from "../../../lib/core/archive/channels";
import { ArchiveStore } from "../../../lib/core/archive/store";
import { startS3, type MemoryS3 } from "../../support/s3";
import { callFunction, refusal } from "../../support/functions/lambda";

let s3: MemoryS3;
beforeAll(async () => {
  s3 = await startS3();
});
beforeEach(() => s3.objects.clear());
afterAll(() => s3.stop());

const base64 = (text: string) => Buffer.from(text).toString("base64");
const sourceArn = "arn:aws:sqs:eu-west-1:111122223333:prod-placed-archive";
const variables = () => ({
  ARCHIVE_BUCKET: "archive",
  SYSTEM: "orders",
  ...channelVariables(
    [
      { name: "prod-placed-archive", channel: "placed" },
      { name: "cut-9f", channel: "placed" },
    ],
    { prefix: "prod-", suffix: "-archive" },
  ),
  AWS_ENDPOINT_URL: s3.endpoint,
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
});
const archived = async () =>
  (await new ArchiveStore(s3.client, "archive", "orders").newest("placed", Infinity)).messages;

describe("what a queue gives", () => {
  const record = {
    messageId: "059f36b4-87a3-44ab-83d2-661975830a7d",
    receiptHandle: "AQEB",
    body: "Grüße",
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "1764032400123", SenderId: "AIDA" },
    messageAttributes: {
      kind: { stringValue: "placed", stringListValues: [], binaryListValues: [], dataType: "String" },
      blob: { binaryValue: "AP8=", stringListValues: [], binaryListValues: [], dataType: "Binary.png" },
    },
    eventSource: "aws:sqs",
    eventSourceARN: sourceArn,
    awsRegion: "eu-west-1",
  };
  const call = (...Records: object[]) => callFunction("engines/sns-sqs/functions/archive", { Records }, variables());

  test("is kept with its attributes, their types and its time", async () => {
    expect(await call(record)).toEqual({ result: null });
    expect(await archived()).toEqual([
      {
        lane: "",
        position: record.messageId,
        time: "2025-11-25T01:00:00.123Z",
        headers: [
          ["blob", "AP8=", "Binary.png"],
          ["kind", base64("placed"), "String"],
        ],
        body: base64("Grüße"),
      },
    ]);
  });

  test("is kept by its group and in its order, and once when it comes twice", async () => {
    const ordered = (MessageGroupId: string, SequenceNumber: string) => ({
      ...record,
      eventSourceARN: `${sourceArn}.fifo`,
      attributes: { ...record.attributes, MessageGroupId, SequenceNumber },
    });
    const batch = [ordered("a", "9"), ordered("b", "2"), ordered("a", "10")];
    await call(...batch);
    await call(...batch);
    expect((await archived()).map(({ lane, position }) => `${lane}${position}`).sort()).toEqual(["a10", "a9", "b2"]);
    expect((await archived()).filter(({ lane }) => lane === "a").map(({ position }) => position)).toEqual(["9", "10"]);
  });

  test("of a stranger is refused, and the whole batch with it", async () => {
    const answer = refusal(await call(record, { ...record, eventSourceARN: `${sourceArn}-2` }));
    expect(answer.errorMessage).toContain("prod-placed-archive-2 is of no channel of the archive");
    expect(s3.objects.size).toBe(0);
  });
});

test("what a stream gives is kept with its key, by its shard", async () => {
  const record = {
    eventID: "shardId-000000000006:49545115243490985018280067714973144582180062593244200961",
    eventSourceARN: "arn:aws:kinesis:eu-west-1:111122223333:stream/cut-9f",
    kinesis: {
      partitionKey: "customer 7",
      sequenceNumber: "49545115243490985018280067714973144582180062593244200961",
      data: "SGVsbG8=",
      approximateArrivalTimestamp: 1764032400.123,
      kinesisSchemaVersion: "1.0",
    },
  };
  expect(await callFunction("engines/kinesis/functions/archive", { Records: [record] }, variables())).toEqual({
    result: null,
  });
  expect(await archived()).toEqual([
    {
      lane: "shardId-000000000006",
      position: record.kinesis.sequenceNumber,
      time: "2025-11-25T01:00:00.123Z",
      key: base64("customer 7"),
      body: "SGVsbG8=",
    },
  ]);
});
