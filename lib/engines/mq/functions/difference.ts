import { isDeepStrictEqual } from "node:util";
import { accessDifference } from "./access";
import { change, type Difference, type Elements, isAmazons, nameOf, type WantedState } from "./changes";
import { compare } from "./compare";
import type { RabbitDefinitions } from "./desired";
import type { Binding, ObservedState, Policy, Queue } from "./observed";

/**
 * What leads from the broker as it is to the broker as it is to be. Pure. Queues and exchanges are never removed, and
 * outside the managed virtual hosts nothing is touched but the users of clients.
 */
export function difference(wanted: WantedState, observed: ObservedState): Difference {
  const { definitions } = wanted;
  const managed = new Set(definitions.vhosts.map(({ name }) => name));
  const within = <T extends { readonly vhost: string }>(all: readonly T[]) =>
    all.filter((one) => managed.has(one.vhost));
  const exchanges = declared("exchange", definitions.exchanges, within(observed.exchanges), isDeepStrictEqual);
  const queues = declared("queue", definitions.queues, within(observed.queues), isSameQueue);
  const parts: Difference[] = [
    vhostDifference(definitions, observed),
    accessDifference(wanted, observed),
    { ...exchanges, changes: change("create", "exchange", exchanges.missing) },
    { ...queues, changes: change("create", "queue", queues.missing) },
    bindingDifference(definitions, within(observed.bindings)),
    policyDifference(definitions, within(observed.policies)),
  ];
  return {
    problems: parts.flatMap(({ problems }) => problems),
    changes: parts.flatMap(({ changes }) => changes),
    unmanaged: parts.flatMap(({ unmanaged }) => unmanaged),
  };
}

function vhostDifference({ vhosts }: RabbitDefinitions, observed: ObservedState): Difference {
  const { missing } = compare("vhost", vhosts, observed.vhosts);
  return { problems: [], changes: change("create", "vhost", missing), unmanaged: [] };
}

/** Exchanges and queues: RabbitMQ takes a second declaration only when it says the same as the first. */
function declared<K extends "exchange" | "queue">(
  kind: K,
  wanted: readonly Elements[K][],
  observed: readonly Elements[K][],
  same: (wanted: Elements[K], observed: Elements[K]) => boolean,
) {
  const { missing, different, extra } = compare(kind, wanted, observed, same);
  const problems = different.map(
    (pair) =>
      `${kind} ${nameOf(kind, pair.wanted)} is there as ${JSON.stringify(pair.observed)} and wanted as ` +
      `${JSON.stringify(pair.wanted)}; what was declared cannot be changed: empty and delete it, or name the new one otherwise`,
  );
  return { missing, problems, unmanaged: extra.map((one) => ({ kind, name: nameOf(kind, one) })) };
}

/** A queue is classic where its declaration does not say; a broker may list it either way. */
function isSameQueue(wanted: Queue, observed: Queue): boolean {
  const plain = (queue: Queue) => ({ ...queue, arguments: { "x-queue-type": "classic", ...queue.arguments } });
  return isDeepStrictEqual(plain(wanted), plain(observed));
}

/** Who is bound to a wanted exchange is ours to say: a queue that nobody asks for any more would fill for ever. */
function bindingDifference({ exchanges, bindings }: RabbitDefinitions, observed: readonly Binding[]): Difference {
  const { missing, extra } = compare("binding", bindings, observed);
  const sources = new Set(exchanges.map(({ vhost, name }) => JSON.stringify([vhost, name])));
  const stale = extra.filter(({ vhost, source }) => sources.has(JSON.stringify([vhost, source])));
  return {
    problems: [],
    changes: [...change("create", "binding", missing), ...change("remove", "binding", stale)],
    unmanaged: [],
  };
}

function policyDifference({ policies }: RabbitDefinitions, observed: readonly Policy[]): Difference {
  const { missing, different, extra } = compare("policy", policies, observed, isSamePolicy);
  const amazons = extra.filter(({ name }) => isAmazons(name));
  return {
    problems: policies
      .filter(({ name }) => isAmazons(name))
      .map((one) => `policy ${nameOf("policy", one)} has a name that Amazon MQ keeps for itself; name it otherwise`),
    changes: [
      ...change("create", "policy", missing),
      ...change(
        "change",
        "policy",
        different.map((pair) => pair.wanted),
      ),
      ...change(
        "remove",
        "policy",
        extra.filter((one) => !amazons.includes(one)),
      ),
    ],
    unmanaged: amazons.map((one) => ({ kind: "policy", name: nameOf("policy", one) })),
  };
}

/**
 * Amazon MQ adds ha-mode and ha-sync-mode to the policies of a cluster of RabbitMQ 3 by itself.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-defaults.html (2026-11)
 */
function isSamePolicy(wanted: Policy, observed: Policy): boolean {
  const definition = Object.fromEntries(
    Object.entries(observed.definition).filter(([key]) => Object.hasOwn(wanted.definition, key) || !/^ha-/.test(key)),
  );
  return isDeepStrictEqual(wanted, { ...observed, definition });
}
