import type { DataPath } from "./issues";
import { durationText, sizeText } from "./quantities";

/** A value as the inventory keeps it; null where another value of the same thing decides instead. */
export type Scalar = string | number | boolean | null;

/**
 * Which changes of a value are a step back.
 *
 * - `fixed`: every change
 * - `grows`: a smaller number, an older version, or an earlier text of `order`
 * - `widens`: a filter or a list of bindings that lets through less than before (JSON)
 * - `narrows`: a list, separated by commas, with an item more than before
 * - `doubles`: more than twice or less than half the number
 */
type Direction = "fixed" | "grows" | "widens" | "narrows" | "doubles";

/**
 * What the next deploy does with a step back.
 *
 * - `refuses`: AWS or the broker refuses it; no acceptance helps
 * - `needs-preparation`: AWS or a function refuses it until somebody has prepared it by hand
 * - `replaces`: Terraform destroys the thing with all it holds and creates it again
 * - `loses`: messages, records or logs are deleted earlier, or no longer arrive
 */
export type Consequence = "refuses" | "needs-preparation" | "replaces" | "loses";

/** One value of an engine that cannot be changed freely once it is deployed. */
export interface OneWayRule {
  readonly direction: Direction;
  readonly consequence: Consequence;
  /** The texts that the value may have, from the smallest on. */
  readonly order?: readonly string[];
  /** What a number counts, so that a message shows it as the file has it. */
  readonly unit?: "seconds" | "bytes";
  /** The number that means "no limit". */
  readonly unlimited?: number;
  /** Which change it is, for the documentation: "`retention` is shortened". */
  readonly change: string;
  /** What happens then: a sentence. */
  readonly effect: string;
  /** The way round: a sentence in the imperative. */
  readonly remedy: string;
  /** Source and date. */
  readonly source: string;
  /** A function compares the value with what it finds as well, so that an acceptance can be needed without a step back here. */
  readonly reconciled?: true;
}

/** A change that is always possible, and what it costs. For the documentation alone. */
export interface FreeChange {
  readonly change: string;
  readonly effect: string;
  readonly remedy: string;
  readonly source: string;
}

/** What an engine states of its changes, by the names of the values in the inventory. */
export interface ChangeFacts {
  readonly oneWay: Readonly<Record<string, OneWayRule>>;
  readonly free: readonly FreeChange[];
}

/** A value as it is planned, and where the file says it. */
export interface StatedValue {
  readonly rule: OneWayRule;
  readonly value: Scalar;
  readonly path: DataPath;
}

/** Whether the change from one value to the other is a step back. */
export function isStepBack(rule: OneWayRule, before: Scalar, after: Scalar): boolean {
  if (before === after) return false;
  if (rule.direction === "widens") return !isWider(before, after);
  if (before === null || after === null) return false;
  if (rule.direction === "narrows") return !items(after).every((item) => items(before).includes(item));
  if (rule.direction === "fixed") return true;
  const [from, to] = [rankOf(rule, before), rankOf(rule, after)];
  if (rule.direction === "doubles") return Number(to) > 2 * Number(from) || 2 * Number(to) < Number(from);
  return compareRanks(to, from) < 0;
}

/** A value as the file would have it: `30d`, `256KiB`. */
export function valueText({ unit, unlimited }: OneWayRule, value: Scalar): string {
  if (value === null) return "not set";
  if (value === unlimited) return "unlimited";
  if (typeof value !== "number" || unit === undefined) return String(value);
  return unit === "seconds" ? durationText(value) : sizeText(value);
}

const items = (value: Scalar): string[] =>
  String(value)
    .split(",")
    .map((item) => item.trim());

type Rank = number | readonly number[];

function rankOf({ order, unlimited }: OneWayRule, value: Scalar): Rank {
  if (order !== undefined) return order.indexOf(String(value));
  if (value === unlimited) return Infinity;
  return typeof value === "string" ? (value.match(/\d+/g) ?? []).map(Number) : Number(value);
}

function compareRanks(one: Rank, other: Rank): number {
  if (typeof one === "number" && typeof other === "number") return one < other ? -1 : one > other ? 1 : 0;
  const [left, right] = [[one].flat(), [other].flat()];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Whether a filter certainly lets through all that another one did: each of its keys was there before, with no
 * alternative that is gone. Without a filter everything passes. Of bindings, none may be gone.
 */
function isWider(before: Scalar, after: Scalar): boolean {
  if (after === null) return true;
  if (before === null) return false;
  const old: unknown = JSON.parse(String(before));
  const now: unknown = JSON.parse(String(after));
  if (Array.isArray(old)) return containsAll(now, old);
  if (!isMapping(old) || !isMapping(now)) return false;
  return Object.entries(now).every(([key, alternatives]) => {
    const was = Object.hasOwn(old, key) ? old[key] : undefined;
    return (
      sameJson(was, alternatives) || (!key.startsWith("$") && Array.isArray(was) && containsAll(alternatives, was))
    );
  });
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const sameJson = (one: unknown, other: unknown): boolean => one !== undefined && sorted(one) === sorted(other);

function containsAll(all: unknown, some: readonly unknown[]): boolean {
  if (!Array.isArray(all)) return false;
  const known = new Set(all.map(sorted));
  return some.every((one) => known.has(sorted(one)));
}

/** The JSON text of a value, with the keys of mappings in order. */
export function sorted(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (!isMapping(value)) return JSON.stringify(value);
  const entries = Object.keys(value).sort();
  return `{${entries.map((key) => `${JSON.stringify(key)}:${sorted(value[key])}`).join(",")}}`;
}
