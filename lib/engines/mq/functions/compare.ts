import { isDeepStrictEqual } from "node:util";
import type { Elements, Kind } from "./changes";

/** The wanted and the observed of one kind, laid side by side. */
export interface Comparison<K extends Kind> {
  readonly missing: readonly Elements[K][];
  readonly different: readonly { readonly wanted: Elements[K]; readonly observed: Elements[K] }[];
  readonly extra: readonly Elements[K][];
}

export function compare<K extends Kind>(
  kind: K,
  wanted: readonly Elements[K][],
  observed: readonly Elements[K][],
  same: (wanted: Elements[K], observed: Elements[K]) => boolean = isDeepStrictEqual,
): Comparison<K> {
  const there = new Map(observed.map((one) => [identityOf(kind, one), one]));
  const asked = new Set(wanted.map((one) => identityOf(kind, one)));
  const pairs = wanted.map((one) => ({ wanted: one, observed: there.get(identityOf(kind, one)) }));
  return {
    missing: pairs.flatMap((pair) => (pair.observed === undefined ? [pair.wanted] : [])),
    different: pairs.flatMap((pair) =>
      pair.observed === undefined || same(pair.wanted, pair.observed)
        ? []
        : [{ wanted: pair.wanted, observed: pair.observed }],
    ),
    extra: observed.filter((one) => !asked.has(identityOf(kind, one))),
  };
}

/** What makes two of a kind the same thing, whatever else they say. */
const identities: { readonly [K in Kind]: (element: Elements[K]) => readonly unknown[] } = {
  vhost: ({ name }) => [name],
  user: ({ name }) => [name],
  permission: ({ vhost, user }) => [vhost, user],
  exchange: ({ vhost, name }) => [vhost, name],
  queue: ({ vhost, name }) => [vhost, name],
  binding: ({ vhost, source, destination_type, destination, routing_key, arguments: table }) => [
    ...[vhost, source, destination_type, destination, routing_key],
    ...Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)),
  ],
  policy: ({ vhost, name }) => [vhost, name],
};

export const identityOf = <K extends Kind>(kind: K, element: Elements[K]): string =>
  JSON.stringify(identities[kind](element));
