import { instantOf } from "../core/clock";
import type { DataPath, Issues } from "../core/issues";
import { boundsAt } from "./functions/decide";
import { kinds } from "./kinds";
import type { PartitionsSpec } from "./spec";

/**
 * Whether each time of the week ever holds, and whether the stated load fits in at any time.
 *
 * @param loadShards how many shards the stated load needs; 0 where none is stated
 */
export function checkSchedule(spec: PartitionsSpec, loadShards: number, path: DataPath, issues: Issues): void {
  const { max, schedule } = spec;
  const holding = timesThatHold(spec);
  schedule.forEach((window, index) => {
    if (!holding.has(index + 1))
      issues.add(
        kinds.ScalingTimeCovered,
        [...path, "schedule", index],
        `from ${window.from} until ${window.until} on ${window.days.join(" ")} only those before it hold: where two meet, the first one does`,
      );
  });
  const bounds = [
    { at: ["max"], most: max },
    ...schedule.flatMap((window, index) =>
      window.max === undefined ? [] : [{ at: ["schedule", index, "max"], most: window.max }],
    ),
  ];
  // A load that is never borne is an issue of the stream's own.
  if (bounds.every(({ most }) => most < loadShards)) return;
  for (const { at, most } of bounds)
    if (most < loadShards)
      issues.add(
        kinds.ScalingBounds,
        [...path, ...at],
        `max ${most} is below the ${loadShards} shards that the stated load needs; shards follow the load, so a lower max saves nothing`,
      );
}

/**
 * Which times hold in some minute of the week, by their number from 1 on; 0 where the channel's own bounds do. What holds
 * changes when a time begins or ends, and at no other minute.
 */
function timesThatHold({ max, schedule }: PartitionsSpec): ReadonlySet<number> {
  // As the function decides it, with the number of each time in place of its bounds.
  const numbered = schedule.map((window, index) => ({ ...window, min: index + 1 }));
  const stream = { name: "", arn: "", targetPercent: 0, cooldown: { inSeconds: 0, outSeconds: 0 } };
  const changes = schedule.flatMap(({ from, until, timeZone }) =>
    someWeek.flatMap((day) => [from, until].map((time) => new Date(instantOf(`${day}T${time}`, timeZone)))),
  );
  return new Set(changes.map((now) => boundsAt({ ...stream, min: 0, max, schedule: numbered }, now).min));
}

/** In it no zone puts its clocks forward or back. */
const someWeek = [23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}`);
