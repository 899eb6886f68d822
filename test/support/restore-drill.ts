import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { PublishBatchCommand, SNSClient } from "@aws-sdk/client-sns";
import * as z from "zod";
import { evidenceSpec } from "../../lib/backup/functions/words";
import type { ArchivedMessage } from "../../lib/core/archive/message";
import type { StreamPlan } from "../../lib/engines/kinesis/plan";
import type { TopicChannelPlan } from "../../lib/engines/sns-sqs/plan";
import type { SystemStackPlan } from "../../lib/environment/system";
import { call, deliver, takeOut } from "./archive-mapping";
import { Streams, type ShardRecord } from "./streams";

/**
 * Publishes messages to a topic and lets the deployed function archive them, a round at a time: the emulator grows slow
 * with the length of a queue. The copies that wait for subscribers are lost meanwhile.
 *
 * @returns how many were archived
 */
export async function archiveMessages(
  { functions: { functions } }: SystemStackPlan,
  channel: TopicChannelPlan,
  count: number,
  round = 100,
): Promise<number> {
  const { archive, subscribers, topic } = channel;
  const program = functions.find(({ id }) => id === "archive");
  if (archive === undefined || program === undefined) throw new Error(`${channel.name} has no archive`);
  let archived = 0;
  for (let first = 0; first < count; first += round) {
    await publish(topic.arn, topic.fifo !== undefined, first, Math.min(round, count - first));
    archived += await deliver({ queue: archive.queue, functionName: program.name }, round);
    for (const { queue } of subscribers) await takeOut(queue.name, Infinity);
  }
  return archived;
}

/**
 * Writes records to a stream and lets the deployed function archive them, a shard at a time, as Lambda's event source
 * mapping does; the emulator has none for streams.
 *
 * @returns how many were archived
 */
export async function archiveRecords(
  { functions: { functions } }: SystemStackPlan,
  stream: StreamPlan,
  count: number,
): Promise<number> {
  const program = functions.find(({ id }) => id === "archive");
  if (program === undefined) throw new Error(`${stream.channel} has no archive`);
  const streams = new Streams();
  const sent = Array.from({ length: count }, (_, index) => ({ body: `view ${index}`, key: `visitor ${index % 7}` }));
  for (let first = 0; first < count; first += 500) await streams.put(stream, ...sent.slice(first, first + 500));
  const records = await streams.records(stream, "archive");
  for (const shard of new Set(records.map((record) => record.shard)))
    await call(program.name, {
      Records: records.filter((record) => record.shard === shard).map((record) => streamRecordOf(record, stream.arn)),
    });
  return records.length;
}

/** A record as the mapping hands it over (Lambda developer guide, using Lambda with Kinesis, 2026-11). */
const streamRecordOf = (
  { shard, SequenceNumber, PartitionKey, Data, ApproximateArrivalTimestamp }: ShardRecord,
  eventSourceARN: string,
) => ({
  eventID: `${shard}:${SequenceNumber}`,
  eventSourceARN,
  kinesis: {
    partitionKey: PartitionKey,
    sequenceNumber: SequenceNumber,
    data: Buffer.from(Data ?? []).toString("base64"),
    approximateArrivalTimestamp: (ApproximateArrivalTimestamp?.getTime() ?? 0) / 1_000,
  },
});

async function publish(TopicArn: string, fifo: boolean, first: number, count: number): Promise<void> {
  const sns = new SNSClient({});
  for (let start = first; start < first + count; start += 10) {
    const size = Math.min(10, first + count - start);
    const entries = Array.from({ length: size }, (_, index) => entryOf(start + index, fifo));
    const { Failed = [] } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: entries }));
    if (Failed.length > 0) throw new Error(`SNS refused ${JSON.stringify(Failed)}`);
  }
}

function entryOf(number: number, fifo: boolean) {
  return {
    Id: String(number),
    // Some bodies are alike: a message that comes twice is to be restored twice.
    Message: JSON.stringify({ order: Math.floor(number / 2), total: { amount: number } }),
    MessageAttributes: {
      kind: { DataType: "String", StringValue: "placed" },
      number: { DataType: "Number", StringValue: String(number % 10) },
    },
    ...(fifo && { MessageGroupId: `customer ${number % 7}`, MessageDeduplicationId: `number-${number}` }),
  };
}

const bodySpec = z.object({ total: z.object({ amount: z.number() }) });

/** The number that a message was published with. */
export const amountOf = ({ body = "" }: Pick<ArchivedMessage, "body">): number =>
  bodySpec.parse(JSON.parse(Buffer.from(body, "base64").toString())).total.amount;

/** What `signalbox drill restore --format json` says of the first channel. */
export const verdictOf = (output: string) =>
  evidenceSpec.parse(JSON.parse(output.slice(output.indexOf("{\n")))).channels[0];

/** All came back, by count, checksum and order. Prints how long it took, and what a loss would have cost. */
export function expectRestored(verdict: ReturnType<typeof verdictOf>, atLeast: number): void {
  console.log(`restored in ${verdict?.recoveryTimeSeconds} s; recovery point ${verdict?.recoveryPointSeconds} s`);
  expect(verdict).toMatchObject({ equal: true, received: verdict?.expected, faults: [], differences: [] });
  expect(verdict?.received).toBeGreaterThanOrEqual(atLeast);
  expect(verdict?.checksums?.received).toBe(verdict?.checksums?.expected);
}

/** The objects of a bucket, behind everybody's back. */
export class Bucket {
  private readonly s3 = new S3Client({ forcePathStyle: true });

  constructor(private readonly name: string) {}

  async keys(prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: this.name, Prefix: prefix }));
    return Contents.flatMap(({ Key }) => Key ?? []);
  }

  /** Changes one byte of an object. */
  async flip(key: string, at: number): Promise<void> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.name, Key: key }));
    const bytes = await Body?.transformToByteArray();
    const byte = bytes?.[at];
    if (bytes === undefined || byte === undefined) throw new Error(`${key} has no byte ${at}`);
    bytes[at] = byte ^ 1;
    await this.s3.send(new PutObjectCommand({ Bucket: this.name, Key: key, Body: bytes }));
  }

  async remove(key: string): Promise<void> {
    await this.s3.send(new DeleteObjectCommand({ Bucket: this.name, Key: key }));
  }
}
