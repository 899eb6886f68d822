import {
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  SNSClient,
} from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { ExportStore } from "../../../core/archive/exported";

type Settings = Readonly<Record<string, string>>;

/** What of a system of topics and queues is no message. */
export interface QueuesExport {
  readonly topics: readonly {
    readonly arn: string;
    readonly settings: Settings;
    readonly subscriptions: readonly { readonly endpoint: string; readonly settings: Settings }[];
  }[];
  readonly queues: readonly { readonly url: string; readonly settings: Settings }[];
}

const retries = { retryMode: "adaptive", maxAttempts: 10 } as const;

/** Writes topics, subscriptions and queues as they are now, with their policies, to the bucket of exports. */
export async function handler(): Promise<{ readonly key: string }> {
  const { PREFIX: prefix } = process.env;
  if (prefix === undefined) throw new Error("PREFIX is not set");
  const content: QueuesExport = {
    topics: await topics(new SNSClient(retries), prefix),
    queues: await queues(new SQSClient(retries), prefix),
  };
  return { key: await ExportStore.fromVariables().write("sns-sqs", content) };
}

async function topics(client: SNSClient, prefix: string): Promise<QueuesExport["topics"]> {
  const found: QueuesExport["topics"][number][] = [];
  for await (const { Topics = [] } of paginateListTopics({ client }, {}))
    for (const { TopicArn: arn = "" } of Topics) {
      if (!arn.slice(arn.lastIndexOf(":") + 1).startsWith(prefix)) continue;
      const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn: arn }));
      found.push({ arn, settings: settingsOf(Attributes), subscriptions: await subscriptions(client, arn) });
    }
  return found;
}

async function subscriptions(client: SNSClient, topicArn: string) {
  const found: { endpoint: string; settings: Settings }[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn }))
    for (const { SubscriptionArn, Endpoint = "" } of Subscriptions) {
      // One that its endpoint has not confirmed has no ARN and no attributes yet.
      if (SubscriptionArn?.startsWith("arn:") !== true) continue;
      const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
      found.push({ endpoint: Endpoint, settings: settingsOf(Attributes) });
    }
  return found;
}

async function queues(client: SQSClient, prefix: string): Promise<QueuesExport["queues"]> {
  const found: QueuesExport["queues"][number][] = [];
  for await (const { QueueUrls = [] } of paginateListQueues({ client, pageSize: 1_000 }, { QueueNamePrefix: prefix }))
    for (const url of QueueUrls) {
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] }),
      );
      found.push({ url, settings: settingsOf(Attributes) });
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
