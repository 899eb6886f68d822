import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  ConfigSource,
  KafkaJSServerDoesNotSupportApiKey,
  ResourcePatternTypes,
  type Admin,
  type ITopicMetadata,
} from "kafkajs";
import { batchesOf } from "./batches";
import type { Found, FoundTopic } from "./difference";
import type { Entry } from "./entries";
import { isProtocolError } from "./errors";
import { readMoves, type Moves } from "./moves";
import type { Settings } from "./settings";
import { wordsOf } from "./words";

/** Reads how the cluster stands; the settings of some topics alone. Those that went meanwhile are named apart. */
export async function readCluster(
  admin: Admin,
  concerns: (topic: string) => boolean,
): Promise<Found & { readonly vanished: readonly string[] }> {
  const { brokers } = await admin.describeCluster();
  const { topics } = await admin.fetchTopicMetadata();
  const standing = topics.filter(({ name }) => !name.startsWith("__"));
  const leaving = await readMoves(admin);
  const settings = await readSettings(admin, standing.map(({ name }) => name).filter(concerns));
  const vanished = standing.map(({ name }) => name).filter((name) => concerns(name) && !settings.has(name));
  const remaining = standing.filter(({ name }) => !vanished.includes(name));
  const found = remaining.map((topic): [string, FoundTopic] => [
    topic.name,
    {
      partitions: topic.partitions.length,
      replicationFactors: copiesOf(topic, leaving),
      config: settings.get(topic.name) ?? new Map<string, string>(),
    },
  ]);
  return { brokers: brokers.length, topics: new Map(found), entries: await readEntries(admin), vanished };
}

/** The numbers of copies that a topic's partitions have, or will have once they have moved. */
function copiesOf({ name, partitions }: ITopicMetadata, leaving: Moves): number[] {
  const copies = partitions.map(({ partitionId, replicas }) => replicas.length - leaving(name, partitionId));
  return [...new Set(copies)].sort((a, b) => a - b);
}

async function readSettings(admin: Admin, names: readonly string[]): Promise<Map<string, Settings>> {
  const settings = new Map<string, Settings>();
  for (const batch of batchesOf(names)) {
    for (const { resourceName, configEntries } of await describeTopics(admin, batch)) {
      const own = configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      settings.set(resourceName, new Map(own.map(({ configName, configValue }) => [configName, configValue])));
    }
  }
  return settings;
}

/** A topic that went after it was listed makes the whole request fail, and is left out. */
async function describeTopics(admin: Admin, names: readonly string[]) {
  const resources = names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
  try {
    return (await admin.describeConfigs({ resources, includeSynonyms: false })).resources;
  } catch (error) {
    if (!isProtocolError(error, "UNKNOWN_TOPIC_OR_PARTITION")) throw error;
    if (names.length === 1) return [];
    const each: Awaited<ReturnType<Admin["describeConfigs"]>>["resources"] = [];
    for (const name of names) each.push(...(await describeTopics(admin, [name])));
    return each;
  }
}

async function readEntries(admin: Admin): Promise<Entry[] | undefined> {
  try {
    const { resources } = await admin.describeAcls({
      resourceType: AclResourceTypes.ANY,
      resourcePatternType: ResourcePatternTypes.ANY,
      operation: AclOperationTypes.ANY,
      permissionType: AclPermissionTypes.ANY,
    });
    return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => wordsOf({ ...acl, ...resource })));
  } catch (error) {
    // The brokers have no authorizer, or, as those of MSK Serverless, no such requests.
    if (isProtocolError(error, "SECURITY_DISABLED") || error instanceof KafkaJSServerDoesNotSupportApiKey)
      return undefined;
    throw error;
  }
}
