import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes, type AclEntry } from "kafkajs";
import type { Entry } from "./entries";

const operations: Readonly<Record<string, AclOperationTypes>> = {
  All: AclOperationTypes.ALL,
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Delete: AclOperationTypes.DELETE,
  Alter: AclOperationTypes.ALTER,
  Describe: AclOperationTypes.DESCRIBE,
  ClusterAction: AclOperationTypes.CLUSTER_ACTION,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
  AlterConfigs: AclOperationTypes.ALTER_CONFIGS,
  IdempotentWrite: AclOperationTypes.IDEMPOTENT_WRITE,
};
const resourceTypes: Readonly<Record<string, AclResourceTypes>> = {
  topic: AclResourceTypes.TOPIC,
  group: AclResourceTypes.GROUP,
  cluster: AclResourceTypes.CLUSTER,
  "transactional-id": AclResourceTypes.TRANSACTIONAL_ID,
};
const patterns: Readonly<Record<string, ResourcePatternTypes>> = {
  literal: ResourcePatternTypes.LITERAL,
  prefixed: ResourcePatternTypes.PREFIXED,
};
const permissions = { allow: AclPermissionTypes.ALLOW, deny: AclPermissionTypes.DENY } as const;

/** An entry in the numbers of Kafka's protocol. */
export function numbersOf(entry: Entry): AclEntry {
  return {
    principal: entry.principal,
    host: entry.host,
    permissionType: permissions[entry.permission],
    operation: known(operations, entry.operation),
    resourceType: known(resourceTypes, entry.resourceType),
    resourceName: entry.resourceName,
    resourcePatternType: known(patterns, entry.resourcePattern),
  };
}

/** The words for an entry in numbers; `operation 13` where newer brokers have one that kafkajs does not know. */
export function wordsOf(numbers: AclEntry): Entry {
  return {
    principal: numbers.principal,
    host: numbers.host,
    permission: numbers.permissionType === AclPermissionTypes.DENY ? "deny" : "allow",
    operation: wordOf(operations, numbers.operation, "operation"),
    resourceType: wordOf(resourceTypes, numbers.resourceType, "type"),
    resourceName: numbers.resourceName,
    resourcePattern: wordOf(patterns, numbers.resourcePatternType, "pattern"),
  };
}

function known<N>(numbers: Readonly<Record<string, N>>, word: string): N {
  const number = numbers[word];
  if (number === undefined) throw new Error(`Kafka has no number for '${word}'`);
  return number;
}

function wordOf(numbers: Readonly<Record<string, number>>, number: number, what: string): string {
  return Object.keys(numbers).find((word) => numbers[word] === number) ?? `${what} ${number}`;
}
