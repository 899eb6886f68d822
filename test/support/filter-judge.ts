import { BlockList, isIP, isIPv4 } from "node:net";
import { wildcardParts } from "../../lib/core/patterns/filter-condition";
import type { Condition, FilterTerm, Operators } from "../../lib/core/patterns/filter";

type Member = ReadonlyMap<object, number>;
interface Field {
  readonly path: string;
  readonly value: unknown;
  /** The place in each array of objects that the value belongs to. */
  readonly member: Member;
}

/** Whether a message fulfils a filter, as docs/sns-sqs.md describes it. */
export function fulfils(terms: readonly FilterTerm[], message: object): boolean {
  const fields = fieldsOf(message, "", new Map());
  return branchesOf(terms, "").some((branch) => someFit(branch, fields, new Map()));
}

function fieldsOf(value: unknown, path: string, member: Member): Field[] {
  if (Array.isArray(value)) {
    const array = value;
    return array.flatMap((inner: unknown, index) =>
      fieldsOf(
        inner,
        path,
        typeof inner === "object" && inner !== null ? new Map([...member, [array, index]]) : member,
      ),
    );
  }
  if (typeof value !== "object" || value === null) return [{ path, value, member }];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    fieldsOf(inner, path === "" ? key : `${path}.${key}`, member),
  );
}

type Branch = readonly { readonly path: string; readonly conditions: readonly Condition[] }[];

/** The filter without `$or`: one of the branches must be fulfilled whole. */
function branchesOf(terms: readonly FilterTerm[], base: string): Branch[] {
  return terms.reduce<Branch[]>(
    (all, term) => {
      const more = branchesOfTerm(term, base);
      return all.flatMap((one) => more.map((other) => [...one, ...other]));
    },
    [[]],
  );
}

function branchesOfTerm(term: FilterTerm, base: string): Branch[] {
  if (term.kind === "any") return term.branches.flatMap((branch) => branchesOf(branch, base));
  if (term.kind === "within") return branchesOf(term.terms, `${base}${term.key}.`);
  return [[{ path: base + term.key, conditions: term.conditions }]];
}

function someFit([first, ...rest]: Branch, fields: readonly Field[], chosen: Member): boolean {
  if (first === undefined) return true;
  const values = fields.filter(({ path }) => path === first.path);
  if (values.length === 0) return first.conditions.some(isAbsence) && someFit(rest, fields, chosen);
  return values.some(
    ({ value, member }) =>
      [...member].every(([array, index]) => (chosen.get(array) ?? index) === index) &&
      first.conditions.some((condition) => accepts(condition, value)) &&
      someFit(rest, fields, new Map([...chosen, ...member])),
  );
}

const isAbsence = (condition: Condition): boolean =>
  typeof condition === "object" && condition !== null && condition.exists === false;

function accepts(condition: Condition, value: unknown): boolean {
  if (typeof condition !== "object" || condition === null) return condition === value;
  if (condition.exists !== undefined) return condition.exists;
  const excluded = condition["anything-but"];
  if (excluded !== undefined) return !excludes(excluded, value);
  if (condition.numeric !== undefined) return typeof value === "number" && compares(condition.numeric, value);
  return typeof value === "string" && acceptsText(condition, value);
}

function excludes(excluded: NonNullable<Operators["anything-but"]>, value: unknown): boolean {
  if (typeof excluded !== "object" || Array.isArray(excluded)) return [excluded].flat().some((one) => one === value);
  const each = (key: "prefix" | "suffix" | "wildcard") => [excluded[key] ?? []].flat().map((one) => ({ [key]: one }));
  return (["prefix", "suffix", "wildcard"] as const).flatMap(each).some((one) => accepts(one, value));
}

function acceptsText(condition: Operators, value: string): boolean {
  if (condition.prefix !== undefined) return value.startsWith(condition.prefix);
  if (condition.suffix !== undefined) return value.endsWith(condition.suffix);
  if (condition["equals-ignore-case"] !== undefined)
    return value.toLowerCase() === condition["equals-ignore-case"].toLowerCase();
  if (condition.wildcard !== undefined) return fits(wildcardParts(condition.wildcard), [...value]);
  return condition.cidr !== undefined && lies(value, condition.cidr);
}

/** Whether a text matches a pattern, of which an undefined part matches any characters. */
function fits(parts: readonly (string | undefined)[], text: readonly string[]): boolean {
  const [part, ...rest] = parts;
  if (parts.length === 0) return text.length === 0;
  if (part === undefined)
    return Array.from({ length: text.length + 1 }, (_, from) => from).some((from) => fits(rest, text.slice(from)));
  return text[0] === part && fits(rest, text.slice(1));
}

function lies(address: string, cidr: string): boolean {
  const [network = "", mask] = cidr.split("/");
  if (isIP(address) === 0 || isIP(address) !== isIP(network)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(mask), isIPv4(network) ? "ipv4" : "ipv6");
  return list.check(address, isIPv4(address) ? "ipv4" : "ipv6");
}

function compares(parts: readonly (string | number)[], value: number): boolean {
  const tests: Record<string, (bound: number) => boolean> = {
    "=": (bound) => value === bound,
    "<": (bound) => value < bound,
    "<=": (bound) => value <= bound,
    ">": (bound) => value > bound,
    ">=": (bound) => value >= bound,
  };
  return parts.every((part, index) => index % 2 === 1 || tests[part]?.(Number(parts[index + 1])) === true);
}
