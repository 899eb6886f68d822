import { ConfigResourceTypes, type Admin } from "kafkajs";
import { batchesOf } from "./batches";
import type { DesiredTopic } from "./desired";
import type { Actions, Reconfiguration } from "./difference";
import { numbersOf } from "./words";

/** Milliseconds that the brokers may take for one request. */
const timeout = 30_000;

/** How a topic is asked for, and how much of a batch it takes. */
export const creation = {
  request: ({ name, partitions, replicationFactor, config }: DesiredTopic) => ({
    topic: name,
    numPartitions: partitions,
    replicationFactor,
    configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
  }),
  weight: ({ partitions }: DesiredTopic): number => partitions,
};

/** Settings of a topic, as `alterConfigs` takes them: it replaces all that is set on the topic. */
export const alteration = ({ name, config }: Pick<Reconfiguration, "name" | "config">) => ({
  type: ConfigResourceTypes.TOPIC,
  name,
  configEntries: [...config].map(([key, value]) => ({ name: key, value })),
});

/**
 * Does what is to be done. Entries first, so that no topic stands for a moment without them; and those that allow
 * before those that go, so that nobody is shut out in between.
 */
export async function apply(admin: Admin, { create, widen, reconfigure, add, remove, drop }: Actions): Promise<void> {
  for (const batch of batchesOf(add)) await admin.createAcls({ acl: batch.map(numbersOf) });
  for (const batch of batchesOf(remove)) await admin.deleteAcls({ filters: batch.map(numbersOf) });
  for (const batch of batchesOf(create, creation.weight))
    // kafkajs would ask a broker for the leaders that may not know the topics yet, and fail; they are read back anyway.
    await admin.createTopics({ topics: batch.map(creation.request), waitForLeaders: false, timeout });
  for (const batch of batchesOf(widen, ({ from, to }) => to - from))
    await admin.createPartitions({
      topicPartitions: batch.map(({ name, to }) => ({ topic: name, count: to })),
      timeout,
    });
  for (const batch of batchesOf(reconfigure))
    await admin.alterConfigs({ validateOnly: false, resources: batch.map(alteration) });
  for (const topics of batchesOf(drop)) await admin.deleteTopics({ topics, timeout });
}
