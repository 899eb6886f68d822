import { distance } from "fastest-levenshtein";

/** `; did you mean 'ackDeadline'?` when one of the known words is near enough, or is a kind of the other. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = known
    // The distance is at least the difference in length: of many thousand names only a few are compared.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= reach(candidate) || sameNoun(word, candidate))
    .map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, far }) => far <= reach(candidate) || sameNoun(word, candidate))
    .sort((a, b) => a.far - b.far)[0];
  return near === undefined ? "" : `; did you mean '${near.candidate}'?`;
}

/** How far a word may be from a name that it most likely means. */
const reach = (name: string): number => Math.max(2, Math.floor(name.length / 3));

/** Most names that a message lists. */
const mostListed = 30;

/** Names for a message; of many only the first. */
export const listed = (names: readonly string[]): string =>
  names.length === 0
    ? "none"
    : `${names.slice(0, mostListed).join(", ")}${names.length > mostListed ? ` … ${names.length} in all` : ""}`;

/** `zone` and `timeZone`: one is what the other is a kind of. */
const sameNoun = (a: string, b: string): boolean => nounOf(a) === b.toLowerCase() || nounOf(b) === a.toLowerCase();

const nounOf = (name: string): string | undefined =>
  name
    .split(/[^A-Za-z0-9]+|(?=[A-Z])/)
    .at(-1)
    ?.toLowerCase();

/** A value as one would write it in the file; a long one is cut. */
export function show(value: unknown): string {
  if (typeof value === "number") return notFinite.get(value) ?? String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** How YAML writes numbers that JSON has no word for. */
const notFinite = new Map([
  [Infinity, ".inf"],
  [-Infinity, "-.inf"],
  [NaN, ".nan"],
]);

/** A number as messages, titles and descriptions have it: at most 2 decimals, `3333.33`. */
export const numberText = (value: number): string => String(Math.round(value * 100) / 100);

const characters = (count: number | bigint): string => `${count} ${count === 1 ? "character" : "characters"}`;

/** A value with what its size is, for a bound that it breaks. */
export function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return `${show(value)} (${characters(value.length)})`;
  return show(value);
}

/** A bound in what it counts of the value. */
export const boundText = (value: unknown, bound: number | bigint): string =>
  typeof value === "string" ? characters(bound) : String(bound);

/** What kind of value it is: `a mapping`. */
export function kindText(value: unknown): string {
  if (value === null) return typeText("null");
  if (typeof value === "boolean") return "a boolean";
  if (typeof value === "number" && !Number.isFinite(value)) return "no finite number";
  return typeText(Array.isArray(value) ? "array" : typeof value);
}

/** A type of zod's in words. */
export function typeText(type: string): string {
  const words: Record<string, string> = {
    object: "a mapping",
    record: "a mapping",
    array: "a list",
    string: "a text",
    int: "a whole number",
    number: "a number",
    boolean: "true or false",
    null: "nothing",
  };
  return words[type] ?? type;
}

export const quoteHint = (expected: string, received: unknown): string =>
  expected === "string" && typeof received !== "object" ? "; write it in quotes" : "";

export const unitHint = (received: unknown): string => (typeof received === "number" ? "; write it with its unit" : "");
