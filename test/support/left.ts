import { basename } from "node:path";
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
import { kinesisClient } from "../../lib/core/kinesis-client";
import type { Emulator } from "./emulator";

type Resources = Awaited<ReturnType<Emulator["resources"]>>;

/** The state of every key. */
export async function keyStates(): Promise<(string | undefined)[]> {
  const kms = new KMSClient({});
  const { Keys = [] } = await kms.send(new ListKeysCommand({}));
  const keys = await Promise.all(Keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))));
  return keys.map(({ KeyMetadata }) => KeyMetadata?.KeyState);
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

const stateSpec = z.object({
  resources: z.array(
    z.object({
      mode: z.string(),
      type: z.string(),
      instances: z.array(z.object({ attributes: z.object({ id: z.string().nullish() }) })),
    }),
  ),
});

/** What the stacks' states in the bucket still hold. */
export async function statesHold(bucket: string, stacks: readonly string[]): Promise<unknown[]> {
  const states = await statesIn(bucket);
  expect([...states.keys()].sort()).toEqual(stacks.map((name) => `${name}.tfstate`));
  return [...states.values()].flatMap(({ resources }) => resources);
}

/** Every state in the bucket, by its key. */
async function statesIn(Bucket: string): Promise<Map<string, z.output<typeof stateSpec>>> {
  const s3 = new S3Client({ forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  const keys = Contents.flatMap(({ Key = "" }) => (Key.endsWith(".tfstate") ? [Key] : []));
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return [Key, stateSpec.parse(JSON.parse((await Body?.transformToString()) ?? "{}"))] as const;
  };
  return new Map(await Promise.all(keys.map(read)));
}

/**
 * Where the emulator and the states disagree, by the type of resource: what exists and no state knows (but for what
 * existed before), and what a state knows and does not exist.
 */
export async function disagreements(emulator: Emulator, bucket: string, before: Resources) {
  const managed = [...(await statesIn(bucket)).values()].flatMap(({ resources }) =>
    resources.filter(({ mode }) => mode === "managed"),
  );
  const found = Object.entries(await emulator.resources()).map(([type, exist]) => {
    // A queue's id is its URL, which ends with its name.
    const known = managed
      .filter((one) => one.type === type)
      .flatMap(({ instances }) =>
        instances.map(({ attributes: { id } }) => (type === "aws_sqs_queue" ? basename(id ?? "") : (id ?? ""))),
      );
    const unknown = exist.filter((id) => !known.includes(id) && !before[type]?.includes(id));
    return [type, { unknown, gone: known.filter((id) => !exist.includes(id)) }] as const;
  });
  return Object.fromEntries(found.filter(([, { unknown, gone }]) => unknown.length + gone.length > 0));
}
