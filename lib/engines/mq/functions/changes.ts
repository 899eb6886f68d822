import type { RabbitDefinitions } from "./desired";
import type { Binding, Exchange, Permission, Policy, Queue } from "./observed";

/** How the broker is to be. Each virtual host named here is managed whole. */
export interface WantedState {
  readonly definitions: RabbitDefinitions;
  readonly users: readonly WantedUser[];
  /** Who brings it about; never taken for a client's user. */
  readonly administrator: string;
}

export interface WantedUser {
  readonly name: string;
  readonly password: string;
  /** None when left out. */
  readonly tags?: readonly string[];
}

export interface Difference {
  /** Why the broker cannot be brought there; nothing may be changed where there is one. */
  readonly problems: readonly string[];
  readonly changes: readonly Change[];
  /** What nobody asked for and is left alone all the same. */
  readonly unmanaged: readonly { readonly kind: Kind; readonly name: string }[];
}

/** What can be changed at a broker, by kind. */
export interface Elements {
  readonly vhost: { readonly name: string };
  readonly user: WantedUser | { readonly name: string };
  readonly permission: Permission;
  readonly exchange: Exchange;
  readonly queue: Queue;
  readonly binding: Binding;
  readonly policy: Policy;
}
export type Kind = keyof Elements;

export interface ChangeOf<K extends Kind> {
  readonly kind: K;
  readonly action: "create" | "change" | "remove";
  /** What a report calls it. */
  readonly name: string;
  readonly element: Elements[K];
}
export type Change = { [K in Kind]: ChangeOf<K> }[Kind];

export function change<K extends Kind>(
  action: ChangeOf<K>["action"],
  kind: K,
  elements: readonly Elements[K][],
): ChangeOf<K>[] {
  return elements.map((element) => ({ action, kind, name: nameOf(kind, element), element }));
}

const names: { readonly [K in Kind]: (element: Elements[K]) => string } = {
  vhost: ({ name }) => name,
  user: ({ name }) => name,
  permission: ({ vhost, user }) => `${user} in ${vhost}`,
  exchange: ({ vhost, name }) => `${vhost}/${name}`,
  queue: ({ vhost, name }) => `${vhost}/${name}`,
  binding: ({ vhost, source, destination, routing_key, arguments: table }) =>
    `${vhost}/${source} to ${destination}, ${JSON.stringify(routing_key)} ${JSON.stringify(table)}`,
  policy: ({ vhost, name }) => `${vhost}/${name}`,
};

/** What a report calls a thing. */
export const nameOf = <K extends Kind>(kind: K, element: Elements[K]): string => names[kind](element);

/** Amazon MQ's own users and policies: `monitoring-AWS-OWNED-DO-NOT-DELETE`, `AWS-DEFAULT-POLICY-CLUSTER-MULTI-AZ`. */
export const isAmazons = (name: string): boolean => /AWS[-_](OWNED|DEFAULT|managed)/.test(name);
