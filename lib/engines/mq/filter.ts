import type { DataPath, Issues } from "../../core/issues";
import type { Filter } from "../../core/patterns/pub-sub";
import { kinds } from "./kinds";

/** Whether a filter says one sound thing, whatever the broker makes of it. */
export function checkFilter(filter: Filter, path: DataPath, issues: Issues): void {
  const add = (at: DataPath, message: string) => issues.add(kinds.UnsoundFilter, at, message);
  if (Object.keys(filter).length === 0) add(path, "the filter names no key; leave it out to get every message");
  for (const [key, alternatives] of Object.entries(filter))
    alternatives.forEach((condition, index) => {
      if (typeof condition !== "object") return;
      const at = [...path, key, index];
      const operators = Object.keys(condition).length;
      if (operators !== 1) add(at, `a condition names one operator, this one names ${operators}`);
      if (condition.numeric !== undefined && !isNumeric(condition.numeric))
        add(
          [...at, "numeric"],
          `${JSON.stringify(condition.numeric)} is no comparison; write ["=", 5], [">", 0] or [">=", 0, "<", 10]`,
        );
    });
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
