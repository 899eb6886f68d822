import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  ConfigResourceTypes,
  ResourcePatternTypes,
  type Admin,
} from "kafkajs";

export interface Attempt {
  readonly what: string;
  readonly attempt: (client: Admin) => Promise<unknown>;
  /** What Kafka calls its refusal. */
  readonly error: string;
}

/** What a client may try besides messages, on a topic and on the cluster; none of the clients may do any of it. */
export function attemptsOn(topic: string): Attempt[] {
  const topicConfig = { type: ConfigResourceTypes.TOPIC, name: topic };
  const brokerConfig = { type: ConfigResourceTypes.BROKER, name: "1" };
  const see = (resource: typeof topicConfig | typeof brokerConfig) => (client: Admin) =>
    client.describeConfigs({ resources: [resource], includeSynonyms: false });
  const set = (resource: typeof topicConfig | typeof brokerConfig, name: string) => (client: Admin) =>
    client.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries: [{ name, value: "1" }] }] });
  const anyEntry = {
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  };
  const own = {
    principal: "User:stranger",
    host: "*",
    resourceType: AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
    operation: AclOperationTypes.ALL,
    permissionType: AclPermissionTypes.ALLOW,
  };
  const attempts = {
    TOPIC_AUTHORIZATION_FAILED: {
      "makes a topic": (client: Admin) => client.createTopics({ topics: [{ topic: "made-by-a-client" }] }),
      "deletes the topic": (client: Admin) => client.deleteTopics({ topics: [topic] }),
      "adds partitions": (client: Admin) => client.createPartitions({ topicPartitions: [{ topic, count: 99 }] }),
      "sees the topic's settings": see(topicConfig),
      "sets the topic's settings": set(topicConfig, "retention.ms"),
    },
    CLUSTER_AUTHORIZATION_FAILED: {
      "sees a broker's settings": see(brokerConfig),
      "sets a broker's settings": set(brokerConfig, "log.retention.ms"),
      "sees the entries": (client: Admin) => client.describeAcls(anyEntry),
      "adds an entry": (client: Admin) => client.createAcls({ acl: [own] }),
      "takes entries away": (client: Admin) => client.deleteAcls({ filters: [anyEntry] }),
    },
  };
  return Object.entries(attempts).flatMap(([error, group]) =>
    Object.entries(group).map(([what, attempt]) => ({ what, attempt, error })),
  );
}
