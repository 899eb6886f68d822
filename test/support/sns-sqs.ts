import type { EnvironmentPlan } from "../../lib/environment/plan";
import { PlanError } from "../../lib/core/issues";
import type { Place } from "../../lib/core/place";
import type { ChannelPlan, TopicChannelPlan } from "../../lib/engines/sns-sqs/plan";
import { planSnsSqs, type SnsSqsPlan, type SnsSqsSpec } from "../../lib/engines/sns-sqs";

export const place: Place = { environment: "prod", account: "111122223333", region: "eu-west-1" };

export type PubSub = Extract<SnsSqsSpec, { pattern?: "pub-sub" }>;
export type Channel = PubSub["channels"][string];
export type Subscriber = NonNullable<Channel["subscribers"]>[string];

export const pubSub = (channel: Channel): SnsSqsPlan =>
  planSnsSqs(place, "notifications", { channels: { events: channel } });
export const withSubscriber = (subscriber: Subscriber, more: Channel = {}): SnsSqsPlan =>
  pubSub({ ...more, subscribers: { email: subscriber } });
export const workQueue = (channel: Extract<SnsSqsSpec, { pattern: "work-queue" }>["channels"][string]): SnsSqsPlan =>
  planSnsSqs(place, "work", { pattern: "work-queue", channels: { jobs: channel } });

export function codesOf(make: () => unknown): string[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof PlanError) return error.issues.map(({ kind, path }) => `${kind.code} ${path.join(".")}`);
    throw error;
  }
}

export function emailOf(plan: SnsSqsPlan) {
  const [channel] = plan.channels;
  if (channel?.kind !== "topic") throw new Error("no topic");
  const [subscriber] = channel.subscribers;
  if (subscriber === undefined) throw new Error("no subscriber");
  return { channel, subscriber };
}

/** The channels of every system of an environment that is on this engine. */
export const channelsOf = ({ systems }: Pick<EnvironmentPlan, "systems">): ChannelPlan[] =>
  systems.flatMap(({ system }) => (system.engine === "sns-sqs" ? system.channels : []));

/** The topic of an environment's channel. */
export function topicOf(plan: EnvironmentPlan, name: string): TopicChannelPlan {
  const found = channelsOf(plan).find((one) => one.name === name);
  if (found?.kind !== "topic") throw new Error(`there is no topic ${name}`);
  return found;
}
