import type { Client, Grant, Permission } from "../../core/grants";
import { groupBy } from "../../core/group";
import type { Place } from "../../core/place";
import { nextUser } from "./authentication";
import { secretName, type Names } from "./names";
import { rotationAt } from "./rotation";
import type { SystemOptions } from "./spec";
import type { ChannelPlan } from "./topics";

/** A client's configuration, but for the brokers' addresses, which AWS assigns. */
export interface ClientSettings {
  readonly client: string;
  /** The listener whose output has the addresses. */
  readonly listener: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface SettingsInput {
  readonly place: Place;
  readonly names: Names;
  readonly options: SystemOptions;
  readonly channels: readonly ChannelPlan[];
  readonly permissions: readonly Permission[];
}

/**
 * Tuned settings for every client that access: admits: durable, in order, and easy on the brokers. The values are
 * AWS's advice (aws/agent-toolkit-for-aws, managing-amazon-msk, configure-clients, 2026-08).
 */
export function planClientSettings(input: SettingsInput): ClientSettings[] {
  const grants = input.permissions.map(({ grant }) => grant);
  return [...groupBy(grants, ({ client }) => client.name).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [settingsOf(input, first.client, own)];
  });
}

function settingsOf(input: SettingsInput, client: Client, grants: readonly Grant[]): ClientSettings {
  const channelsFor = (verb: Grant["verb"]) => {
    const names = new Set(grants.filter((grant) => grant.verb === verb).map(({ channel }) => channel));
    return input.channels.filter(({ name }) => names.has(name));
  };
  const groups = [...new Set(grants.flatMap(({ group }) => group ?? []))];
  const written = channelsFor("produce");
  const readFrom = channelsFor("consume");
  return {
    client: client.name,
    listener: listenerOf(input, client),
    properties: {
      "client.id": client.name,
      ...identification(input, client),
      "reconnect.backoff.ms": "1000",
      "reconnect.backoff.max.ms": "10000",
      "retry.backoff.ms": "200",
      "retry.backoff.max.ms": "1000",
      ...(written.length > 0 ? producing(written) : {}),
      ...(readFrom.length > 0 ? consuming(readFrom, groups) : {}),
    },
  };
}

function listenerOf({ place, options }: SettingsInput, { identity }: Client): string {
  if (identity.kind === "user") return "bootstrapScram";
  if (identity.kind === "certificate") return "bootstrapTls";
  const foreign = identity.account !== place.account;
  return foreign && options.mode !== "serverless" && options.connectivity.phase === "multi-vpc"
    ? "bootstrapIamMultiVpc"
    : "bootstrapIam";
}

/** How the client proves who it is. No password stands here: Kafka's config provider reads it from Secrets Manager. */
function identification({ place, names, options }: SettingsInput, { identity }: Client): Record<string, string> {
  if (identity.kind === "certificate") return { "security.protocol": "SSL" };
  if (identity.kind !== "user")
    return {
      "security.protocol": "SASL_SSL",
      "sasl.mechanism": "AWS_MSK_IAM",
      "sasl.jaas.config": "software.amazon.msk.auth.iam.IAMLoginModule required;",
      "sasl.client.callback.handler.class": "software.amazon.msk.auth.iam.IAMClientCallbackHandler",
    };
  const step = options.mode === "serverless" ? 1 : (options.authentication.rotation[identity.user] ?? 1);
  const user = rotationAt(step).active === "first" ? identity.user : nextUser(identity.user);
  const password = `\${secretsmanager:${secretName(names.prefix, user)}:password}`;
  return {
    "security.protocol": "SASL_SSL",
    "sasl.mechanism": "SCRAM-SHA-512",
    "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`,
    // github.com/aws-samples/msk-config-providers, 2026-11; whoever has no JVM fills the password in.
    "config.providers": "secretsmanager",
    "config.providers.secretsmanager.class": "com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider",
    "config.providers.secretsmanager.param.region": place.region,
  };
}

/** A producer sends at most so many bytes at once when it is not told otherwise (Kafka, max.request.size, 4.1). */
const usualRequest = 1_048_576;

function producing(channels: readonly ChannelPlan[]): Record<string, string> {
  const largest = Math.max(...channels.map(({ config }) => Number(config["max.message.bytes"])));
  return {
    acks: "all",
    "enable.idempotence": "true",
    "max.in.flight.requests.per.connection": "5",
    retries: "2147483647",
    "delivery.timeout.ms": "120000",
    "request.timeout.ms": "30000",
    "linger.ms": "5",
    "batch.size": "131072",
    "buffer.memory": "67108864",
    "compression.type": "lz4",
    ...(largest > usualRequest ? { "max.request.size": String(largest) } : {}),
  };
}

function consuming(channels: readonly ChannelPlan[], groups: readonly string[]): Record<string, string> {
  const [group] = groups;
  // Reading what is committed alone is slow on tiered topics (MSK developer guide, tiered storage, 2026-11).
  const tiered = channels.some((channel) => channel.tiered);
  return {
    ...(groups.length === 1 && group !== undefined ? { "group.id": group } : {}),
    // A group that is new begins with the oldest message, so that none is missed.
    "auto.offset.reset": "earliest",
    "session.timeout.ms": "45000",
    "heartbeat.interval.ms": "10000",
    "partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
    "isolation.level": tiered ? "read_uncommitted" : "read_committed",
    "auto.commit.interval.ms": "5000",
    "fetch.min.bytes": "1024",
    "fetch.max.wait.ms": "1000",
  };
}

/** A properties file, each setting a line in the order given. */
export const propertiesText = (properties: Readonly<Record<string, string>>): string =>
  Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
