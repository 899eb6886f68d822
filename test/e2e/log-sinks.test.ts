import { gunzipSync } from "node:zlib";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { FirehoseClient, DescribeDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { deployed, deploysWithEmptyPlan } from "../support/deployed";
import { writeRecord } from "../support/log-records";

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

const s3 = new S3Client({ forcePathStyle: true, region: "eu-west-1" });
deploysWithEmptyPlan(stacks, deployed(environment));

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
  const logGroup = `sns/eu-west-1/${account}/sinks-orders-placed/Failure`;
  await writeRecord(logGroup, "a delivery failed");

  const [search] = await failedBelow("failed/orders/search-operational/processing-failed/");
  const record = gunzipSync(Buffer.from(search?.rawData ?? "", "base64")).toString();
  expect(JSON.parse(record)).toMatchObject({ logGroup, logEvents: [{ message: "a delivery failed" }] });
  const [security] = await failedBelow("failed/orders/security-operational/splunk-failed/");
  expect(Buffer.from(security?.rawData ?? "", "base64").toString()).toBe("a delivery failed\n");

  const logs = new CloudWatchLogsClient({});
  const errors = await logs.send(new FilterLogEventsCommand({ logGroupName: "/signalbox/sinks/orders/log-delivery" }));
  const told = errors.events?.map(({ logStreamName, message = "" }) => {
    return `${logStreamName} ${z.object({ errorCode: z.string() }).parse(JSON.parse(message)).errorCode}`;
  });
  expect(told?.sort()).toEqual([
    `search-operational ${search?.errorCode}`,
    `security-operational ${security?.errorCode}`,
  ]);
});
