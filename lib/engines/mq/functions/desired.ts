import * as z from "zod";

const name = z.string().min(1).max(255);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
/** Arguments as the broker takes and lists them; order of keys has no meaning. */
const table = z.record(z.string(), z.union([scalar, z.array(scalar)]));

/** A user of a client, which never gets a tag, hence no right to manage the broker; or of a program that reads from it. */
const desiredUser = z.strictObject({
  name: name.describe("What the client connects as"),
  secret: z.string().min(1).describe('Name of the secret that holds {"username","password"} as JSON'),
  tags: z
    .array(z.literal("management"))
    .optional()
    .describe("management: reads what the virtual hosts hold that it has a permission in; none when left out"),
});
export type DesiredUser = z.output<typeof desiredUser>;

/** A virtual host that is managed whole: what stands in it and is not asked for is removed or reported. */
const vhost = z.strictObject({ name });

/** What a user may do within one virtual host: each a regular expression over the names of queues and exchanges. */
const permission = z.strictObject({
  user: name,
  vhost: name,
  configure: z.string().describe("What it may declare and delete; ^$ is nothing"),
  write: z.string().describe("What it may publish to; ^$ is nothing"),
  read: z.string().describe("What it may consume; ^$ is nothing"),
});

const exchange = z.strictObject({
  name: name.regex(/^(?!amq\.)/, "names that begin with amq. belong to the broker"),
  vhost: name,
  type: z.enum(["direct", "fanout", "headers", "topic"]),
  durable: z.boolean(),
  auto_delete: z.boolean(),
  internal: z.boolean().describe("Whether only other exchanges may publish to it, and clients may not"),
  arguments: table,
});

const queue = z.strictObject({
  name: name.regex(/^(?!amq\.)/, "names that begin with amq. belong to the broker"),
  vhost: name,
  durable: z.boolean(),
  auto_delete: z.boolean(),
  arguments: table.describe("x-queue-type and what else only a declaration can say"),
});

const binding = z.strictObject({
  source: name,
  vhost: name,
  destination: name,
  destination_type: z.enum(["queue", "exchange"]),
  routing_key: z.string().max(255),
  arguments: table,
});

/** Settings of all queues or exchanges whose name the pattern matches; unlike arguments they can be changed. */
const policy = z.strictObject({
  vhost: name,
  name,
  pattern: z.string().min(1),
  "apply-to": z
    .enum(["all", "exchanges", "queues", "classic_queues", "quorum_queues", "streams"])
    .describe("RabbitMQ before 3.12 knows the first three alone"),
  priority: z.int().describe("The highest that matches holds. Amazon MQ's own have 0 or 1"),
  definition: table,
});

/** RabbitMQ's own format of definitions, without users: `rabbitmqctl import_definitions` takes it as it is. */
export const rabbitDefinitions = z.strictObject({
  vhosts: z.array(vhost).min(1),
  permissions: z.array(permission),
  exchanges: z.array(exchange),
  queues: z.array(queue),
  bindings: z.array(binding),
  policies: z.array(policy),
});
export type RabbitDefinitions = z.output<typeof rabbitDefinitions>;

const desiredRabbitMq = z.strictObject({
  engine: z.literal("rabbitmq"),
  definitions: rabbitDefinitions,
  users: z.array(desiredUser),
});
export type DesiredRabbitMq = z.output<typeof desiredRabbitMq>;

const desiredActiveMq = z.strictObject({
  engine: z.literal("activemq"),
  users: z.array(
    z.strictObject({
      ...desiredUser.omit({ tags: true }).shape,
      groups: z.array(name).describe("Groups that the broker's authorization map names"),
    }),
  ),
});
export type DesiredActiveMq = z.output<typeof desiredActiveMq>;

/** What the function is called with: how a broker is to be. */
export const desiredBroker = z.discriminatedUnion("engine", [desiredRabbitMq, desiredActiveMq]);
export type DesiredBroker = z.output<typeof desiredBroker>;
