import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from "@aws-sdk/client-sqs";

/** A queue, and the function that it is given to. */
export interface Mapped {
  readonly queue: { readonly name: string; readonly arn: string };
  readonly functionName: string;
}

/**
 * Does what Lambda's event source mapping does of a queue: takes messages, hands them to the deployed function in
 * batches and removes what it took. The emulator's own mapping calls a function once for each message.
 *
 * @returns how many messages the function took
 */
export async function deliver({ queue, functionName }: Mapped, batchSize: number): Promise<number> {
  let taken = 0;
  for (;;) {
    const batch = await takeOut(queue.name, batchSize);
    if (batch.length === 0) return taken;
    await call(functionName, { Records: batch.map((message) => recordOf(message, queue.arn)) });
    taken += batch.length;
  }
}

/**
 * Takes so many messages out of a queue, or all that there are. It removes them at once, because a FIFO queue gives no
 * more of a group while one of its messages is out.
 */
export async function takeOut(QueueName: string, size: number): Promise<Message[]> {
  const sqs = new SQSClient({});
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const batch: Message[] = [];
  while (batch.length < size) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 0,
        MessageAttributeNames: ["All"],
        MessageSystemAttributeNames: ["All"],
      }),
    );
    if (Messages.length === 0) break;
    batch.push(...Messages);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  }
  return batch;
}

/** Calls a deployed function, as a mapping does. */
export async function call(FunctionName: string, event: unknown): Promise<void> {
  const lambda = new LambdaClient({});
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
  );
  if (FunctionError !== undefined) throw new Error(`${FunctionName} failed: ${Buffer.from(Payload ?? []).toString()}`);
}

/** A message as the mapping hands it over (Lambda developer guide, using Lambda with SQS, 2026-11). */
function recordOf({ MessageId, Body, Attributes, MessageAttributes = {} }: Message, eventSourceARN: string) {
  const messageAttributes = Object.entries(MessageAttributes).map(
    ([name, { DataType: dataType, StringValue: stringValue }]) => [name, { dataType, stringValue }] as const,
  );
  return {
    messageId: MessageId,
    body: Body,
    attributes: Attributes,
    messageAttributes: Object.fromEntries(messageAttributes),
    eventSourceARN,
  };
}
