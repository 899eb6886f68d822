import { gunzipSync } from "node:zlib";
import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import * as z from "zod";
import { timeOf } from "../../core/archive/fields";
import { batchesOf as inCalls } from "../../core/batches";
import { clientSettings } from "../../core/clients";

const eventSpec = z.object({
  /** Left out where there are no records. */
  deliveryStreamArn: z.string().optional(),
  /** Data that is no text is answered as it came: empty. */
  records: z.array(z.object({ recordId: z.string(), data: z.string().catch("") })),
});
/** What CloudWatch sends (CloudWatch Logs user guide, subscription filters, 2026-11). */
const messageSpec = z.object({
  messageType: z.enum(["DATA_MESSAGE", "CONTROL_MESSAGE"]),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.unknown(), message: z.string() })),
});

interface Answer {
  readonly recordId: string;
  readonly result: "Ok" | "Dropped" | "ProcessingFailed";
  readonly data: string;
}

/** The documents in a record: one of each log event. What was handed back is one document already. */
export function documentsOf(data: Buffer): string[] {
  const isGzip = data[0] === 0x1f && data[1] === 0x8b;
  if (!isGzip) return [data.toString()];
  const message: unknown = JSON.parse(gunzipSync(data, { maxOutputLength: mostUnpacked }).toString());
  const { messageType, logGroup, logStream, logEvents } = messageSpec.parse(message);
  if (messageType === "CONTROL_MESSAGE") return [];
  return logEvents.map(({ id, timestamp: delivered, message: text }) => {
    const { time, timestamp } = timeOf(typeof delivered === "number" ? delivered : undefined, delivered);
    return JSON.stringify({ "@timestamp": time, timestamp, id, logGroup, logStream, message: text });
  });
}

/** Many times what CloudWatch packs into a record, and a fraction of the function's memory. */
const mostUnpacked = 32 * 1_024 ** 2;
/** Lambda's answer may have 6 MiB (Lambda quotas, 2026-11): what of it is left for documents in base64. */
const mostAnswered = 5 * 1_024 ** 2;

/**
 * Transforms records of a delivery stream to OpenSearch. A record becomes its first event; the others are handed to the
 * stream again, a record each. A record whose others cannot be handed over fails as a whole: Firehose puts it among
 * what was not delivered, so nothing is lost, and a part of it may be there twice.
 */
export async function handler(input: unknown): Promise<{ readonly records: readonly Answer[] }> {
  const { deliveryStreamArn = "", records } = eventSpec.parse(input);
  const stream = deliveryStreamArn.split("/").at(-1) ?? "";
  const answers: Answer[] = [];
  let left = mostAnswered;
  for (const { recordId, data } of records) {
    const answer = await answerOf(stream, recordId, data, left);
    left -= answer.data.length;
    answers.push(answer);
  }
  return { records: answers };
}

/** @param left how many bytes the answer may have; what has more is handed back as well. */
async function answerOf(stream: string, recordId: string, data: string, left: number): Promise<Answer> {
  try {
    const documents = documentsOf(Buffer.from(data, "base64"));
    const [first, ...rest] = documents;
    if (first === undefined) return { recordId, result: "Dropped", data };
    const answered = Buffer.from(first).toString("base64");
    const fits = answered.length <= left;
    await handBack(stream, fits ? rest : documents);
    return fits ? { recordId, result: "Ok", data: answered } : { recordId, result: "Dropped", data: "" };
  } catch (error) {
    // The record itself may hold anything; only what went wrong is written.
    console.error(JSON.stringify({ recordId, problem: error instanceof Error ? error.name : "unknown" }));
    return { recordId, result: "ProcessingFailed", data };
  }
}

/** PutRecordBatch takes 500 records and 4 MiB (Firehose API reference, 2026-11). */
const most = { records: 500, bytes: 4 * 1_024 ** 2 };

export const batchesOf = (documents: readonly string[]): string[][] => [
  ...inCalls(documents, { count: most.records, bytes: most.bytes, bytesOf: (document) => Buffer.byteLength(document) }),
];

const attempts = 4;

async function handBack(stream: string, documents: readonly string[]): Promise<void> {
  if (documents.length === 0) return;
  const client = new FirehoseClient(clientSettings({}));
  for (const batch of batchesOf(documents)) {
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === attempts) throw new Refused(`${left.length} documents were refused ${attempts} times`);
      if (attempt > 0) await new Promise((done) => setTimeout(done, 100 * 4 ** attempt));
      const { RequestResponses = [] } = await client.send(
        new PutRecordBatchCommand({
          DeliveryStreamName: stream,
          Records: left.map((document) => ({ Data: Buffer.from(document) })),
        }),
      );
      left = left.filter((_, index) => RequestResponses[index]?.ErrorCode !== undefined);
    }
  }
}

class Refused extends Error {
  override readonly name = "Refused";
}
