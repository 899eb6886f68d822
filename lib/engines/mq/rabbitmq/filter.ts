import type { DataPath, Issues } from "../../../core/issues";
import type { Filter } from "../../../core/patterns/pub-sub";
import { supportKinds } from "../../../core/support";
import { kinds } from "../kinds";

export type Headers = Readonly<Record<string, string | number | boolean>>;

/** As many as SNS combines in one filter; each is a binding that the broker compares every message with. */
const mostBindings = 150;

/**
 * The headers that let a message through, one set for each combination of the filter's values: RabbitMQ matches headers
 * for equality alone. No filter lets everything through.
 */
export function headerSets(filter: Filter | undefined, path: DataPath, issues: Issues): readonly Headers[] {
  if (filter === undefined) return [{}];
  const alternatives = Object.entries(filter).map(([key, values]) => ({
    key,
    values: values.filter((value) => typeof value !== "object"),
  }));
  for (const [key, values] of Object.entries(filter))
    values.forEach((value, index) => {
      if (typeof value === "object")
        issues.add(
          supportKinds.NotSupported,
          [...path, key, index],
          `${JSON.stringify(value)}: RabbitMQ matches headers that are equal to a value, and nothing else; sns-sqs and ActiveMQ know operators`,
        );
    });
  if (Object.hasOwn(filter, "x-match"))
    issues.add(
      supportKinds.NotSupported,
      [...path, "x-match"],
      "the key 'x-match': RabbitMQ's own; sns-sqs can filter by it",
    );
  const count = alternatives.reduce((product, { values }) => product * values.length, 1);
  if (count > mostBindings) {
    issues.add(
      kinds.TooManyBindings,
      path,
      `${count} combinations of values, a binding each; ${mostBindings} are allowed`,
    );
    return [];
  }
  return alternatives.reduce<Headers[]>(
    (sets, { key, values }) => sets.flatMap((set) => values.map((value) => ({ ...set, [key]: value }))),
    [{}],
  );
}
