import type { DataPath, Issues } from "../../../core/issues";
import type { FilterTerm } from "../../../core/patterns/filter";
import { supportKinds } from "../../../core/support";
import { show } from "../../../core/wording";
import { kinds } from "../kinds";

export type Headers = Readonly<Record<string, string | number | boolean>>;

/** As many as SNS combines in one filter; each is a binding that the broker compares every message with. */
const mostBindings = 150;

/**
 * The headers that let a message through, one set for each combination of the filter's values: RabbitMQ matches headers
 * for equality alone. No filter lets everything through.
 */
export function headerSets(
  filter: readonly FilterTerm[] | undefined,
  path: DataPath,
  issues: Issues,
): readonly Headers[] {
  if (filter === undefined) return [{}];
  const count = countOf(filter);
  if (count > mostBindings) {
    issues.add(
      kinds.TooManyBindings,
      path,
      `${count} combinations of values, a binding each; ${mostBindings} are allowed`,
    );
    return [];
  }
  const before = issues.all.length;
  const sets = setsOf(filter, (at, what) =>
    issues.add(
      supportKinds.NotSupported,
      at,
      `${what}: RabbitMQ matches headers that are equal to a value, and nothing else; sns-sqs and ActiveMQ know more`,
    ),
  );
  if (sets.length === 0 && issues.all.length === before)
    issues.add(
      kinds.UnsoundFilter,
      path,
      "the filter lets no message through: a key must have two values at once. Merge them",
    );
  return [...new Map(sets.map((set) => [JSON.stringify(Object.entries(set).sort()), set])).values()];
}

const countOf = (terms: readonly FilterTerm[]): number =>
  terms.reduce((product, term) => product * alternativesOf(term), 1);

function alternativesOf(term: FilterTerm): number {
  if (term.kind === "values") return term.conditions.length;
  return term.kind === "within" ? 1 : term.branches.reduce((sum, branch) => sum + countOf(branch), 0);
}

type Refuse = (at: DataPath, what: string) => void;

const setsOf = (terms: readonly FilterTerm[], refuse: Refuse): Headers[] =>
  terms.reduce<Headers[]>(
    (sets, term) => {
      const more = headersOf(term, refuse);
      return sets.flatMap((set) => more.filter((one) => agree(set, one)).map((one) => ({ ...set, ...one })));
    },
    [{}],
  );

const agree = (some: Headers, others: Headers): boolean =>
  Object.entries(others).every(([key, value]) => !Object.hasOwn(some, key) || some[key] === value);

function headersOf(term: FilterTerm, refuse: Refuse): Headers[] {
  if (term.kind === "any") return term.branches.flatMap((branch) => setsOf(branch, refuse));
  if (term.kind === "within") {
    refuse(term.at, `'${term.key}' is a mapping`);
    return [];
  }
  if (term.key === "x-match") refuse(term.at, "the key 'x-match' is RabbitMQ's own");
  return term.conditions.flatMap((value, index) => {
    if (typeof value !== "object") return [{ [term.key]: value }];
    refuse([...term.at, index], show(value));
    return [];
  });
}
