import type { DataPath } from "../issues";
import type { Filter } from "./pub-sub";

/** Whether a filter says one sound thing, whatever an engine makes of it. */
export function checkConditions(filter: Filter, path: DataPath, add: (at: DataPath, message: string) => void): void {
  if (Object.keys(filter).length === 0) add(path, "the filter names no key; leave it out to get every message");
  for (const [key, alternatives] of Object.entries(filter))
    alternatives.forEach((condition, index) => checkCondition(condition, [...path, key, index], add));
}

function checkCondition(
  condition: Filter[string][number],
  path: DataPath,
  add: (at: DataPath, message: string) => void,
): void {
  if (typeof condition !== "object") return;
  const operators = Object.keys(condition);
  if (operators.length !== 1) add(path, `a condition names one operator, this one names ${operators.length}`);
  if (condition.numeric !== undefined && !isNumeric(condition.numeric))
    add(
      [...path, "numeric"],
      `${JSON.stringify(condition.numeric)} is no comparison; write ["=", 5], [">", 0] or [">=", 0, "<", 10]`,
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
