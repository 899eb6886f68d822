import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  NotFoundException,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  SNSClient,
} from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, paginateListQueues, QueueDoesNotExist, SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings, patient } from "../../../core/clients";
import { ExportStore, unlessVanished } from "../../../core/archive/exported";

type Settings = Readonly<Record<string, string>>;

/** What of a system of topics and queues is no message. */
export interface QueuesExport {
  readonly topics: readonly {
    readonly arn: string;
    readonly settings: Settings;
    readonly subscriptions: readonly { readonly endpoint: string; readonly settings: Settings }[];
  }[];
  readonly queues: readonly { readonly url: string; readonly settings: Settings }[];
  /** What was listed, and gone before it could be read. */
  readonly vanished: readonly string[];
}

/** Writes topics, subscriptions and queues as they are now, with their policies, to the bucket of exports. */
export async function handler(): Promise<{ readonly key: string }> {
  const { PREFIX: prefix } = process.env;
  if (prefix === undefined) throw new Error("PREFIX is not set");
  const vanished: string[] = [];
  const content: QueuesExport = {
    topics: await topics(new SNSClient(clientSettings(patient)), prefix, vanished),
    queues: await queues(new SQSClient(clientSettings(patient)), prefix, vanished),
    vanished,
  };
  return { key: await ExportStore.fromVariables().write("sns-sqs", content) };
}

async function topics(client: SNSClient, prefix: string, vanished: string[]): Promise<QueuesExport["topics"]> {
  const found: QueuesExport["topics"][number][] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {}))
    for (const { TopicArn: arn = "" } of Topics) {
      if (!arn.slice(arn.lastIndexOf(":") + 1).startsWith(prefix)) continue;
      const topic = await unlessVanished(arn, vanished, NotFoundException, async () => {
        const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
        return { settings: settingsOf(Attributes), subscriptions: await subscriptions(client, arn, vanished) };
      });
      if (topic !== undefined) found.push({ arn, ...topic });
    }
  return found;
}

async function subscriptions(client: SNSClient, topicArn: string, vanished: string[]) {
  const found: { endpoint: string; settings: Settings }[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn }))
    for (const { SubscriptionArn, Endpoint = "" } of Subscriptions) {
      // One that its endpoint has not confirmed has no ARN and no attributes yet.
      if (SubscriptionArn?.startsWith("arn:") !== true) continue;
      const asked = new GetSubscriptionAttributesCommand({ SubscriptionArn });
      const read = await unlessVanished(SubscriptionArn, vanished, NotFoundException, () => client.send(asked));
      if (read !== undefined) found.push({ endpoint: Endpoint, settings: settingsOf(read.Attributes) });
    }
  return found;
}

async function queues(client: SQSClient, prefix: string, vanished: string[]): Promise<QueuesExport["queues"]> {
  const found: QueuesExport["queues"][number][] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1_000 }, { QueueNamePrefix: prefix }))
    for (const url of QueueUrls) {
      const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
      const read = await unlessVanished(url, vanished, QueueDoesNotExist, () => client.send(asked));
      if (read !== undefined) found.push({ url, settings: settingsOf(read.Attributes) });
    }
  return found;
}

/** Counts and times are no settings: they differ from day to day. */
const settingsOf = (attributes: Readonly<Record<string, string | undefined>> = {}): Settings =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined || /^(Approximate|Subscriptions|CreatedTimestamp|LastModified)/.test(name)
        ? []
        : [[name, value]],
    ),
  );
