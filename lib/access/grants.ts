import { accountOf } from "../core/arns";
import type { Grantable } from "../core/engine";
import type { Client, Grant, Identity, IdentityKind, Runs, Verb } from "../core/grants";
import type { DataPath, IssueKind, Issues } from "../core/issues";
import type { Place } from "../core/place";
import { listed, suggestion } from "../core/read";
import { kinds } from "./kinds";
import type { AccessSpec, ClientsSpec } from "./spec";

/** Says of every client how it proves who it is. */
export function planClients(
  place: Place,
  clients: ClientsSpec,
  path: DataPath,
  issues: Issues,
): Record<string, Client> {
  const planned = Object.entries(clients).map(([name, spec]): [string, Client] => {
    const at = [...path, name];
    const said = identityKeys.filter((key) => spec[key] !== undefined);
    if (said.length !== 1)
      issues.add(
        kinds.BadClient,
        at,
        `client '${name}' takes one of ${identityKeys.join(", ")}${said.length === 0 ? "" : `, and says ${said.join(" and ")}`}`,
      );
    if (spec.account === place.account)
      issues.add(
        kinds.BadClient,
        [...at, "account"],
        `${spec.account} is the environment's own account; name the client's role`,
      );
    const identity = identityOf(place, spec);
    const runs = spec.runs && runsOf(place, identity, spec.runs, [...at, "runs"], issues);
    return [name, { name, path: at, identity, ...(runs && { runs }) }];
  });
  return Object.fromEntries(planned);
}

const identityKeys = ["role", "account", "user", "certificate"] as const satisfies readonly IdentityKind[];

function identityOf(place: Place, { role, account, user, certificate }: ClientsSpec[string]): Identity {
  if (user !== undefined) return { kind: "user", user };
  if (certificate !== undefined) return { kind: "certificate", subject: certificate };
  if (role !== undefined) return { kind: "role", account: accountOf(role) ?? place.account, role };
  return { kind: "account", account: account ?? place.account };
}

function runsOf(
  place: Place,
  identity: Identity,
  said: NonNullable<ClientsSpec[string]["runs"]>,
  path: DataPath,
  issues: Issues,
): Runs | undefined {
  if ("account" in identity && identity.account !== place.account) {
    issues.add(kinds.BadClient, path, `runs is of account ${place.account}, and the client is of ${identity.account}`);
    return undefined;
  }
  const [cluster, service] = said.service?.split("/") ?? [];
  if (said.function !== undefined && service === undefined) return { kind: "function", name: said.function };
  if (said.function === undefined && cluster !== undefined && service !== undefined)
    return { kind: "service", cluster, name: service };
  issues.add(kinds.BadClient, path, "runs takes one of function, service; name the Lambda function or the ECS service");
  return undefined;
}

/** What the system's engine says of who may be granted what. */
export interface GrantingSystem {
  readonly engine: string;
  readonly channels: readonly Grantable[];
  /** How its clients may prove who they are. */
  readonly identities: readonly IdentityKind[];
  /** Engines that know clients of a kind, to be named where this one does not. */
  readonly enginesFor: (kind: IdentityKind) => readonly string[];
}

const verbs: readonly Verb[] = ["produce", "consume", "administer"];

/** Takes `access:` apart into one grant a client, verb and channel. What names nothing is an issue, and left out. */
export function resolveGrants(
  access: AccessSpec,
  clients: Readonly<Record<string, Client>>,
  system: GrantingSystem,
  path: DataPath,
  issues: Issues,
): Grant[] {
  const seen = new Set<string>();
  const channels = new Map(system.channels.map((channel) => [channel.name, channel]));
  return linesOf(access).flatMap(([key, entry]) => {
    const at = [...path, key];
    const client = clientOf(entry, clients, system, at, issues);
    checkEntry(entry, at, issues);
    return verbs.flatMap((verb) =>
      (entry[verb] ?? []).flatMap((name, position): Grant[] => {
        const here = [...at, verb, position];
        const channel = channels.get(name);
        if (channel === undefined) {
          issues.add(kinds.UnknownChannel, here, unknown("channel", name, [...channels.keys()]));
          return [];
        }
        const through = verb === "consume" ? { subscriber: entry.subscriber, group: entry.group } : {};
        if (verb === "consume" && !consumable(channel, through, { entry: at, channel: here }, issues)) return [];
        const key = JSON.stringify([entry.client, verb, name, through]);
        if (seen.has(key)) issues.add(kinds.DuplicateGrant, here, `${entry.client} may ${verb} ${name} already`);
        seen.add(key);
        return client === undefined ? [] : [{ client, verb, channel: name, path: here, ...defined(through) }];
      }),
    );
  });
}

type AccessLine = Extract<AccessSpec, readonly unknown[]>[number];

/** The lines of `access:` with their index or name. */
export const linesOf = (access: AccessSpec): [string | number, AccessLine][] =>
  Array.isArray(access) ? access.map((line, index) => [index, line]) : Object.entries(access);

function clientOf(
  { client: name }: AccessLine,
  clients: Readonly<Record<string, Client>>,
  { engine, identities, enginesFor }: GrantingSystem,
  at: DataPath,
  issues: Issues,
): Client | undefined {
  const client = Object.hasOwn(clients, name) ? clients[name] : undefined;
  if (client === undefined) {
    issues.add(kinds.UnknownClient, [...at, "client"], unknown("client", name, Object.keys(clients)));
    return undefined;
  }
  const { kind } = client.identity;
  if (identities.includes(kind)) return client;
  const others = enginesFor(kind);
  issues.add(
    kinds.ClientUnsupported,
    [...at, "client"],
    `'${name}' is known by ${kind}, and ${engine} knows clients by ${identities.join(" or ")}; by ${kind}: ${others.join(", ") || "no engine"}`,
  );
  return undefined;
}

function checkEntry(entry: AccessLine, at: DataPath, issues: Issues): void {
  if (verbs.every((verb) => entry[verb] === undefined))
    issues.add(kinds.EmptyGrant, at, "the line names no channel under produce, consume or administer");
  for (const key of ["subscriber", "group"] as const)
    if (entry[key] !== undefined && entry.consume === undefined)
      issues.add(
        key === "group" ? kinds.UnknownGroup : kinds.UnknownSubscriber,
        [...at, key],
        `${key} says how a channel is consumed, but the line consumes nothing`,
      );
}

interface Through {
  readonly subscriber?: string | undefined;
  readonly group?: string | undefined;
}

/** Whether the line says what the channel's consumers must say: its subscriber, its consumer group, or neither. */
function consumable(
  { name, consumedBy, subscribers }: Grantable,
  { subscriber, group }: Through,
  at: { readonly entry: DataPath; readonly channel: DataPath },
  issues: Issues,
): boolean {
  const add = (kind: IssueKind, key: string, said: string | undefined, message: string): false => {
    issues.add(kind, said === undefined ? at.channel : [...at.entry, key], message);
    return false;
  };
  if (consumedBy !== "group" && group !== undefined)
    return add(kinds.UnknownGroup, "group", group, `'${name}' has no consumer groups; take group out`);
  if (consumedBy === "group" && group === undefined)
    return add(
      kinds.UnknownGroup,
      "group",
      group,
      `'${name}' is read by consumer groups; add group: with the name of one`,
    );
  if (consumedBy !== "subscriber" && subscriber !== undefined)
    return add(kinds.UnknownSubscriber, "subscriber", subscriber, `'${name}' has no subscribers; take subscriber out`);
  if (consumedBy !== "subscriber") return true;
  if (subscriber === undefined)
    return add(
      kinds.UnknownSubscriber,
      "subscriber",
      subscriber,
      `'${name}' is consumed through a subscriber; add subscriber: with one of ${subscribers.join(", ")}`,
    );
  return (
    subscribers.includes(subscriber) ||
    add(kinds.UnknownSubscriber, "subscriber", subscriber, unknown("subscriber", subscriber, subscribers))
  );
}

const defined = ({ subscriber, group }: Through): Pick<Grant, "subscriber" | "group"> => ({
  ...(subscriber === undefined ? {} : { subscriber }),
  ...(group === undefined ? {} : { group }),
});

function unknown(what: string, name: string, known: readonly string[]): string {
  return `there is no ${what} '${name}'${suggestion(name, known)}; there are: ${listed(known)}`;
}
