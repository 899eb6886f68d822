import type { BrokerPermission } from "../../../core/grants";
import type { Issues } from "../../../core/issues";
import type { RabbitDefinitions } from "../functions/desired";
import { maxLengthOf } from "../instances";
import { programUsers, type Names, type ProgramUser } from "../names";
import { allQueues, type ChannelTopology, type ExchangeKind, type QueueTopology } from "../topology";
import { headerSets } from "./filter";

type Exchange = RabbitDefinitions["exchanges"][number];
type Policy = RabbitDefinitions["policies"][number];
type Rights = Pick<RabbitDefinitions["permissions"][number], "configure" | "write" | "read">;
type Table = RabbitDefinitions["queues"][number]["arguments"];

export interface DefinitionsInput {
  /** The one virtual host: named after the system. */
  readonly vhost: string;
  readonly instanceType: string;
  readonly topology: readonly ChannelTopology[];
  readonly permissions: readonly BrokerPermission[];
  /** What programs of ours may. */
  readonly programs: RabbitDefinitions["permissions"];
}

/**
 * The definitions of a system's broker, in RabbitMQ's own format. Every queue is a quorum queue with dead letters apart;
 * producers write to an exchange of their channel, so that they can reach its queue and no other.
 */
export function rabbitDefinitions(input: DefinitionsInput, issues: Issues): RabbitDefinitions {
  const { vhost, topology, permissions, programs } = input;
  const queues = topology.flatMap(allQueues);
  return {
    vhosts: [{ name: vhost }],
    permissions: [...permissionsOf(vhost, permissions), ...programs],
    exchanges: [
      ...topology.map((channel) => exchange(vhost, channel.name, kindOf(channel))),
      ...queues.map(({ deadLetters }) => exchange(vhost, deadLetters, "fanout", true)),
    ],
    queues: queues.flatMap(({ name, deadLetters, ordered }) => [
      queue(vhost, name, ordered ? { "x-single-active-consumer": true } : {}),
      queue(vhost, deadLetters),
    ]),
    bindings: [
      ...topology.flatMap((channel) => channelBindings(vhost, channel, issues)),
      ...queues.map(({ deadLetters }) => binding(vhost, deadLetters, deadLetters)),
    ],
    policies: topology.flatMap(({ queues: own, archive }) => [
      ...own.map((one) => policy(input, one)),
      ...(archive === undefined ? [] : [archivePolicy(input, archive)]),
    ]),
  };
}

/**
 * A fan-out always matches headers: an exchange cannot change its type on the day that the first filter comes. Before a
 * single queue everything is let through, so that no message with an odd routing key is lost.
 */
function kindOf({ kind, exchange: said }: ChannelTopology): ExchangeKind {
  return said ?? (kind === "fan-out" ? "headers" : "fanout");
}

function channelBindings(vhost: string, channel: ChannelTopology, issues: Issues) {
  const { kind, name } = channel;
  const queues = allQueues(channel);
  if (kind === "fan-out")
    return queues.flatMap((one) =>
      headerSets(one.filter, [...one.path, "filter"], issues).map((headers) =>
        binding(vhost, name, one.name, { headers }),
      ),
    );
  return queues.flatMap((one) => [
    binding(vhost, name, one.name),
    ...one.bindings.map(({ exchange: source, ...by }) => binding(vhost, source, one.name, by)),
  ]);
}

const exchange = (vhost: string, name: string, type: ExchangeKind, internal = false): Exchange => ({
  name,
  vhost,
  type,
  durable: true,
  auto_delete: false,
  internal,
  arguments: {},
});

const queue = (vhost: string, name: string, more: Table = {}): RabbitDefinitions["queues"][number] => ({
  name,
  vhost,
  durable: true,
  auto_delete: false,
  arguments: { "x-queue-type": "quorum", ...more },
});

interface By {
  readonly routingKey?: string | undefined;
  readonly headers?: Readonly<Record<string, string | number | boolean>> | undefined;
}

function binding(vhost: string, source: string, destination: string, { routingKey = "", headers }: By = {}) {
  return {
    source,
    vhost,
    destination,
    destination_type: "queue" as const,
    routing_key: routingKey,
    arguments: headers !== undefined && Object.keys(headers).length > 0 ? matching(headers) : {},
  };
}

/** Headers that begin with `x-` are not looked at unless one says so (RabbitMQ, headers exchange, 2026-11). */
function matching(headers: NonNullable<By["headers"]>): Table {
  const special = Object.keys(headers).some((key) => key.startsWith("x-"));
  return { "x-match": special ? "all-with-x" : "all", ...headers };
}

/** Above the priorities of Amazon MQ's own policies, which are 0 and 1. */
const priority = 10;

/**
 * What of a queue can be changed later. A delivery limit counts deliveries after the first (RabbitMQ, quorum queues,
 * 2026-11). Dead letters are handed over for certain (at-least-once), which needs that a full queue refuses.
 * For quorum queues alone: to the policies of others Amazon MQ adds settings that keep the whole policy from a quorum
 * queue (amazon-mq, quorum-queues-policy-configurations.html, 2026-11).
 */
function policy(input: DefinitionsInput, one: QueueTopology): Policy {
  return policyOf(input, one, {
    "dead-letter-strategy": "at-least-once",
    "message-ttl": one.retentionSeconds * 1000,
    overflow: "reject-publish",
  });
}

/**
 * A full queue of the archive stops no producer: what is oldest goes to its dead letters. What waits there never grows
 * too old.
 */
const archivePolicy = (input: DefinitionsInput, one: QueueTopology): Policy =>
  policyOf(input, one, { overflow: "drop-head" });

function policyOf({ vhost, instanceType }: DefinitionsInput, one: QueueTopology, more: Table): Policy {
  return {
    vhost,
    name: one.name,
    pattern: exactly([one.name]),
    "apply-to": "quorum_queues",
    priority,
    definition: {
      "dead-letter-exchange": one.deadLetters,
      "delivery-limit": one.maxDeliveries - 1,
      "max-length": one.maxLength ?? maxLengthOf(instanceType),
      ...more,
    },
  };
}

/** One permission a user: nothing may be declared, and only what is named written or read. */
function permissionsOf(vhost: string, permissions: readonly BrokerPermission[]): RabbitDefinitions["permissions"] {
  const users = [...new Set(permissions.map(({ user }) => user))];
  return users.map((user) => {
    const own = permissions.filter((permission) => permission.user === user);
    const named = (action: "read" | "write") =>
      exactly(own.filter(({ actions }) => actions.includes(action)).map(({ destination }) => destination));
    return { user, vhost, configure: nothing, write: named("write"), read: named("read") };
  });
}

/**
 * The archive reads its queues; a restore test has names of its own, and reaches no other; what counts messages only has
 * to be of the virtual host, and reaches none.
 */
export function programPermissions(
  vhost: string,
  { scratch }: Pick<Names, "scratch">,
  topology: readonly ChannelTopology[],
  programs: readonly ProgramUser[],
): RabbitDefinitions["permissions"] {
  const archived = topology.flatMap(({ archive }) => archive?.name ?? []);
  const own = `^${escaped(scratch)}[0-9a-f]{8}$`;
  const may: Readonly<Record<ProgramUser, Rights>> = {
    [programUsers.archive]: { configure: nothing, write: nothing, read: exactly(archived) },
    [programUsers.replay]: { configure: own, write: own, read: own },
    [programUsers.metrics]: { configure: nothing, write: nothing, read: nothing },
  };
  return programs.map((user) => ({ user, vhost, ...may[user] }));
}

const nothing = "^$";
const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A regular expression that matches these names and no other. */
export function exactly(names: readonly string[]): string {
  const unique = [...new Set(names)].sort().map(escaped);
  const [only] = unique;
  if (only === undefined) return nothing;
  return unique.length === 1 ? `^${only}$` : `^(${unique.join("|")})$`;
}
