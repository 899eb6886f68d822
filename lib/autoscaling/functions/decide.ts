import { dayMs, shortWeekdays } from "../../core/clock";
import { limits } from "../limits";
import type { ScaledStream } from "./event";

/** What a stream has and bore. */
export interface Observed {
  readonly shards: number;
  readonly active: boolean;
  /** A second, in the busiest minute of the time that is looked back on. */
  readonly bytes: number;
  readonly records: number;
  /** When the function changed the shards within the last 24 hours, in milliseconds. */
  readonly changes: readonly number[];
}

export interface Decision {
  /** How many shards the stream gets; none when it stays as it is. */
  readonly shards?: number;
  /** How many more the load needs than the bounds allow. */
  readonly missing: number;
  readonly why: string;
}

/** So many of a day's changes are kept for growing. */
const keptForGrowth = 5;

/**
 * Decides how many shards a stream gets. The load of the busiest minute says how many are needed, whatever there are
 * now, so that a change does not bring about the next one. Bounds hold at once; within them a cool-down is waited for.
 * One step at most doubles or halves, as AWS demands.
 */
export function decide(stream: ScaledStream, observed: Observed, now: Date): Decision {
  const { shards, active } = observed;
  const { min, max } = boundsAt(stream, now);
  const needed = Math.ceil((100 / stream.targetPercent) * usedShards(observed));
  const wanted = clamp(needed, min, max);
  const missing = Math.max(0, needed - max);
  const said = `${needed} needed, ${min} to ${max} allowed`;
  if (wanted === shards) return { missing, why: said };
  if (!active) return { missing, why: `${said}; the stream is being changed` };
  const grows = wanted > shards;
  const changes = observed.changes.filter((time) => now.getTime() - time < dayMs);
  const most = grows ? limits.shardChanges : limits.shardChanges - keptForGrowth;
  if (changes.length >= most) return { missing, why: `${said}; ${changes.length} changes within 24 hours are enough` };
  const outOfBounds = shards < min || shards > max;
  const rest = 1_000 * (grows ? stream.cooldown.outSeconds : stream.cooldown.inSeconds);
  if (!outOfBounds && changes.some((time) => now.getTime() - time < rest))
    return { missing, why: `${said}; cooling down` };
  return { shards: clamp(wanted, Math.ceil(shards / 2), shards * 2), missing, why: said };
}

const usedShards = ({ bytes, records }: Observed): number =>
  Math.max(bytes / limits.shardBytes, records / limits.shardRecords);

const clamp = (value: number, min: number, max: number): number => Math.min(Math.max(value, min), max);

/** The bounds of the first time of the week that has begun and not ended; the stream's own outside them. */
export function boundsAt(
  { min, max, schedule }: ScaledStream,
  now: Date,
): { readonly min: number; readonly max: number } {
  const window = schedule.find((one) => covers(one, now));
  return window === undefined ? { min, max } : { min: window.min, max: window.max ?? max };
}

function covers({ days, from, until }: ScaledStream["schedule"][number], now: Date): boolean {
  const time = now.toISOString().slice(11, 16);
  const began = (daysAgo: number) => days.some((day) => day === shortWeekdays[(now.getUTCDay() + 6 + 7 - daysAgo) % 7]);
  if (from < until) return began(0) && from <= time && time < until;
  return (began(0) && from <= time) || (began(1) && time < until);
}
