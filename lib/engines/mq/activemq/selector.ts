import type { Filter } from "../../../core/patterns/pub-sub";

type Condition = Filter[string][number];
type Operators = Exclude<Condition, string | number | boolean>;
type Scalar = string | number;

/** Words of the language itself, which no key can be (JMS 2.0, message selector syntax). */
const reserved = ["and", "between", "escape", "false", "in", "is", "like", "not", "null", "or", "true"];
/** What no XML document can hold (XML 1.0, Char), and so no configuration. */
const notInXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * A filter as a JMS selector: every key must match one of its values. Returns undefined where a selector cannot say it.
 *
 * @see https://activemq.apache.org/components/classic/documentation/selectors (2026-11)
 */
export function selectorOf(filter: Filter): { readonly selector: string } | { readonly impossible: readonly string[] } {
  const impossible: string[] = [];
  const clauses = Object.entries(filter).map(([key, values]) => {
    if (!/^[A-Za-z_$][\w$]*$/.test(key) || reserved.includes(key.toLowerCase()))
      impossible.push(`the key '${key}', which is no name that a selector takes`);
    return `(${values.map((value) => condition(key, value, impossible)).join(" OR ")})`;
  });
  const selector = clauses.join(" AND ");
  if (notInXml.test(selector)) impossible.push("a control character");
  // Amazon MQ takes what looks like an expression of Spring out of a configuration.
  if (/[$#]\{/.test(selector)) impossible.push("'${' or '#{'");
  return impossible.length > 0 ? { impossible } : { selector };
}

function condition(key: string, value: Condition, impossible: string[]): string {
  if (typeof value !== "object") return equals(key, value);
  return Object.entries(value)
    .map(([operator]) => operate(key, value, operator, impossible))
    .join(" AND ");
}

function operate(key: string, value: Operators, operator: string, impossible: string[]): string {
  if (operator === "prefix" && value.prefix !== undefined) return like(key, `${escaped(value.prefix)}%`);
  if (operator === "suffix" && value.suffix !== undefined) return like(key, `%${escaped(value.suffix)}`);
  if (operator === "exists") return `${key} IS ${value.exists === true ? "NOT NULL" : "NULL"}`;
  if (operator === "anything-but" && value["anything-but"] !== undefined) {
    const others = [value["anything-but"]].flat();
    return `(${key} IS NOT NULL AND ${others.map((other) => `NOT (${equals(key, other)})`).join(" AND ")})`;
  }
  if (operator === "numeric" && value.numeric !== undefined) return numeric(key, value.numeric);
  impossible.push(`the operator '${operator}'`);
  return "";
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
