import { randomBytes } from "node:crypto";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
  paginateListStreams,
  ResourceNotFoundException,
  StartStreamEncryptionCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import type { ArchivedMessage } from "../../../core/archive/message";
import { isLeft, replay, type Sampled } from "../../../core/archive/replay";
import { clientSettings, patient } from "../../../core/clients";
import { ScratchStream } from "./scratch-stream";

const variablesSpec = z.object({ SCRATCH: z.string(), KEY: z.string() });

/** Restores a sample into a stream that is made for it and removed afterwards, and reads it as a consumer would. */
export const handler = (event: unknown): Promise<ReplayAnswer> => replay(event, throughStream);

async function throughStream(messages: readonly ArchivedMessage[], { deadline }: Sampled): Promise<ArchivedMessage[]> {
  const { SCRATCH, KEY } = variablesSpec.parse(process.env);
  const client = new KinesisClient(clientSettings(patient));
  await removeLeftStreams(client, SCRATCH);
  const StreamName = `${SCRATCH}-${randomBytes(4).toString("hex")}`;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  try {
    const ready = () => waitUntilStreamExists({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 5 }, { StreamName });
    await ready();
    await client.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: KEY }));
    await ready();
    const stream = new ScratchStream(client, StreamName);
    await stream.put(messages);
    return await stream.read(messages.length, deadline);
  } finally {
    await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  }
}

/** Removes the scratch streams of calls that were ended before they could; none that a call of now may use. */
async function removeLeftStreams(client: KinesisClient, scratch: string): Promise<void> {
  for await (const { StreamNames = [] } of paginateListStreams({ client }, {}))
    for (const StreamName of StreamNames.filter((name) => name.startsWith(`${scratch}-`)))
      try {
        const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
        if (isLeft(StreamDescriptionSummary?.StreamCreationTimestamp))
          await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
      } catch (error) {
        // It went in the meantime.
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
}
