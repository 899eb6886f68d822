import { setTimeout } from "node:timers/promises";
import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { IAMClient, ListPoliciesCommand } from "@aws-sdk/client-iam";
import { ListStreamsCommand } from "@aws-sdk/client-kinesis";
import { KMSClient, DescribeKeyCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBrokersCommand, MqClient } from "@aws-sdk/client-mq";
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ListSecretsCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ListTopicsCommand, SNSClient } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { kinesisClient } from "./kinesis-client";

/** The state of every key. */
export async function keyStates(): Promise<(string | undefined)[]> {
  const kms = new KMSClient({});
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const keys = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
  return keys.map(({ KeyMetadata }) => KeyMetadata?.KeyState);
}

/**
 * Waits until the request that makes the first key has been answered; the key itself is not done by then. The answer to a
 * request that is under way when Terraform is stopped is lost, and what it made with it.
 */
export async function keyAnswered(): Promise<void> {
  while ((await keyStates()).length === 0) await setTimeout(100);
  await setTimeout(1_000);
}

/** The name of every alarm. */
export async function alarmsThere(): Promise<(string | undefined)[]> {
  const all = new DescribeAlarmsCommand({ AlarmTypes: ["MetricAlarm", "CompositeAlarm"] });
  const { MetricAlarms = [], CompositeAlarms = [] } = await new CloudWatchClient({}).send(all);
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }) => AlarmName).sort();
}

/** What is in the emulator, of each sort that a sandbox is made of. */
export async function left() {
  const s3 = new S3Client({ forcePathStyle: true });
  return {
    queues: (await new SQSClient({}).send(new ListQueuesCommand({}))).QueueUrls ?? [],
    topics: (await new SNSClient({}).send(new ListTopicsCommand({}))).Topics ?? [],
    alarms: await alarmsThere(),
    dashboards: (await new CloudWatchClient({}).send(new ListDashboardsCommand({}))).DashboardEntries ?? [],
    buckets: ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name),
    policies: (await new IAMClient({}).send(new ListPoliciesCommand({ Scope: "Local" }))).Policies ?? [],
    streams: (await kinesisClient().send(new ListStreamsCommand({}))).StreamNames ?? [],
    brokers: (await new MqClient({}).send(new ListBrokersCommand({}))).BrokerSummaries ?? [],
    functions: (await new LambdaClient({}).send(new ListFunctionsCommand({}))).Functions ?? [],
    stateMachines: (await new SFNClient({}).send(new ListStateMachinesCommand({}))).stateMachines ?? [],
    secrets: (await new SecretsManagerClient({}).send(new ListSecretsCommand({}))).SecretList ?? [],
    keys: [...new Set(await keyStates())],
  };
}

/** What the stacks' states in the bucket still hold. */
export async function statesHold(Bucket: string, stacks: readonly string[]): Promise<unknown[]> {
  const s3 = new S3Client({ forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key).sort()).toEqual(stacks.map((name) => `${name}.tfstate`));
  const bodies = await Promise.all(
    Contents.map(async ({ Key }) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()),
  );
  return bodies.flatMap(
    (body) => z.object({ resources: z.array(z.unknown()) }).parse(JSON.parse(body ?? "{}")).resources,
  );
}
