import type { DataPath } from "../issues";
import { show } from "../wording";
import { checkCondition } from "./filter-condition";
import { isOperators, type Condition, type Filter } from "./filter-spec";

export type { Condition, Filter, Operators } from "./filter-spec";

/** What a filter requires, as engines translate it; all terms of a list must hold. */
export type FilterTerm =
  /** The value named `key` matches one of the conditions. */
  | { readonly kind: "values"; readonly key: string; readonly at: DataPath; readonly conditions: readonly Condition[] }
  /** The object named `key` fulfils the terms. */
  | { readonly kind: "within"; readonly key: string; readonly at: DataPath; readonly terms: readonly FilterTerm[] }
  /** One of the branches holds. */
  | { readonly kind: "any"; readonly at: DataPath; readonly branches: readonly (readonly FilterTerm[])[] };

type Add = (at: DataPath, message: string) => void;

/** Names that mean an operator in a branch of `$or` (Event Ruler 2.1.0, Constants.java; 2026-12). */
const reserved = [
  ...["exactly", "equals-ignore-case", "prefix", "suffix", "anything-but", "exists", "wildcard", "numeric", "cidr"],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
];

/** The terms of a filter. Adds a problem for each part that is not sound, whatever the engine. */
export function termsOf(filter: Filter, path: DataPath, add: Add, inOr = false): readonly FilterTerm[] {
  const entries = Object.entries(filter);
  if (entries.length === 0)
    add(path, "the filter names no key. Name one, or leave the filter out to get every message");
  return entries.flatMap(([key, value]): FilterTerm[] => {
    const at = [...path, key];
    if (key === "$or") return anyTerm(value, at, add);
    if (inOr && reserved.includes(key))
      add(at, `'${key}' is an operator and cannot be a key under $or. Rename the key`);
    if (!isList(value)) return [{ kind: "within", key, at, terms: termsOf(value, at, add, inOr) }];
    const conditions = value.filter((item, index): item is Condition => isCondition(item, [...at, index], add));
    return [{ kind: "values", key, at, conditions }];
  });
}

function anyTerm(value: Filter[string], at: DataPath, add: Add): FilterTerm[] {
  const items = isList(value) ? value : [];
  if (items.length < 2)
    add(at, `$or has ${items.length} filters; must be a list of at least 2. Add a filter or remove $or`);
  const branches = items.flatMap((item, index) => {
    if (isFilter(item)) return [termsOf(item, [...at, index], add, true)];
    add([...at, index], `${show(item)} is not a filter. Write keys with lists of values, such as { kind: [refund] }`);
    return [];
  });
  return [{ kind: "any", at, branches }];
}

function isCondition(item: Condition | Filter, at: DataPath, add: Add): item is Condition {
  if (typeof item !== "object" || item === null || isOperators(item)) {
    checkCondition(item, at, add);
    return true;
  }
  add(at, `${show(item)} is a filter in a list of values. Move it below $or, or name an operator`);
  return false;
}

const isList = (value: Filter[string]): value is readonly (Condition | Filter)[] => Array.isArray(value);
const isFilter = (item: Condition | Filter): item is Filter =>
  typeof item === "object" && item !== null && Object.values(item).every((value) => typeof value === "object");
