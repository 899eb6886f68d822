import type { DataPath, Issues } from "../../core/issues";
import { termsOf, type Condition, type Filter, type FilterTerm, type Operators } from "../../core/patterns/filter";
import { wildcardsOf } from "../../core/patterns/filter-condition";
import { checkFilterLimits } from "./filter-limits";
import { kinds } from "./kinds";

export type FilterScope = "attributes" | "body";
type Add = (at: DataPath, message: string) => void;
/** An object of the policy: a map, because a key may be called "constructor". */
type PolicyNode = Map<string, PolicyNode | readonly Condition[] | readonly PolicyNode[]>;

/**
 * The filter policy of a subscription as SNS reads it: literal JSON with sorted keys. In a filter on the body a key
 * `a.b` is key `b` of object `a`.
 */
export function filterPolicy(filter: Filter, on: FilterScope, path: DataPath, issues: Issues): string {
  const add: Add = (at, message) => issues.add(kinds.BadFilter, at, message);
  const terms = termsOf(filter, path, add);
  checkOverlaps(terms, on, "", add);
  checkWildcards(terms, add);
  const root = fill(new Map(), terms, on, add);
  const text = JSON.stringify(plain(root));
  checkFilterLimits(terms, { on, topLevelKeys: root.size, bytes: Buffer.byteLength(text) }, path, add);
  return text;
}

function fill(node: PolicyNode, terms: readonly FilterTerm[], on: FilterScope, add: Add): PolicyNode {
  for (const term of terms)
    if (term.kind === "any") {
      if (node.has("$or")) add(term.at, "$or stands twice in one object. Put one into each branch of the other");
      node.set(
        "$or",
        term.branches.map((branch) => fill(new Map(), branch, on, add)),
      );
    } else if (on === "attributes") {
      if (term.kind === "values") node.set(term.key, term.conditions);
      else
        add(term.at, `'${term.key}' is a mapping, and message attributes have no keys. Set sns-sqs.filterOn to body`);
    } else {
      const [last = term.key, ...parents] = stepsOf(term, add).reverse();
      const parent = parents.reverse().reduce(child, node);
      if (term.kind === "values") parent.set(last, term.conditions);
      else fill(child(parent, last), term.terms, on, add);
    }
  return node;
}

function stepsOf({ key, at }: { readonly key: string; readonly at: DataPath }, add: Add): string[] {
  const steps = key.split(".");
  if (steps.some((step) => step === "" || step === "$or"))
    add(
      at,
      `'${key}' is not a path; must be names with single dots between them, and none of them $or. Rename the key`,
    );
  return steps;
}

/** The object of a name, which is created where there is none. */
function child(node: PolicyNode, step: string): PolicyNode {
  const existing = node.get(step);
  if (existing instanceof Map) return existing;
  const fresh: PolicyNode = new Map();
  node.set(step, fresh);
  return fresh;
}

const isNode = (value: unknown): value is PolicyNode => value instanceof Map;

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isNode(value)) return value;
  const sorted = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, plain(inner)]));
}

/**
 * Refuses a key that one message would have to fulfil twice: Event Ruler lets the later one replace the earlier one
 * (JsonRuleCompiler.java, 2.1.0; 2026-12). In the body a key must not be a value and an object either.
 */
function checkOverlaps(terms: readonly FilterTerm[], on: FilterScope, base: string, add: Add): void {
  const owners = new Map<string, FilterTerm>();
  const keys = terms.flatMap((term) => testsOf(term, base).map(({ key, at }) => ({ key, at, term })));
  for (const { key, at, term } of keys.sort((a, b) => a.key.length - b.key.length)) {
    const owner = [...owners].find(
      ([other, owned]) => owned !== term && (other === key || (on === "body" && key.startsWith(`${other}.`))),
    );
    if (owner?.[0] === key) add(at, `'${key}' is tested twice for one message. Merge its lists of values`);
    else if (owner !== undefined)
      add(at, `'${owner[0]}' is both a value and an object that holds '${key}'. Rename one`);
    else owners.set(key, term);
  }
  for (const term of terms)
    if (term.kind === "within") checkOverlaps(term.terms, on, `${base}${term.key}.`, add);
    else if (term.kind === "any") term.branches.forEach((branch) => checkOverlaps(branch, on, base, add));
}

/**
 * Event Ruler matches values that no condition of a key matches when the key has both a wildcard and equals-ignore-case,
 * in any branch: of `[{ anything-but: { wildcard: "*x*" } }, { equals-ignore-case: y }]` it matches "x" (seen with 2.1.0,
 * 2026-12).
 */
function checkWildcards(terms: readonly FilterTerm[], add: Add): void {
  const tests = terms.flatMap((term) => testsOf(term, ""));
  const wild = new Set(tests.filter(({ conditions }) => conditions.some(hasWildcard)).map(({ key }) => key));
  for (const { key, at, conditions } of tests)
    if (wild.has(key) && conditions.some(ignoresCase))
      add(
        at,
        `'${key}' has equals-ignore-case and a wildcard; must have one of them, because Event Ruler matches other values then. Replace equals-ignore-case by the spellings`,
      );
}

const isOperator = (condition: Condition): condition is Operators =>
  typeof condition === "object" && condition !== null;
const ignoresCase = (condition: Condition): boolean => isOperator(condition) && "equals-ignore-case" in condition;
const hasWildcard = (condition: Condition): boolean => wildcardsOf(condition).length > 0;

type Test = Pick<Extract<FilterTerm, { readonly kind: "values" }>, "key" | "at" | "conditions">;

/** Every test of a value in a term, its key with the whole path. */
function testsOf(term: FilterTerm, base: string): readonly Test[] {
  if (term.kind === "values") return [{ ...term, key: base + term.key }];
  if (term.kind === "within") return term.terms.flatMap((inner) => testsOf(inner, `${base}${term.key}.`));
  return term.branches.flat().flatMap((inner) => testsOf(inner, base));
}
