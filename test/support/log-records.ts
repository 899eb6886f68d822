import { gunzipSync } from "node:zlib";
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

/** Writes a record to a deployed log group, as its service would. */
export async function writeRecord(logGroupName: string | undefined, message: string): Promise<void> {
  const logs = new CloudWatchLogsClient({});
  const at = { logGroupName, logStreamName: "test" };
  await logs.send(new CreateLogStreamCommand(at));
  await logs.send(new PutLogEventsCommand({ ...at, logEvents: [{ timestamp: Date.now(), message }] }));
}

/** What the first object below a prefix of the archive of logs says. */
export async function archivedRecord(Bucket: string | undefined, Prefix: string): Promise<unknown> {
  const s3 = new S3Client({ forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0]?.Key }));
  return JSON.parse(gunzipSync((await Body?.transformToByteArray()) ?? Buffer.of()).toString());
}
