import { operationsOf, type DesiredAcl, type DesiredKafka } from "./desired";

/** One access control entry, as Kafka keeps them: one principal, one operation, one resource. */
export interface Entry {
  readonly principal: string;
  /** Where the principal connects from; ours say `*`, from anywhere. */
  readonly host: string;
  readonly permission: "allow" | "deny";
  /** Kafka's word; `operation 13` where we have none for its number. */
  readonly operation: string;
  readonly resourceType: string;
  readonly resourceName: string;
  readonly resourcePattern: string;
}

const resourceOf = (of: Pick<Entry, "resourceType" | "resourceName" | "resourcePattern">): string =>
  `${of.resourceType} ${of.resourcePattern} ${of.resourceName}`;

/** `User:billing allow Read on topic literal orders.placed from *`: equal texts are the same entry. */
export const entryText = (entry: Entry): string =>
  `${entry.principal} ${entry.permission} ${entry.operation} on ${resourceOf(entry)} from ${entry.host}`;

/** One entry for each operation, each once. */
export function entriesOf(acls: readonly DesiredAcl[]): Entry[] {
  const all = acls.flatMap(({ operations, ...acl }) =>
    operations.map((operation): Entry => ({ ...acl, operation, host: "*", permission: "allow" })),
  );
  return [...new Map(all.map((entry) => [entryText(entry), entry])).values()];
}

/**
 * Tells which entries are ours to take away: those that allow something on a topic that is desired
 * or withdrawn, or on a resource
 * that a desired entry names. Everybody shares the one cluster; on it only entries of principals that are named are ours.
 *
 * Entries that deny are nobody's but their author's: somebody shut a client out, and taking that back would let it in.
 */
export function ownership({ topics, acls, withdrawn = [] }: DesiredKafka): (entry: Entry) => boolean {
  const ofTopics = [...topics.map(({ name }) => name), ...withdrawn].map((name) => ({
    resourceType: "topic",
    resourceName: name,
    resourcePattern: "literal",
  }));
  const resources = new Set([...ofTopics, ...acls.filter((acl) => acl.resourceType !== "cluster")].map(resourceOf));
  const principals = new Set(acls.map(({ principal }) => principal));
  return (entry) => {
    if (entry.permission !== "allow" || !isKnown(entry)) return false;
    return entry.resourceType === "cluster" ? principals.has(entry.principal) : resources.has(resourceOf(entry));
  };
}

/** Newer brokers have operations and kinds of resources that we never give out. */
const isKnown = ({ resourceType, operation }: Entry): boolean =>
  Object.entries(operationsOf).some(
    ([type, operations]) => type === resourceType && operations.some((one) => one === operation),
  );
