import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { CreateStreamCommand, DescribeStreamSummaryCommand } from "@aws-sdk/client-kinesis";
import { kinesisClient } from "../../lib/core/kinesis-client";
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

test("the function adds shards to a stream that is busy, and then waits", async () => {
  const { endpoint, env } = emulator;
  const client = { endpoint, region: "eu-west-1", credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const kinesis = kinesisClient(client);
  await kinesis.send(new CreateStreamCommand({ StreamName: name, ShardCount: 2 }));
  const Dimensions = [{ Name: "StreamName", Value: name }];
  const busy = {
    MetricName: "IncomingRecords",
    Dimensions,
    Timestamp: new Date(Date.now() - 120_000),
    Value: 60 * 2_400,
  };
  await new CloudWatchClient(client).send(new PutMetricDataCommand({ Namespace: "AWS/Kinesis", MetricData: [busy] }));
  const call = () => callFunction("autoscaling/functions/scale-shards", { streams: [stream] }, env);
  expect(await call()).toEqual({ result: { [name]: { shards: 4, missing: 0, why: "5 needed, 2 to 6 allowed" } } });
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: name }));
  expect(StreamDescriptionSummary?.OpenShardCount).toBe(4);
  expect(await call()).toEqual({ result: { [name]: { missing: 0, why: "5 needed, 2 to 6 allowed; cooling down" } } });
});
