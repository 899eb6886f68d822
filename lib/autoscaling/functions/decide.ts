import { dayMs, minuteShown, shortWeekdays } from "../../core/clock";
import { limits } from "../limits";
import type { ScaledStream } from "./event";

/** What a stream took a second, in the busiest minute of a time. */
export interface Load {
  readonly bytes: number;
  readonly records: number;
}

/** What a stream has and bore. */
export interface Observed {
  readonly shards: number;
  readonly active: boolean;
  /** Within the last minutes: what it needs. */
  readonly recent: Load;
  /** Within the time that is waited for before shards are taken; left out where nothing says how busy that time was. */
  readonly past?: Load;
  /** Writes of the last minutes that Kinesis refused: nobody knows how many shards more would have taken them. */
  readonly refused: number;
  /** When the function changed the shards within the last 24 hours, in milliseconds. */
  readonly changes: readonly number[];
}

export interface Decision {
  /** How many shards the stream gets; none when it stays as it is. */
  readonly shards?: number;
  /** How many more are needed than the bounds, or AWS for today, allow. */
  readonly missing: number;
  /** How many more are needed than there are. */
  readonly short: number;
  readonly why: string;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** So many of a day's changes are kept for growing. */
const keptForGrowth = 5;

/**
 * Decides how many shards a stream gets. The load says how many are needed, whatever there are now, so that a change does
 * not bring about the next one. Bounds hold at once; within them a cool-down is waited for.
 */
export function decide(stream: ScaledStream, observed: Observed, now: Date): Decision {
  const { shards, active } = observed;
  const { min, max } = boundsAt(stream, now);
  const needed = Math.max(shardsFor(stream, observed.recent), observed.refused > 0 ? 2 * shards : 0);
  const changes = observed.changes.filter((time) => now.getTime() - time < dayMs);
  const wanted = next(stream, observed, needed, { min, max }, changes.length);
  const grows = wanted > shards;
  const stays: Decision = {
    missing: Math.max(0, needed - max),
    short: Math.max(0, Math.max(needed, min) - shards),
    why: `${needed} needed, ${min} to ${max} allowed`,
  };
  if (wanted === shards) return stays;
  const because = (reason: string): Decision => ({ ...stays, why: `${stays.why}; ${reason}` });
  if (!active) return because("the stream is being changed");
  const most = grows ? limits.shardChanges : limits.shardChanges - keptForGrowth;
  const enough = `${changes.length} changes within 24 hours are enough`;
  if (changes.length >= most) return grows ? notToday(stays, enough) : because(enough);
  const outOfBounds = shards < min || shards > max;
  const rest = 1_000 * (grows ? stream.cooldown.outSeconds : stream.cooldown.inSeconds);
  if (!outOfBounds && changes.some((time) => now.getTime() - time < rest)) return because("cooling down");
  return { ...stays, shards: wanted };
}

/** The stream stays as it is, because AWS changes it no more today: what it needs is missing. */
export const notToday = ({ missing, short, why }: Omit<Decision, "shards">, reason: string): Decision => ({
  missing: Math.max(missing, short),
  short,
  why: `${why}; ${reason}`,
});

const shardsFor = ({ targetPercent }: ScaledStream, { bytes, records }: Load): number =>
  Math.ceil((100 / targetPercent) * Math.max(bytes / limits.shardBytes, records / limits.shardRecords));

/**
 * The number of shards after the next change. AWS doubles or halves at most and advises quarters of what there is
 * (API reference, UpdateShardCount, 2026-11); by less than a quarter a slow rise would use up the changes of a day. What
 * has been enough for the whole past is taken, again by a quarter at least.
 */
function next(
  stream: ScaledStream,
  { shards, past }: Observed,
  needed: number,
  { min, max }: Bounds,
  changes: number,
): number {
  const wanted = clamp(needed, min, max);
  if (wanted > shards) {
    const least = changes < limits.shardChanges - keptForGrowth ? 1 : 2;
    const grown = [1, 2, 3, 4].slice(least - 1).map((quarters) => Math.ceil((shards * (4 + quarters)) / 4));
    return Math.min(max, grown.find((count) => count >= wanted) ?? 2 * shards);
  }
  const kept = past === undefined ? shards : clamp(Math.max(needed, shardsFor(stream, past)), min, shards);
  const quarters = Math.min(2, Math.floor((4 * (shards - kept)) / shards));
  const shrunk = Math.max(kept, Math.floor((shards * (4 - quarters)) / 4));
  return Math.max(Math.ceil(shards / 2), Math.min(max, quarters === 0 ? shards : shrunk));
}

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

/** The bounds of the first time of the week that has begun and not ended; the stream's own outside them. */
export function boundsAt({ min, max, schedule }: ScaledStream, now: Date): Bounds {
  const window = schedule.find((one) => covers(one, now));
  return window === undefined ? { min, max } : { min: window.min, max: window.max ?? max };
}

function covers({ days, from, until, timeZone }: ScaledStream["schedule"][number], now: Date): boolean {
  const minute = minuteShown(now.getTime(), timeZone);
  const [day, time] = [Math.floor(minute / minutesOfDay), minute % minutesOfDay];
  const [begins, ends] = [minuteOfDay(from), minuteOfDay(until)];
  const began = (daysAgo: number) => days.some((one) => one === shortWeekdays[(day + 7 - daysAgo) % 7]);
  if (begins < ends) return began(0) && begins <= time && time < ends;
  return (began(0) && begins <= time) || (began(1) && time < ends);
}

const minutesOfDay = 24 * 60;

function minuteOfDay(clock: string): number {
  const [hours = NaN, minutes = NaN] = clock.split(":").map(Number);
  return 60 * hours + minutes;
}
