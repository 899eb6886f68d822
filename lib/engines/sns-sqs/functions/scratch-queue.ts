import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type Message,
  type MessageAttributeValue,
  type SendMessageBatchRequestEntry,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { bytesIn } from "../../../core/archive/message";
import { batchesOf } from "../../../core/batches";
import { timeOf } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";

/** Messages in one call, and the bytes of all of them together; 1 MiB since 2025-08 (SQS SendMessageBatch, 2026-11). */
const batchMessages = 10;
const most = { count: batchMessages, bytes: 1_048_576 };

/** A queue that is there for one restore. */
export class ScratchQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly url: string,
    private readonly ordered: boolean,
  ) {}

  /** Sends messages one batch after the other, so that each group keeps its order. */
  async send(messages: readonly ArchivedMessage[]): Promise<void> {
    const numbered = messages.map((message, index) => ({ message, index }));
    for (const batch of batchesOf(numbered, { ...most, bytesOf: ({ message }) => bytesIn(message) })) {
      const Entries = batch.map(({ message, index }) => this.entryOf(message, index));
      const { Failed = [] } = await this.client.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries }));
      const [first] = Failed;
      if (first !== undefined) throw new Error(`SQS refused ${Failed.length} messages: ${first.Code} ${first.Message}`);
    }
  }

  /** Takes messages until there are so many, or the time is over. */
  async receive(count: number, deadline: number): Promise<ArchivedMessage[]> {
    const came: ArchivedMessage[] = [];
    const seen = new Set<string | undefined>();
    while (came.length < count && Date.now() < deadline) {
      const { Messages = [] } = await this.client.send(
        new ReceiveMessageCommand({
          QueueUrl: this.url,
          MaxNumberOfMessages: batchMessages,
          WaitTimeSeconds: 5,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["MessageGroupId", "SentTimestamp"],
        }),
      );
      if (Messages.length === 0) continue;
      // A queue without order may give a message twice.
      const fresh = Messages.filter(({ MessageId }) => !seen.has(MessageId));
      for (const { MessageId } of fresh) seen.add(MessageId);
      came.push(...fresh.map((message, index) => messageOf(message, came.length + index)));
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.url, Entries }));
    }
    return came;
  }

  /** The position stands for the deduplication id: an id that came before is none the less another message. */
  private entryOf({ lane, headers = [], body }: ArchivedMessage, index: number): SendMessageBatchRequestEntry {
    return {
      Id: String(index),
      MessageBody: Buffer.from(body ?? "", "base64").toString("utf8"),
      ...(headers.length > 0 && { MessageAttributes: Object.fromEntries(headers.map(attributeOf)) }),
      // A message that could not be read has no group, and SQS takes none without.
      ...(this.ordered && { MessageGroupId: lane || "unread", MessageDeduplicationId: String(index) }),
    };
  }
}

function attributeOf([name, value, type = "String"]: readonly [string, string, string?]): [
  string,
  MessageAttributeValue,
] {
  const bytes = Buffer.from(value, "base64");
  const content = type.startsWith("Binary") ? { BinaryValue: bytes } : { StringValue: bytes.toString("utf8") };
  return [escaped(name), { DataType: type, ...content }];
}

/**
 * SQS takes an attribute named `__proto__`, and the SDK reads it as undefined (@smithy/core 3, protocols: `writeKey` before
 * the value is read). So it goes through the queue under another name, and names that look like that one too.
 */
const escaped = (name: string): string => (/^(signalbox-)*__proto__$/.test(name) ? `signalbox-${name}` : name);
const unescaped = (name: string): string => name.replace(/^signalbox-(?=(signalbox-)*__proto__$)/, "");

/** The position is the order in which it came. */
function messageOf({ Body = "", Attributes = {}, MessageAttributes = {} }: Message, index: number): ArchivedMessage {
  const headers = Object.entries(MessageAttributes)
    .map(([name, value]) => [unescaped(name), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { DataType = "", StringValue = "", BinaryValue }]): [string, string, string] => [
      name,
      Buffer.from(BinaryValue ?? StringValue).toString("base64"),
      DataType,
    ]);
  return {
    lane: Attributes.MessageGroupId ?? "",
    position: String(index),
    ...timeOf(Number(Attributes.SentTimestamp ?? 0), Attributes.SentTimestamp),
    ...(headers.length > 0 && { headers }),
    body: Buffer.from(Body).toString("base64"),
  };
}
