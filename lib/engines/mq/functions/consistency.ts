import { type Elements, type Kind, nameOf } from "./changes";
import { identityOf } from "./compare";
import type { DesiredRabbitMq, RabbitDefinitions } from "./desired";

/** What is wrong with a wish before any broker is asked: a thing that stands twice, a name that nothing has. */
export function inconsistencies({ definitions, users }: DesiredRabbitMq): string[] {
  const { vhosts, permissions, exchanges, queues, bindings, policies } = definitions;
  const homes = new Set(vhosts.map(({ name }) => name));
  const known = new Set(users.map(({ name }) => name));
  const homeless = <K extends Exclude<Kind, "vhost" | "user">>(kind: K, all: readonly Elements[K][]) =>
    all.filter(({ vhost }) => !homes.has(vhost)).map((one) => missing(kind, one, `virtual host ${one.vhost}`));
  return [
    ...twice("vhost", vhosts),
    ...twice("user", users),
    ...twice("permission", permissions),
    ...twice("exchange", exchanges),
    ...twice("queue", queues),
    ...twice("binding", bindings),
    ...twice("policy", policies),
    ...homeless("permission", permissions),
    ...homeless("exchange", exchanges),
    ...homeless("queue", queues),
    ...homeless("binding", bindings),
    ...homeless("policy", policies),
    ...permissions.filter(({ user }) => !known.has(user)).map((one) => missing("permission", one, `user ${one.user}`)),
    ...routes(definitions),
  ];
}

/** Exchanges and queues that are named and not there. The broker drops what it would send to one, without a word. */
function routes({ exchanges, queues, bindings, policies }: RabbitDefinitions): string[] {
  const place = (vhost: string, name: string) => JSON.stringify([vhost, name]);
  const places = (all: readonly { readonly vhost: string; readonly name: string }[]) =>
    new Set(all.map(({ vhost, name }) => place(vhost, name)));
  const there = { exchange: places(exchanges), queue: places(queues) };
  const ends = bindings.flatMap((one) =>
    [
      { kind: "exchange" as const, name: one.source },
      { kind: one.destination_type, name: one.destination },
    ]
      .filter(({ kind, name }) => !there[kind].has(place(one.vhost, name)))
      .map(({ kind, name }) => missing("binding", one, `${kind} ${name}`)),
  );
  const sinks = policies.flatMap((one) =>
    ["dead-letter-exchange", "alternate-exchange"].flatMap((key) => {
      const name = one.definition[key];
      // The exchange without a name is the broker's own.
      if (typeof name !== "string" || name === "" || there.exchange.has(place(one.vhost, name))) return [];
      return [missing("policy", one, `exchange ${name}`)];
    }),
  );
  return [...ends, ...sinks];
}

const missing = <K extends Kind>(kind: K, element: Elements[K], what: string): string =>
  `${kind} ${nameOf(kind, element)} names ${what}, which is not defined`;

function twice<K extends Kind>(kind: K, all: readonly Elements[K][]): string[] {
  const seen = new Set<string>();
  return all.flatMap((one) => {
    const identity = identityOf(kind, one);
    if (seen.has(identity)) return [`${kind} ${nameOf(kind, one)} stands twice`];
    seen.add(identity);
    return [];
  });
}
