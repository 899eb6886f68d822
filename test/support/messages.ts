import {
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
  DeleteMessageCommand,
} from "@aws-sdk/client-sqs";
import { PublishCommand, SNSClient, type MessageAttributeValue } from "@aws-sdk/client-sns";
import * as z from "zod";
import type { TopicChannelPlan, SubscriberPlan } from "../../lib/engines/sns-sqs/plan";
import type { QueuePlan } from "../../lib/engines/sns-sqs/queue-plan";

export interface Message {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string | number>>;
}

export interface Received {
  readonly body: string;
  readonly receipt: string;
  /** How often it was handed out, this time included. */
  readonly deliveries: number;
}

/** Talks to the deployed system as its clients would. */
export class Messenger {
  private readonly sns = new SNSClient({});
  private readonly sqs = new SQSClient({});

  async publish({ topic }: TopicChannelPlan, { body, attributes = {} }: Message): Promise<void> {
    await this.sns.send(
      new PublishCommand({
        TopicArn: topic.arn,
        Message: body,
        MessageAttributes: Object.fromEntries(Object.entries(attributes).map(([key, v]) => [key, attribute(v)])),
        ...(topic.fifo && { MessageGroupId: "group" }),
      }),
    );
  }

  async send(queue: QueuePlan, { body }: Message): Promise<void> {
    const fifo = queue.fifo && { MessageGroupId: "group" };
    await this.sqs.send(new SendMessageCommand({ QueueUrl: await this.url(queue), MessageBody: body, ...fifo }));
  }

  /** What is there within `seconds`, at most ten messages; each stays hidden for `hidden` seconds. */
  async receive(queue: QueuePlan, seconds: number, hidden?: number): Promise<Received[]> {
    const { Messages = [] } = await this.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: await this.url(queue),
        WaitTimeSeconds: seconds,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
        ...(hidden === undefined ? {} : { VisibilityTimeout: hidden }),
      }),
    );
    return Messages.map(({ Body = "", ReceiptHandle = "", Attributes = {} }) => ({
      body: Body,
      receipt: ReceiptHandle,
      deliveries: Number(Attributes.ApproximateReceiveCount),
    }));
  }

  async acknowledge(queue: QueuePlan, { receipt }: Received): Promise<void> {
    await this.sqs.send(new DeleteMessageCommand({ QueueUrl: await this.url(queue), ReceiptHandle: receipt }));
  }

  /** Takes everything that is there out of the queue. */
  async drain(queue: QueuePlan): Promise<string[]> {
    const bodies: string[] = [];
    for (let got = await this.receive(queue, 0); got.length > 0; got = await this.receive(queue, 0))
      for (const message of got) {
        bodies.push(message.body);
        await this.acknowledge(queue, message);
      }
    return bodies;
  }

  private async url({ name }: QueuePlan): Promise<string> {
    const { QueueUrl } = await this.sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    if (QueueUrl === undefined) throw new Error(`no queue ${name}`);
    return QueueUrl;
  }
}

function attribute(value: string | number): MessageAttributeValue {
  return { DataType: typeof value === "number" ? "Number" : "String", StringValue: String(value) };
}

const policySpec = z.record(z.string(), z.unknown());

/** A message that the subscriber's filter lets through. `mark` tells it from others. */
export function messageFor({ filter }: Pick<SubscriberPlan, "filter">, mark: string): Message {
  if (filter === undefined) return { body: JSON.stringify({ mark }) };
  const sample = sampleOf(policySpec.parse(JSON.parse(filter.policy)));
  if (filter.scope === "MessageBody") return { body: JSON.stringify({ mark, ...sample }) };
  const attributes = Object.entries(sample).map(([key, value]): [string, string | number] => [
    key,
    typeof value === "number" ? value : String(value),
  ]);
  return {
    body: JSON.stringify({ mark }),
    attributes: Object.fromEntries(attributes),
  };
}

/** `{ kind: ["a", "b"], total: { amount: [{ numeric: [">=", 5] }] } }` → `{ kind: "a", total: { amount: 5 } }` */
function sampleOf(policy: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(policy).flatMap(([key, value]: [string, unknown]) => {
      if (!Array.isArray(value)) return typeof value === "object" && value !== null ? [[key, sampleOf(value)]] : [];
      const sample = sampleValue(value[0]);
      return sample === undefined ? [] : [[key, sample]];
    }),
  );
}

function sampleValue(condition: unknown): unknown {
  if (typeof condition !== "object" || condition === null) return condition;
  const entry: [string, unknown] | undefined = Object.entries(condition)[0];
  const [operator, operand] = entry ?? ["", undefined];
  switch (operator) {
    case "prefix":
    case "suffix":
    case "equals-ignore-case":
      return operand;
    case "exists":
      return operand === true ? "there" : undefined;
    case "anything-but":
      return "something else";
    case "cidr":
      return String(operand).split("/")[0];
    case "numeric":
      return Array.isArray(operand) ? numberWithin(operand) : undefined;
    default:
      throw new Error(`no sample for the operator '${operator}'`);
  }
}

function numberWithin([operator, low]: readonly unknown[]): number {
  const bound = Number(low);
  return operator === ">" ? bound + 1e-3 : operator === "<" ? bound - 1 : bound;
}
