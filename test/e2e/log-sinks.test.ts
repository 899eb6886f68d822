import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { FirehoseClient, DescribeDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { App } from "cdktf";
import * as z from "zod";
import { runTerraform } from "../../bin/run-terraform";
import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { emulatorEnv, startEmulator, type Emulator } from "../support/emulator";

const minutes = 60_000;
const account = "123456789012";
const state = "signalbox-sinks-tfstate";
const environment = {
  environment: "sinks",
  aws: { account, region: "eu-west-1" },
  state: { s3: { bucket: state } },
  owner: { team: "platform", contact: "platform@acme.example" },
  protection: { deletion: false, reason: "made to be destroyed after every test" },
  // A domain of one's own the emulator could not reach either.
  logging: {
    sinks: {
      search: { opensearch: { existing: { arn: `arn:aws:es:eu-west-1:${account}:domain/team-logs` } } },
      security: {
        splunk: {
          endpoint: "https://hec.acme.example:8088",
          token: `arn:aws:secretsmanager:eu-west-1:${account}:secret:splunk-Ab12Cd`,
        },
      },
    },
  },
  systems: { orders: { pattern: "pub-sub", engine: "sns-sqs", channels: { placed: { subscribers: { all: {} } } } } },
};
const stacks = ["sinks-foundation", "sinks-orders"];
const archive = `sinks-archive-${account}-eu-west-1`;

let emulator: Emulator;
const out = mkdtempSync(join(tmpdir(), "signalbox-sinks-"));
const s3 = new S3Client({ forcePathStyle: true, region: "eu-west-1" });

async function apply(stack: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await runTerraform(args, join(out, "stacks", stack), emulator.env);
  if (code !== 0) throw new Error(`${stack}: terraform ${args[0]}:\n${output.slice(-3000)}`);
  return output;
}

beforeAll(async () => {
  emulator = await startEmulator({ log: join(".cache", "logs", "log-sinks-emulator.log") });
  Object.assign(process.env, emulatorEnv(emulator.endpoint));
  const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
  await s3.send(new CreateBucketCommand({ Bucket: state, CreateBucketConfiguration }));
  const plan = planEnvironment(environment, { inventory: undefined, today: "2026-11-24" }, new Issues());
  if (plan === undefined) throw new Error("the environment has issues");
  const app = new App({ outdir: out });
  addEnvironment(app, plan);
  app.synth();
}, minutes);
afterAll(async () => {
  await emulator?.stop();
  rmSync(out, { recursive: true, force: true });
});

test.each(stacks)(
  "%s is deployed with its streams to OpenSearch and Splunk, and a second plan is empty",
  async (stack) => {
    await apply(stack, "init", "-input=false", "-no-color");
    await apply(stack, "apply", "-input=false", "-no-color", "-auto-approve");
    // With this flag a plan that changes something ends with 2.
    expect(await apply(stack, "plan", "-input=false", "-no-color", "-detailed-exitcode")).toContain("No changes.");
  },
  5 * minutes,
);

test("each stream hands what it cannot deliver to the bucket of failed records, below its own prefix", async () => {
  const firehose = new FirehoseClient({});
  for (const id of ["search-operational", "security-operational"]) {
    const command = new DescribeDeliveryStreamCommand({ DeliveryStreamName: `sinks-orders-${id}` });
    const { DeliveryStreamDescription: found } = await firehose.send(command);
    const [to] = found?.Destinations ?? [];
    const where = to?.AmazonopensearchserviceDestinationDescription ?? to?.SplunkDestinationDescription;
    expect(where?.S3DestinationDescription).toMatchObject({
      BucketARN: `arn:aws:s3:::${archive}`,
      ErrorOutputPrefix: `failed/orders/${id}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
    });
  }
});

const failedSpec = z.object({ errorCode: z.string(), rawData: z.base64() });

/** The records below a prefix of the bucket that a person would look through. */
async function failedBelow(Prefix: string): Promise<z.output<typeof failedSpec>[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: archive, Prefix }));
  const texts = await Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: archive, Key }));
      return gunzipSync((await Body?.transformToByteArray()) ?? "").toString();
    }),
  );
  const lines = texts.flatMap((text) => text.split("\n").filter((line) => line !== ""));
  return lines.map((line) => failedSpec.parse(JSON.parse(line)));
}

test("a log that no sink took lies there, as it came or as Splunk would have had it, and the error is logged", async () => {
  const logs = new CloudWatchLogsClient({});
  const group = { logGroupName: `sns/eu-west-1/${account}/sinks-orders-placed/Failure` };
  const stream = { ...group, logStreamName: "one" };
  await logs.send(new CreateLogStreamCommand(stream));
  const logEvents = [{ timestamp: Date.now(), message: "a delivery failed" }];
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));

  const [search] = await failedBelow("failed/orders/search-operational/processing-failed/");
  const record = gunzipSync(Buffer.from(search?.rawData ?? "", "base64")).toString();
  expect(JSON.parse(record)).toMatchObject({ ...{ logGroup: group.logGroupName }, logEvents: [logEvents[0]] });
  const [security] = await failedBelow("failed/orders/security-operational/splunk-failed/");
  expect(Buffer.from(security?.rawData ?? "", "base64").toString()).toBe("a delivery failed\n");

  const errors = await logs.send(new FilterLogEventsCommand({ logGroupName: "/signalbox/sinks/orders/log-delivery" }));
  const told = errors.events?.map(({ logStreamName, message = "" }) => {
    return `${logStreamName} ${z.object({ errorCode: z.string() }).parse(JSON.parse(message)).errorCode}`;
  });
  expect(told?.sort()).toEqual([
    `search-operational ${search?.errorCode}`,
    `security-operational ${security?.errorCode}`,
  ]);
});
