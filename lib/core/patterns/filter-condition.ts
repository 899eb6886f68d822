import { isIPv4, isIPv6 } from "node:net";
import type { DataPath } from "../issues";
import { show } from "../wording";
import type { Condition, Operators } from "./filter-spec";

type Add = (at: DataPath, message: string) => void;
type AnythingBut = NonNullable<Operators["anything-but"]>;

/** Adds a problem where a condition has another number of operators than one, or an operand that has no meaning. */
export function checkCondition(condition: Condition, path: DataPath, add: Add): void {
  if (typeof condition !== "object" || condition === null) return;
  const operators = Object.keys(condition);
  if (operators.length !== 1)
    add(path, `the condition names ${operators.length} operators; must be 1. Split or merge it`);
  const { numeric, wildcard, cidr, "anything-but": excluded } = condition;
  if (numeric !== undefined && !isNumeric(numeric))
    add(
      [...path, "numeric"],
      `${JSON.stringify(numeric)} is not a comparison. Write ["=", 5], [">", 0] or [">=", 0, "<", 10]`,
    );
  if (wildcard !== undefined) checkWildcard(wildcard, [...path, "wildcard"], add);
  if (cidr !== undefined) checkCidr(cidr, [...path, "cidr"], add);
  if (excluded !== undefined) checkAnythingBut(excluded, [...path, "anything-but"], add);
}

function checkAnythingBut(excluded: AnythingBut, path: DataPath, add: Add): void {
  if (typeof excluded !== "object" || Array.isArray(excluded)) return;
  const operators = Object.keys(excluded);
  if (operators.length !== 1)
    add(path, `anything-but names ${operators.length} operators; must be 1. Split or merge it`);
  for (const key of ["prefix", "suffix"] as const)
    if ([excluded[key] ?? []].flat().includes(""))
      add([...path, key], `the ${key} is empty; must have at least 1 character. Write it, or use exists: false`);
  for (const pattern of wildcardsOf({ "anything-but": excluded })) checkWildcard(pattern, [...path, "wildcard"], add);
}

/** The wildcard patterns of a condition, those that it excludes included. */
export function wildcardsOf(condition: Condition): readonly string[] {
  if (typeof condition !== "object" || condition === null) return [];
  const excluded = condition["anything-but"];
  const nested = typeof excluded === "object" && !Array.isArray(excluded) ? excluded.wildcard : undefined;
  return [condition.wildcard ?? [], nested ?? []].flat();
}

/** The characters of a wildcard pattern; undefined for each `*` that matches any characters. */
export const wildcardParts = (pattern: string): readonly (string | undefined)[] =>
  [...pattern.matchAll(/\\([*\\])|(\*)|([^])/gu)].map(([, escaped, star, plain]) =>
    star === undefined ? (escaped ?? plain) : undefined,
  );

function checkWildcard(pattern: string, path: DataPath, add: Add): void {
  if (/^(\\[*\\]|[^\\])*$/su.test(pattern) && !/(^|[^\\])(\\\\)*\*\*/su.test(pattern)) return;
  add(
    path,
    `${show(pattern)} is not a wildcard pattern; must not hold **, and \\ only before * or \\. Write \\\\ for \\`,
  );
}

/** The mask is shorter than the address (Event Ruler 2.1.0, CIDR.java; 2026-12). */
function checkCidr(cidr: string, path: DataPath, add: Add): void {
  const [, address = "", mask = ""] = /^([^/]*)\/(\d{1,3})$/.exec(cidr) ?? [];
  const v6 = isIPv6(address) && !/[.%]/.test(address);
  if ((isIPv4(address) || v6) && Number(mask) < (v6 ? 128 : 32)) return;
  add(
    path,
    `${show(cidr)} is not a network; must be like 10.0.0.0/24 (mask 0 to 31) or 2001:db8::/32 (mask 0 to 127). Write a single address as a plain value`,
  );
}

function isNumeric(parts: readonly (string | number)[]): boolean {
  const [first, low, second, high] = parts;
  if (typeof low !== "number") return false;
  if (parts.length === 2) return typeof first === "string" && ["=", "<", "<=", ">", ">="].includes(first);
  return (
    parts.length === 4 &&
    (first === ">" || first === ">=") &&
    (second === "<" || second === "<=") &&
    typeof high === "number" &&
    low < high
  );
}
