import * as z from "zod";

/**
 * What may be done with which kind of resource, in Kafka's words
 * (kafka.apache.org/documentation/#operations_resources_and_protocols, 4.1; `All` stands for each of a kind).
 */
export const operationsOf = {
  topic: ["All", "Read", "Write", "Create", "Delete", "Alter", "Describe", "DescribeConfigs", "AlterConfigs"],
  group: ["All", "Read", "Delete", "Describe"],
  "transactional-id": ["All", "Write", "Describe"],
  cluster: [
    "All",
    "Create",
    "Alter",
    "Describe",
    "ClusterAction",
    "DescribeConfigs",
    "AlterConfigs",
    "IdempotentWrite",
  ],
} as const;

/** What Kafka calls the one cluster that there is. */
export const clusterName = "kafka-cluster";

const name = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, "is no name that Kafka takes for a topic");

const desiredTopic = z
  .strictObject({
    name,
    /** Never fewer than there are: Kafka cannot take partitions away. */
    partitions: z.int().min(1),
    /** Copies of each partition. Of a topic that exists it must be what it is. */
    replicationFactor: z.int().min(1),
    /** Topic settings by their names in Kafka. What is left out is as the brokers' configuration says. */
    config: z.record(z.string(), z.string()).readonly(),
    /** Settings whose change may delete messages, because the environment file accepts it. None when left out. */
    mayLose: z.array(z.string()).readonly().optional(),
  })
  .readonly();

export const desiredAcl = z
  .strictObject({
    /** `User:billing`, or `User:CN=billing` of a certificate. */
    principal: z.string().regex(/^User:.+$/, "is no principal; write User:<name>"),
    resourceType: z.enum(["topic", "group", "transactional-id", "cluster"]),
    /** Of the type `cluster` it is `kafka-cluster`. */
    resourceName: z.string().min(1),
    /** Whether the name is the resource's own, or what its name begins with. */
    resourcePattern: z.enum(["literal", "prefixed"]),
    /** Kafka's words: Read, Write, Describe, Create, IdempotentWrite …; the principal may do each, from any host. */
    operations: z.array(z.string()).min(1).readonly(),
  })
  .readonly()
  .check(({ value, issues }) => {
    const known: readonly string[] = operationsOf[value.resourceType];
    for (const operation of value.operations.filter((one) => !known.includes(one)))
      issues.push({
        code: "custom",
        input: operation,
        path: ["operations"],
        message: `'${operation}' cannot be done with a ${value.resourceType}; it knows ${known.join(", ")}`,
      });
    if (value.resourceType === "cluster" && (value.resourceName !== clusterName || value.resourcePattern !== "literal"))
      issues.push({
        code: "custom",
        input: value.resourceName,
        path: ["resourceName"],
        message: `the cluster is called ${clusterName}, literally`,
      });
  });

/**
 * The topics and access control entries that a Kafka cluster is to have: what the planner gives the function as its
 * input, and what the function checks its input with.
 *
 * Topics that are not listed are left alone. Of the resources that are listed, the entries are exactly these; see
 * `difference()`.
 */
export const desiredKafka = z
  .strictObject({
    topics: z.array(desiredTopic).readonly(),
    acls: z.array(desiredAcl).readonly(),
    /** Topics that the file no longer has: what entries allow on them goes. None when left out. */
    withdrawn: z.array(name).readonly().optional(),
    /** Those of them that are deleted with their messages. None when left out. */
    deleted: z.array(name).readonly().optional(),
  })
  .readonly()
  .check(({ value, issues }) => {
    const names = value.topics.map((topic) => topic.name);
    for (const twice of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
      issues.push({ code: "custom", input: twice, path: ["topics"], message: `'${twice}' is there more than once` });
  });

export type DesiredKafka = z.output<typeof desiredKafka>;
export type DesiredTopic = z.output<typeof desiredTopic>;
export type DesiredAcl = z.output<typeof desiredAcl>;
