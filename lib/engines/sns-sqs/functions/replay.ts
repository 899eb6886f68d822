import { randomBytes } from "node:crypto";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  paginateListQueues,
  QueueDoesNotExist,
  SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import { clientSettings } from "../../../core/clients";
import type { ReplayAnswer } from "../../../core/archive/facts";
import type { ArchivedMessage } from "../../../core/archive/message";
import { isLeft, replay, type Sampled } from "../../../core/archive/replay";
import { ScratchQueue } from "./scratch-queue";

const variablesSpec = z.object({ SCRATCH: z.string(), KEY: z.string() });

/** Restores a sample into a queue that is made for it and removed afterwards, and takes it out again as a consumer would. */
export const handler = (event: unknown): Promise<ReplayAnswer> => replay(event, throughQueue);

async function throughQueue(messages: readonly ArchivedMessage[], { deadline }: Sampled): Promise<ArchivedMessage[]> {
  const { SCRATCH, KEY } = variablesSpec.parse(process.env);
  const client = new SQSClient(clientSettings({}));
  await removeLeftQueues(client, SCRATCH);
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
    return came;
  } finally {
    await client.send(new DeleteQueueCommand({ QueueUrl }));
  }
}

const fifo = { FifoQueue: "true", DeduplicationScope: "messageGroup", FifoThroughputLimit: "perMessageGroupId" };

/** Removes the scratch queues of calls that were ended before they could; none that a call of now may use. */
async function removeLeftQueues(client: SQSClient, scratch: string): Promise<void> {
  const named = { QueueNamePrefix: `${scratch}-` };
  for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1_000 }, named))
    for (const QueueUrl of QueueUrls)
      try {
        const AttributeNames = ["CreatedTimestamp" as const];
        const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
        if (isLeft(new Date(1_000 * Number(Attributes?.CreatedTimestamp))))
          await client.send(new DeleteQueueCommand({ QueueUrl }));
      } catch (error) {
        // It went in the meantime.
        if (!(error instanceof QueueDoesNotExist)) throw error;
      }
}
