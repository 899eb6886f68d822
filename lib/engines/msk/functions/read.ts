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
import { guarded } from "./losses";
import { readMoves, type Moves } from "./moves";
import type { Settings } from "./settings";
import { wordsOf } from "./words";

/** Reads how the cluster stands; the settings of some topics alone. */
export async function readCluster(admin: Admin, concerns: (topic: string) => boolean): Promise<Found> {
  const { brokers } = await admin.describeCluster();
  const { topics } = await admin.fetchTopicMetadata();
  const standing = topics.filter(({ name }) => !name.startsWith("__"));
  const leaving = await readMoves(admin);
  const settings = await readSettings(admin, standing.map(({ name }) => name).filter(concerns));
  const found = standing.map((topic): [string, FoundTopic] => [
    topic.name,
    {
      partitions: topic.partitions.length,
      replicationFactors: copiesOf(topic, leaving),
      config: settings.get(topic.name)?.own ?? new Map<string, string>(),
      effective: settings.get(topic.name)?.effective ?? new Map<string, string>(),
    },
  ]);
  return { brokers: brokers.length, topics: new Map(found), entries: await readEntries(admin) };
}

/** The numbers of copies that a topic's partitions have, or will have once they have moved. */
function copiesOf({ name, partitions }: ITopicMetadata, leaving: Moves): number[] {
  const copies = partitions.map(({ partitionId, replicas }) => replicas.length - leaving(name, partitionId));
  return [...new Set(copies)].sort((a, b) => a - b);
}

/** What is set on a topic itself, and what holds of the guarded settings, by defaults too. */
interface TopicSettings {
  readonly own: Settings;
  readonly effective: Settings;
}

async function readSettings(admin: Admin, names: readonly string[]): Promise<Map<string, TopicSettings>> {
  const settings = new Map<string, TopicSettings>();
  for (const batch of batchesOf(names)) {
    const resources = batch.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
    const answer = await admin.describeConfigs({ resources, includeSynonyms: false });
    for (const { resourceName, configEntries } of answer.resources) {
      const own = configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      const held = configEntries.filter(({ configName }) => guarded.some((one) => one === configName));
      settings.set(resourceName, { own: valuesOf(own), effective: valuesOf(held) });
    }
  }
  return settings;
}

const valuesOf = (entries: readonly { readonly configName: string; readonly configValue: string }[]): Settings =>
  new Map(entries.map(({ configName, configValue }) => [configName, configValue]));

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
