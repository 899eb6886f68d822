import { sha256 } from "../../core/archive/manifest";
import { inOrder, type OrderedBy } from "../../core/archive/order";
import { groupBy } from "../../core/group";
import { fingerprint, type ArchivedMessage } from "../../core/archive/message";

export interface Comparison {
  readonly equal: boolean;
  /** In words; the first few of each sort. */
  readonly differences: readonly string[];
  readonly checksums: { readonly expected: string; readonly received: string };
}

const named = 5;

/** Holds what came out of a scratch channel against what went in: how many, what, and in which order. */
export function compareMessages(
  expected: readonly ArchivedMessage[],
  received: readonly ArchivedMessage[],
  orderedBy: OrderedBy,
): Comparison {
  const went = expected.map(fingerprint);
  const came = received.map(fingerprint);
  const missing = without(went, came).map((index) => `${placeOf(expected[index])} did not come back as it was`);
  const strange = without(came, went).map((index) => `${placeOf(received[index])} came and was not archived so`);
  const differences = [
    ...(went.length === came.length ? [] : [`${went.length} messages were archived and ${came.length} came back`]),
    ...some(missing),
    ...some(strange),
    // Where messages differ, so does their order, and that says nothing more.
    ...(missing.length + strange.length > 0 ? [] : some(outOfOrder(expected, received, orderedBy))),
  ];
  return {
    equal: differences.length === 0,
    differences,
    checksums: { expected: checksum(went), received: checksum(came) },
  };
}

const checksum = (fingerprints: readonly string[]): string => sha256([...fingerprints].sort().join("\n"));
const placeOf = (message: ArchivedMessage | undefined): string =>
  `the message at ${message?.position ?? "?"}${message?.lane ? ` of ${message.lane}` : ""}`;
const some = (all: readonly string[]): string[] =>
  all.length <= named ? [...all] : [...all.slice(0, named), `and ${all.length - named} more like that`];

/** Where in `all` stands what `others` have not, each as often as it is too often. */
function without(all: readonly string[], others: readonly string[]): number[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return all.flatMap((one, index) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count > 0 ? [] : [index];
  });
}

function outOfOrder(
  expected: readonly ArchivedMessage[],
  received: readonly ArchivedMessage[],
  orderedBy: OrderedBy,
): string[] {
  if (orderedBy === "nothing") return [];
  const before = sequences(orderedBy === "key" ? inOrder(expected, orderedBy) : expected, orderedBy);
  const after = sequences(received, orderedBy);
  return [...before].flatMap(([name, sequence]) => {
    const now = after.get(name) ?? [];
    const at = sequence.findIndex((one, index) => one !== now[index]);
    return at < 0 ? [] : [`the order within ${orderedBy} "${name}" differs from its ${at + 1}. message on`];
  });
}

/** Fingerprints in order by what the order holds within; what has no lane or key has no order. */
function sequences(messages: readonly ArchivedMessage[], orderedBy: "lane" | "key"): Map<string, string[]> {
  const named = groupBy(messages, (message) => message[orderedBy] ?? "");
  named.delete("");
  return new Map([...named].map(([name, group]) => [name, group.map(fingerprint)]));
}
