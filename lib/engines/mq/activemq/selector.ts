import type { Condition, FilterTerm, Operators } from "../../../core/patterns/filter";
import { wildcardParts } from "../../../core/patterns/filter-condition";
import { show } from "../../../core/wording";

type Scalar = string | number;

/** Words of the language itself, which no key can be (JMS 2.0, message selector syntax). */
const reserved = ["and", "between", "escape", "false", "in", "is", "like", "not", "null", "or", "true"];
/** What no XML document can hold (XML 1.0, Char), and so no configuration. */
const notInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * A filter as a JMS selector: every key must match one of its values. Returns what a selector cannot express where
 * there is something.
 *
 * @see https://activemq.apache.org/components/classic/documentation/selectors (2026-11)
 */
export function selectorOf(
  filter: readonly FilterTerm[],
): { readonly selector: string } | { readonly impossible: readonly string[] } {
  const impossible: string[] = [];
  const selector = allOf(filter, impossible);
  if (notInXml.test(selector)) impossible.push("a control character");
  // Amazon MQ takes what looks like an expression of Spring out of a configuration.
  if (/[$#]\{/.test(selector)) impossible.push("'${' or '#{'");
  return impossible.length > 0 ? { impossible } : { selector };
}

const allOf = (terms: readonly FilterTerm[], impossible: string[]): string =>
  terms.map((term) => clause(term, impossible)).join(" AND ");

function clause(term: FilterTerm, impossible: string[]): string {
  if (term.kind === "any") return `(${term.branches.map((branch) => `(${allOf(branch, impossible)})`).join(" OR ")})`;
  if (term.kind === "within") {
    impossible.push(`keys within '${term.key}'`);
    return "";
  }
  const { key } = term;
  if (!/^[A-Za-z_$][\w$]*$/.test(key) || reserved.includes(key.toLowerCase()))
    impossible.push(`the key '${key}', which is no name that a selector takes`);
  return `(${term.conditions.map((value) => condition(key, value, impossible)).join(" OR ")})`;
}

function condition(key: string, value: Condition, impossible: string[]): string {
  if (value === null) impossible.push("the value null");
  if (value === null || typeof value !== "object") return equals(key, value ?? "");
  return Object.keys(value)
    .map((operator) => operate(key, value, operator, impossible))
    .join(" AND ");
}

function operate(key: string, value: Operators, operator: string, impossible: string[]): string {
  if (operator === "exists") return `${key} IS ${value.exists === true ? "NOT NULL" : "NULL"}`;
  if (operator === "anything-but" && value["anything-but"] !== undefined) {
    const others = excludedBy(key, value["anything-but"]);
    return `(${key} IS NOT NULL AND ${others.map((other) => `NOT (${other})`).join(" AND ")})`;
  }
  if (operator === "numeric" && value.numeric !== undefined) return numeric(key, value.numeric);
  const [pattern] = patternsOf(value);
  if (pattern !== undefined) return like(key, pattern);
  impossible.push(`the operator '${operator}' with ${show(value)}`);
  return "";
}

function excludedBy(key: string, excluded: NonNullable<Operators["anything-but"]>): string[] {
  if (typeof excluded !== "object") return [equals(key, excluded)];
  return Array.isArray(excluded)
    ? excluded.map((other) => equals(key, other))
    : patternsOf(excluded).map((pattern) => like(key, pattern));
}

/** The patterns of LIKE that match what begins, ends or is written as said. */
function patternsOf(said: {
  readonly [K in "prefix" | "suffix" | "wildcard"]?: string | string[] | undefined;
}): string[] {
  return [
    ...[said.prefix ?? []].flat().map((text) => `${escaped(text)}%`),
    ...[said.suffix ?? []].flat().map((text) => `%${escaped(text)}`),
    ...[said.wildcard ?? []].flat().map((text) =>
      wildcardParts(text)
        .map((part) => (part === undefined ? "%" : escaped(part)))
        .join(""),
    ),
  ];
}

/** `[">=", 5, "<", 9]` → `(key >= 5 AND key < 9)` */
function numeric(key: string, parts: readonly Scalar[]): string {
  const pairs = Array.from({ length: parts.length / 2 }, (_, index) => parts.slice(2 * index, 2 * index + 2));
  return `(${pairs.map(([comparison, bound]) => `${key} ${String(comparison)} ${String(bound)}`).join(" AND ")})`;
}

const equals = (key: string, value: Scalar | boolean): string =>
  `${key} = ${typeof value === "string" ? quoted(value) : String(value).toUpperCase()}`;
const like = (key: string, pattern: string): string => `${key} LIKE ${quoted(pattern)} ESCAPE '\\'`;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const escaped = (text: string): string => text.replace(/[%_\\]/g, "\\$&");
