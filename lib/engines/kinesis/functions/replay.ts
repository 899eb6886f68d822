import { randomBytes } from "node:crypto";
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  StartStreamEncryptionCommand,
  waitUntilStreamExists,
} from "@aws-sdk/client-kinesis";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import { ArchiveStore } from "../../../core/archive/store";
import { kinesisClient, patient } from "../../../core/kinesis-client";
import { ScratchStream } from "./scratch-stream";

const requestSpec = z.strictObject({ channel: z.string(), expected: z.string(), received: z.string() });
const variablesSpec = z.object({ SCRATCH: z.string(), KEY: z.string(), SECONDS: z.coerce.number() });

/**
 * Restores a sample into a stream that is made for it and removed afterwards, reads it from the beginning as a consumer
 * would, and keeps what came.
 */
export async function handler(event: unknown): Promise<ReplayAnswer> {
  const { expected, received } = requestSpec.parse(event);
  const { SCRATCH, KEY, SECONDS } = variablesSpec.parse(process.env);
  const deadline = Date.now() + SECONDS * 1_000;
  const store = ArchiveStore.fromVariables();
  const messages = await store.getAt(expected);
  const client = kinesisClient(patient);
  const StreamName = `${SCRATCH}-${randomBytes(4).toString("hex")}`;
  await client.send(new CreateStreamCommand({ StreamName, ShardCount: 2 }));
  try {
    const ready = () => waitUntilStreamExists({ client, maxWaitTime: 120, minDelay: 1, maxDelay: 5 }, { StreamName });
    await ready();
    await client.send(new StartStreamEncryptionCommand({ StreamName, EncryptionType: "KMS", KeyId: KEY }));
    await ready();
    const stream = new ScratchStream(client, StreamName);
    await stream.put(messages);
    const came = await stream.read(messages.length, deadline);
    await store.putAt(received, came);
    return { sent: messages.length, received: came.length };
  } finally {
    await client.send(new DeleteStreamCommand({ StreamName, EnforceConsumerDeletion: true }));
  }
}
