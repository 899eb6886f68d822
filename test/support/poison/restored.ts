import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { ArchivedMessage } from "../../../lib/core/archive/message";
import { kinesisClient } from "../../../lib/core/kinesis-client";
import { ScratchStream } from "../../../lib/engines/kinesis/functions/scratch-stream";
import { ScratchQueue } from "../../../lib/engines/sns-sqs/functions/scratch-queue";

type Operation = (input: unknown) => object;

/** A service of AWS that speaks JSON, with a few of its operations, on loopback. */
async function startService(operations: Readonly<Record<string, Operation>>): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString("latin1")));
    request.on("end", () => {
      const [, name = ""] = String(request.headers["x-amz-target"]).split(".");
      response.setHeader("content-type", "application/x-amz-json-1.0");
      try {
        response.end(JSON.stringify(operations[name]?.(JSON.parse(Buffer.from(text, "latin1").toString()))));
      } catch (error) {
        response.statusCode = 400;
        response.end(JSON.stringify({ __type: "ValidationException", message: String(error) }));
      }
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { server, url: `http://127.0.0.1:${address.port}` };
}

const settings = (endpoint: string) => ({
  endpoint,
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});

const sendSpec = z.object({
  Entries: z.array(
    z.object({
      Id: z.string(),
      MessageBody: z.string().min(1),
      MessageAttributes: z.custom<object>().optional(),
      MessageGroupId: z.string().min(1).optional(),
    }),
  ),
});

/** Sends messages through the program's own way to a queue, and gives back what it received. */
export async function throughQueue(messages: readonly ArchivedMessage[], ordered: boolean): Promise<ArchivedMessage[]> {
  const queue: object[] = [];
  const { server, url } = await startService({
    SendMessageBatch: (input) => {
      const { Entries } = sendSpec.parse(input);
      for (const { Id, MessageBody: Body, MessageAttributes, MessageGroupId } of Entries)
        queue.push({
          MessageId: String(queue.length),
          ReceiptHandle: Id,
          Body,
          MessageAttributes,
          Attributes: { MessageGroupId },
        });
      return { Successful: Entries.map(({ Id }) => ({ Id, MessageId: Id })), Failed: [] };
    },
    ReceiveMessage: () => ({ Messages: queue.splice(0, 10) }),
    DeleteMessageBatch: () => ({ Successful: [], Failed: [] }),
  });
  const client = new SQSClient({ ...settings(url), md5: false });
  const scratch = new ScratchQueue(client, url, ordered);
  await scratch.send(messages);
  const came = await scratch.receive(messages.length, Date.now() + 2_000);
  client.destroy();
  server.closeAllConnections();
  server.close();
  return came;
}

const putSpec = z.object({
  PartitionKey: z
    .string()
    .min(1)
    .refine((key) => [...key].length <= 256),
  Data: z.base64(),
});

/** The same of a stream with one shard. */
export async function throughStream(messages: readonly ArchivedMessage[]): Promise<ArchivedMessage[]> {
  const shard: object[] = [];
  const { server, url } = await startService({
    PutRecord: (input) => {
      shard.push({ ...putSpec.parse(input), SequenceNumber: String(shard.length) });
      return { ShardId: "0", SequenceNumber: "0" };
    },
    ListShards: () => ({ Shards: [{ ShardId: "shardId-000000000000" }] }),
    GetShardIterator: () => ({ ShardIterator: "i" }),
    GetRecords: () => ({ Records: shard.splice(0), NextShardIterator: "i" }),
  });
  const client = kinesisClient(settings(url));
  const scratch = new ScratchStream(client, "scratch");
  await scratch.put(messages);
  const came = await scratch.read(messages.length, Date.now() + 2_000);
  client.destroy();
  server.closeAllConnections();
  server.close();
  return came;
}
