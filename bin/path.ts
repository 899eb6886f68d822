import type { DataPath } from "../lib/core/issues";
import { valueAt } from "../lib/core/walk";

const step = /\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/y;

/**
 * `systems.orders.access[0].produce` → its steps. A name with a dot is quoted in brackets, `channels["orders.v1"]`, or
 * written as it is where the data has it. Undefined for a text that is no path.
 */
export function parsePath(text: string, data: unknown): DataPath | undefined {
  const steps: (string | number)[] = [];
  for (let at = 0; at < text.length;) {
    if (steps.length > 0 && text[at] === ".") at++;
    step.lastIndex = at;
    const found = step.exec(text);
    if (found === null) return undefined;
    const [, quoted, index, name = ""] = found;
    const one =
      index !== undefined
        ? Number(index)
        : quoted !== undefined
          ? unquoted(quoted)
          : dotted(text, at, name, valueAt(data, steps));
    steps.push(one);
    at += index === undefined && quoted === undefined ? String(one).length : found[0].length;
  }
  return steps.length === 0 ? undefined : steps;
}

/** A step in quotes is written as JSON writes it; what is no JSON is taken as it is. */
function unquoted(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

/** The longest key of a mapping that begins here and ends where a step ends; without one, the name up to the next dot. */
function dotted(text: string, at: number, name: string, here: unknown): string {
  const keys = typeof here === "object" && here !== null && !Array.isArray(here) ? Object.keys(here) : [];
  const fitting = keys.filter((key) => text.startsWith(key, at) && /^([.[]|$)/.test(text.slice(at + key.length)));
  return fitting.sort((a, b) => b.length - a.length)[0] ?? name;
}
