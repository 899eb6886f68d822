import { CreateStreamCommand, RegisterStreamConsumerCommand } from "@aws-sdk/client-kinesis";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { Objects } from "../../lib/core/archive/objects";
import { handler as exportStreams } from "../../lib/engines/kinesis/functions/export";
import { handler as exportQueues } from "../../lib/engines/sns-sqs/functions/export";
import { kinesisClient } from "../support/kinesis-client";
import { startEmulator, type Emulator } from "../support/emulator";

let emulator: Emulator;
let s3: S3Client;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulator.env, { EXPORT_BUCKET: "exports", SYSTEM: "orders", PREFIX: "prod-orders-" });
  s3 = new S3Client({ forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: "exports", CreateBucketConfiguration: { LocationConstraint: "eu-west-1" } }),
  );
});
afterAll(() => emulator?.stop());

const read = async (key: string): Promise<unknown> =>
  JSON.parse(Buffer.from((await new Objects(s3, "exports").get(key))?.bytes ?? []).toString());

test("topics, subscriptions and queues are exported, of this system alone, and no counts", async () => {
  const sns = new SNSClient({});
  const sqs = new SQSClient({});
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "prod-orders-placed" }));
  await sns.send(new CreateTopicCommand({ Name: "prod-clicks-viewed" }));
  const Attributes = { VisibilityTimeout: "60", ReceiveMessageWaitTimeSeconds: "20" };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "prod-orders-placed-billing", Attributes }));
  await sqs.send(new CreateQueueCommand({ QueueName: "prod-clicks-viewed-billing" }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "not exported" }));
  const Endpoint = "arn:aws:sqs:eu-west-1:123456789012:prod-orders-placed-billing";
  const subscription = { TopicArn, Protocol: "sqs", Endpoint, Attributes: { RawMessageDelivery: "true" } };
  await sns.send(new SubscribeCommand(subscription));
  const { key } = await exportQueues();
  expect(key).toMatch(/^exports\/orders\/\d{4}-\d\d-\d\dT[\d-]+Z\.json$/);
  const document = await read(key);
  expect(document).toMatchObject({
    system: "orders",
    engine: "sns-sqs",
    content: {
      topics: [{ arn: TopicArn, subscriptions: [{ endpoint: Endpoint, settings: { RawMessageDelivery: "true" } }] }],
      queues: [{ url: QueueUrl, settings: Attributes }],
    },
  });
  expect(JSON.stringify(document)).not.toMatch(/prod-clicks|not exported|Approximate/);
});

test("streams are exported with their consumers, of this system alone", async () => {
  const kinesis = kinesisClient();
  for (const StreamName of ["prod-orders-placed", "prod-clicks-viewed"])
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
  const StreamARN = "arn:aws:kinesis:eu-west-1:123456789012:stream/prod-orders-placed";
  await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: "receipts" }));
  const { key } = await exportStreams();
  expect(await read(key)).toMatchObject({
    engine: "kinesis",
    content: {
      streams: [{ arn: StreamARN, mode: "PROVISIONED", shards: 3, retentionHours: 24, consumers: ["receipts"] }],
    },
  });
});
