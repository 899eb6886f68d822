import { randomBytes } from "node:crypto";
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import { ArchiveStore } from "../../../core/archive/store";
import { ScratchQueue } from "./scratch-queue";

const requestSpec = z.strictObject({ channel: z.string(), expected: z.string(), received: z.string() });
const variablesSpec = z.object({ SCRATCH: z.string(), KEY: z.string(), SECONDS: z.coerce.number() });

/**
 * Restores a sample into a queue that is made for it and removed afterwards, takes it out again as a consumer would, and
 * keeps what came.
 */
export async function handler(event: unknown): Promise<ReplayAnswer> {
  const { expected, received } = requestSpec.parse(event);
  const { SCRATCH, KEY, SECONDS } = variablesSpec.parse(process.env);
  const deadline = Date.now() + SECONDS * 1_000;
  const store = ArchiveStore.fromVariables();
  const messages = await store.getAt(expected);
  const client = new SQSClient({});
  // A message of a FIFO queue always has a group; its lane is that group.
  const ordered = messages.some(({ lane }) => lane !== "");
  const name = `${SCRATCH}-${randomBytes(4).toString("hex")}${ordered ? ".fifo" : ""}`;
  const { QueueUrl } = await client.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: { KmsMasterKeyId: KEY, ...(ordered && fifo) },
    }),
  );
  if (QueueUrl === undefined) throw new Error(`SQS made no queue ${name}`);
  try {
    const queue = new ScratchQueue(client, QueueUrl, ordered);
    // At the same time, as producers and consumers do, so that a long queue never builds up.
    const [came] = await Promise.all([queue.receive(messages.length, deadline), queue.send(messages)]);
    await store.putAt(received, came);
    return { sent: messages.length, received: came.length };
  } finally {
    await client.send(new DeleteQueueCommand({ QueueUrl }));
  }
}

const fifo = { FifoQueue: "true", DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" };
