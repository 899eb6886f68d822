import { accountOf } from "../core/arns";
import type { Client, Grant, Verb } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import type { Place } from "../core/place";
import { suggestion } from "../core/read";
import { kinds } from "./kinds";
import type { AccessSpec, ClientsSpec } from "./spec";

/** Says of every client in which account it is. */
export function planClients(
  place: Place,
  clients: ClientsSpec,
  path: DataPath,
  issues: Issues,
): Record<string, Client> {
  const planned = Object.entries(clients).map(([name, { role, account }]): [string, Client] => {
    const at = [...path, name];
    if ((role === undefined) === (account === undefined))
      issues.add(kinds.BadClient, at, `client '${name}' takes either role or account`);
    if (account === place.account)
      issues.add(
        kinds.BadClient,
        [...at, "account"],
        `${account} is the environment's own account; name the client's role`,
      );
    const of = (role === undefined ? account : accountOf(role)) ?? place.account;
    return [name, { name, path: at, account: of, ...(role === undefined ? {} : { role }) }];
  });
  return Object.fromEntries(planned);
}

/** A channel as far as permissions need to know it. */
export interface Grantable {
  readonly name: string;
  readonly subscribers: readonly string[];
}

const verbs: readonly Verb[] = ["produce", "consume", "administer"];

/** Takes `access:` apart into one grant a client, verb and channel. What names nothing is an issue, and left out. */
export function resolveGrants(
  access: AccessSpec,
  clients: Readonly<Record<string, Client>>,
  channels: readonly Grantable[],
  path: DataPath,
  issues: Issues,
): Grant[] {
  const seen = new Set<string>();
  return access.flatMap((entry, index) => {
    const at = [...path, index];
    const client = Object.hasOwn(clients, entry.client) ? clients[entry.client] : undefined;
    if (client === undefined)
      issues.add(kinds.UnknownClient, [...at, "client"], unknown("client", entry.client, Object.keys(clients)));
    if (verbs.every((verb) => entry[verb] === undefined))
      issues.add(kinds.EmptyGrant, at, "the line names no channel under produce, consume or administer");
    if (entry.subscriber !== undefined && entry.consume === undefined)
      issues.add(
        kinds.UnknownSubscriber,
        [...at, "subscriber"],
        "subscriber says whose queue is consumed, but the line consumes nothing",
      );
    return verbs.flatMap((verb) =>
      (entry[verb] ?? []).flatMap((name, position): Grant[] => {
        const here = [...at, verb, position];
        const channel = channels.find((candidate) => candidate.name === name);
        if (channel === undefined) {
          issues.add(
            kinds.UnknownChannel,
            here,
            unknown(
              "channel",
              name,
              channels.map((candidate) => candidate.name),
            ),
          );
          return [];
        }
        const subscriber = verb === "consume" ? entry.subscriber : undefined;
        if (
          verb === "consume" &&
          !subscriberFits(channel, subscriber, subscriber === undefined ? here : [...at, "subscriber"], issues)
        )
          return [];
        const key = JSON.stringify([entry.client, verb, name, subscriber]);
        if (seen.has(key)) issues.add(kinds.DuplicateGrant, here, `${entry.client} may ${verb} ${name} already`);
        seen.add(key);
        return client === undefined
          ? []
          : [{ client, verb, channel: name, path: here, ...(subscriber === undefined ? {} : { subscriber }) }];
      }),
    );
  });
}

function subscriberFits(
  { name, subscribers }: Grantable,
  subscriber: string | undefined,
  path: DataPath,
  issues: Issues,
): boolean {
  if (subscriber === undefined ? subscribers.length === 0 : subscribers.includes(subscriber)) return true;
  const message =
    subscriber === undefined
      ? `'${name}' is consumed through a subscriber; add subscriber: with one of ${subscribers.join(", ")}`
      : subscribers.length === 0
        ? `'${name}' has no subscribers; take subscriber out`
        : unknown("subscriber", subscriber, subscribers);
  issues.add(kinds.UnknownSubscriber, path, message);
  return false;
}

function unknown(what: string, name: string, known: readonly string[]): string {
  return `there is no ${what} '${name}'${suggestion(name, known)}; there are: ${known.join(", ") || "none"}`;
}
