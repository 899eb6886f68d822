import type { DataPath } from "../../core/issues";
import { wildcardsOf, wildcardParts } from "../../core/patterns/filter-condition";
import type { Condition, FilterTerm } from "../../core/patterns/filter";
import { limits } from "./limits";

type Add = (at: DataPath, message: string) => void;

/** What SNS measures a filter policy by. */
interface Measured {
  readonly on: "attributes" | "body";
  readonly topLevelKeys: number;
  /** Of the policy as UTF-8 JSON. */
  readonly bytes: number;
}

/** Adds a problem for each limit of SNS that a filter exceeds. */
export function checkFilterLimits(terms: readonly FilterTerm[], policy: Measured, path: DataPath, add: Add): void {
  if (policy.topLevelKeys > limits.filterKeys)
    add(
      path,
      `the filter has ${policy.topLevelKeys} ${policy.on === "body" ? "top-level keys" : "keys"}; must be at most ${limits.filterKeys}. Remove keys, or split the channel`,
    );
  const combinations = combinationsOf(terms, 1, policy.on);
  if (combinations > limits.filterCombinations)
    add(
      path,
      `the filter has ${combinations} combinations of values${policy.on === "body" ? " (the values of a key count once for each level of nesting)" : ""}; must be at most ${limits.filterCombinations}. List fewer values, or use prefix or wildcard`,
    );
  if (policy.bytes > limits.filterBytes)
    add(path, `the filter policy has ${policy.bytes} bytes; must be at most ${limits.filterBytes}. List fewer values`);
  const values = terms.flatMap(valuesOf);
  for (const { conditions, at } of values)
    conditions.forEach((condition, index) => checkNumbers(condition, [...at, index], add));
  checkWildcards(values, path, add);
}

type Values = Extract<FilterTerm, { kind: "values" }>;

/**
 * The product over all keys of how many conditions each has, times its level of nesting in a filter on the body; the
 * branches of `$or` are added.
 */
function combinationsOf(terms: readonly FilterTerm[], level: number, on: Measured["on"]): number {
  return terms.reduce((product, term) => {
    if (term.kind === "any")
      return product * term.branches.reduce((sum, branch) => sum + combinationsOf(branch, level, on), 0);
    const depth = on === "body" ? level + term.key.split(".").length - 1 : level;
    return (
      product * (term.kind === "values" ? term.conditions.length * depth : combinationsOf(term.terms, depth + 1, on))
    );
  }, 1);
}

function valuesOf(term: FilterTerm): Values[] {
  if (term.kind === "values") return [term];
  return (term.kind === "within" ? term.terms : term.branches.flat()).flatMap(valuesOf);
}

function checkNumbers(condition: Condition, at: DataPath, add: Add): void {
  for (const number of numbersOf(condition)) {
    if (Math.abs(number) > limits.filterNumber)
      add(
        at,
        `${number} is out of range; must be from -${limits.filterNumber} to ${limits.filterNumber}. Compare it as a string`,
      );
    else if (Number(number.toFixed(limits.filterDecimals)) !== number)
      add(at, `${number} has too many decimals; must have at most ${limits.filterDecimals}. Round it`);
  }
}

function numbersOf(condition: Condition): number[] {
  if (typeof condition === "number") return [condition];
  if (typeof condition !== "object" || condition === null) return [];
  const excluded = [condition["anything-but"] ?? []].flat();
  return [...(condition.numeric ?? []), ...excluded].filter((part) => typeof part === "number");
}

/**
 * A pattern with one `*` costs 1 point, another one 3 points for each `*`; a key costs the sum of its patterns' points
 * times how many patterns it has.
 */
function checkWildcards(values: readonly Values[], path: DataPath, add: Add): void {
  const costs = values.map(({ conditions, at }) => {
    const stars = conditions.flatMap(wildcardsOf).map(starsOf);
    for (const count of stars.filter((one) => one > limits.filterWildcards))
      add(at, `a wildcard pattern has ${count} *; must have at most ${limits.filterWildcards}. Shorten the pattern`);
    return stars.length * stars.reduce((sum, count) => sum + (count > 1 ? 3 * count : count), 0);
  });
  const points = costs.reduce((sum, cost) => sum + cost, 0);
  if (points > limits.filterWildcardPoints)
    add(
      path,
      `the wildcard patterns have a complexity of ${points} points; must be at most ${limits.filterWildcardPoints}. Use fewer patterns for a key, or patterns with one *`,
    );
}

const starsOf = (pattern: string): number => wildcardParts(pattern).filter((part) => part === undefined).length;
