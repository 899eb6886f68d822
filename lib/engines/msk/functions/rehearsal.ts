import { KafkaJSAggregateError, type Admin } from "kafkajs";
import { alteration, creation } from "./apply";
import { batchesOf } from "./batches";
import type { DesiredTopic } from "./desired";
import { refuse, type Actions, type Reconfiguration, type Refusal } from "./difference";
import { isProtocolError } from "./errors";
import type { Settings } from "./settings";

/**
 * Lets Kafka say what it would refuse, before anything is done: it knows every setting and its bounds, and what we may.
 * It names no setting, so those of a topic that it refuses are tried one by one.
 */
export async function rehearse(admin: Admin, { create, widen, reconfigure }: Actions): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const batch of batchesOf(create, creation.weight)) refusals.push(...(await rehearseCreation(admin, batch)));
  for (const { name, to } of widen) {
    const work = () => admin.createPartitions({ validateOnly: true, topicPartitions: [{ topic: name, count: to }] });
    const refusal = await refusedBy(work);
    if (refusal !== undefined) refusals.push(topicRefused(name, `${to} partitions`, refusal));
  }
  for (const change of reconfigure) refusals.push(...(await rehearseSettings(admin, change)));
  return refusals;
}

async function rehearseCreation(admin: Admin, batch: readonly DesiredTopic[]): Promise<Refusal[]> {
  const validate = (topics: readonly DesiredTopic[]) =>
    admin.createTopics({ validateOnly: true, waitForLeaders: false, topics: topics.map(creation.request) });
  try {
    await validate(batch);
    return [];
  } catch (error) {
    if (!(error instanceof KafkaJSAggregateError)) throw error;
  }
  const refusals: Refusal[] = [];
  for (const topic of batch) {
    const refusal = await refusedBy(() => validate([topic]));
    if (refusal === undefined) continue;
    const one = (name: string, value: string) => validate([{ ...topic, config: { [name]: value } }]);
    const settings = await refusedSettings(topic.name, new Map(Object.entries(topic.config)), one);
    refusals.push(...(settings.length > 0 ? settings : [topicRefused(topic.name, "the topic", refusal)]));
  }
  return refusals;
}

async function rehearseSettings(admin: Admin, { name, config }: Reconfiguration): Promise<Refusal[]> {
  const validate = (settings: Settings) =>
    admin.alterConfigs({ validateOnly: true, resources: [alteration({ name, config: settings })] });
  const refusal = await refusedBy(() => validate(config));
  if (refusal === undefined) return [];
  const settings = await refusedSettings(name, config, (key, value) => validate(new Map([[key, value]])));
  return settings.length > 0 ? settings : [topicRefused(name, "its settings together", refusal)];
}

async function refusedSettings(
  topic: string,
  settings: Settings,
  attempt: (name: string, value: string) => Promise<unknown>,
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const [name, value] of settings) {
    const refusal = await refusedBy(() => attempt(name, value));
    if (refusal?.type !== "INVALID_CONFIG") continue;
    const message = `Kafka refuses '${name}' as '${value}': ${refusal.words}`;
    refusals.push(refuse("SettingRefused", topic, message));
  }
  return refusals;
}

/** Kafka's error, and the broker's own words for it. */
interface BrokerRefusal {
  readonly type: string;
  readonly words: string;
}

/** Why Kafka refuses; undefined when it does not. */
async function refusedBy(attempt: () => Promise<unknown>): Promise<BrokerRefusal | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    const [first] = error instanceof KafkaJSAggregateError ? error.errors : [error];
    if (!isProtocolError(first) || first.retriable) throw error;
    return { type: first.type, words: first.message };
  }
}

const topicRefused = (name: string, what: string, { type, words }: BrokerRefusal): Refusal => {
  const remedy = type.endsWith("AUTHORIZATION_FAILED") ? "; the function may not: look at its policy, or its user" : "";
  return refuse("TopicRefused", name, `Kafka refuses ${what} (${type}): ${words}${remedy}`);
};
