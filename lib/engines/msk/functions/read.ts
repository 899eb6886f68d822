import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  ConfigSource,
  ResourcePatternTypes,
  type Admin,
} from "kafkajs";
import { batchesOf } from "./batches";
import type { DesiredKafka } from "./desired";
import type { Found, FoundTopic } from "./difference";
import type { Entry } from "./entries";
import { isProtocolError } from "./errors";
import type { Settings } from "./settings";
import { wordsOf } from "./words";

/** Reads how the cluster stands; the settings of the desired topics alone. */
export async function readCluster(admin: Admin, desired: DesiredKafka): Promise<Found> {
  const { brokers } = await admin.describeCluster();
  const { topics } = await admin.fetchTopicMetadata();
  const standing = topics.filter(({ name }) => !name.startsWith("__"));
  const named = new Set(desired.topics.map(({ name }) => name));
  const settings = await readSettings(
    admin,
    standing.map(({ name }) => name).filter((name) => named.has(name)),
  );
  return {
    brokers: brokers.length,
    topics: new Map(
      standing.map(({ name, partitions }): [string, FoundTopic] => [
        name,
        {
          partitions: partitions.length,
          replicationFactors: [...new Set(partitions.map(({ replicas }) => replicas.length))].sort((a, b) => a - b),
          config: settings.get(name) ?? new Map<string, string>(),
        },
      ]),
    ),
    entries: await readEntries(admin),
  };
}

async function readSettings(admin: Admin, names: readonly string[]): Promise<Map<string, Settings>> {
  const settings = new Map<string, Settings>();
  for (const batch of batchesOf(names)) {
    const resources = batch.map((name) => ({ type: ConfigResourceTypes.TOPIC, name }));
    const answer = await admin.describeConfigs({ resources, includeSynonyms: false });
    for (const { resourceName, configEntries } of answer.resources) {
      const own = configEntries.filter(({ configSource }) => configSource === ConfigSource.TOPIC_CONFIG);
      settings.set(resourceName, new Map(own.map(({ configName, configValue }) => [configName, configValue])));
    }
  }
  return settings;
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
    if (isProtocolError(error, "SECURITY_DISABLED")) return undefined;
    throw error;
  }
}
