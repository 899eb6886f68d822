import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateStreamCommand, DescribeStreamSummaryCommand, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { kinesisClient } from "../support/kinesis-client";
import { startEmulator, type Emulator } from "../support/emulator";
import { callFunction } from "../support/functions/lambda";

const name = "prod-clicks-views";
const stream = {
  name,
  arn: `arn:aws:kinesis:eu-west-1:111122223333:stream/${name}`,
  min: 2,
  max: 6,
  targetPercent: 50,
  cooldown: { inSeconds: 3_600, outSeconds: 900 },
  schedule: [],
};
let emulator: Emulator;
beforeAll(async () => (emulator = await startEmulator()));
afterAll(() => emulator.stop());

const client = () => ({
  endpoint: emulator.endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const call = (more: object = {}) =>
  callFunction("autoscaling/functions/scale-shards", { streams: [{ ...stream, ...more }] }, emulator.env);

/** What CloudWatch has of a stream, so many minutes ago. */
async function measure(StreamName: string, MetricName: string, minutes: number, Value: number): Promise<void> {
  const Dimensions = [{ Name: "StreamName", Value: StreamName }];
  const datum = { MetricName, Dimensions, Timestamp: new Date(Date.now() - 60_000 * minutes), Value };
  await new CloudWatchClient(client()).send(
    new PutMetricDataCommand({ Namespace: "AWS/Kinesis", MetricData: [datum] }),
  );
}

async function shardsOf(StreamName: string): Promise<number | undefined> {
  const { StreamDescriptionSummary } = await kinesisClient(client()).send(
    new DescribeStreamSummaryCommand({ StreamName }),
  );
  return StreamDescriptionSummary?.OpenShardCount;
}

test("the function adds shards to a stream that is busy, and then waits", async () => {
  await kinesisClient(client()).send(new CreateStreamCommand({ StreamName: name, ShardCount: 2 }));
  // That peak is over; what counts is the one of the last minutes.
  await measure(name, "IncomingRecords", 40, 60 * 9_000);
  await measure(name, "IncomingRecords", 2, 60 * 2_400);
  const said = { missing: 0, why: "5 needed, 2 to 6 allowed" };
  expect(await call()).toEqual({ result: { [name]: { ...said, shards: 4, short: 3 } } });
  expect(await shardsOf(name)).toBe(4);
  expect(await call()).toEqual({ result: { [name]: { ...said, short: 1, why: `${said.why}; cooling down` } } });
});

test("a stream that is new keeps its shards, and doubles where writes are refused", async () => {
  const fresh = "prod-clicks-new";
  await kinesisClient(client()).send(new CreateStreamCommand({ StreamName: fresh, ShardCount: 4 }));
  await measure(fresh, "IncomingRecords", 2, 60);
  const look = () => call({ name: fresh, max: 32 });
  expect(await look()).toEqual({ result: { [fresh]: { missing: 0, short: 0, why: "1 needed, 2 to 32 allowed" } } });
  expect(await shardsOf(fresh)).toBe(4);
  await measure(fresh, "WriteProvisionedThroughputExceeded", 2, 3);
  expect(await look()).toMatchObject({ result: { [fresh]: { shards: 8, missing: 0 } } });
  expect(await shardsOf(fresh)).toBe(8);
});

test("where somebody else used up the changes of a day, what is needed is missing, and the run goes well", async () => {
  const used = "prod-clicks-used";
  const kinesis = kinesisClient(client());
  await kinesis.send(new CreateStreamCommand({ StreamName: used, ShardCount: 4 }));
  for (const shards of [5, 4, 5, 4, 5, 4, 5, 4, 5, 4])
    await kinesis.send(
      new UpdateShardCountCommand({ StreamName: used, TargetShardCount: shards, ScalingType: "UNIFORM_SCALING" }),
    );
  await measure(used, "IncomingRecords", 2, 60 * 2_900);
  const why = "6 needed, 2 to 8 allowed; AWS refuses: 10 changes within 24 hours";
  expect(await call({ name: used, max: 8 })).toEqual({ result: { [used]: { missing: 2, short: 2, why } } });
  expect(await shardsOf(used)).toBe(4);
});
