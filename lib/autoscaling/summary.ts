import type { SystemFacts } from "../core/facts";
import { durationText } from "../core/quantities";
import type { ScaledStream } from "./functions/event";
import { limits } from "./limits";
import type { ConsumerScalingPlan, ScalingTargetPlan } from "./scaled";
import { minutes, type StepPolicyPlan } from "./steps";

/** What scales, within which limits, in which steps and after which rest: a line for each thing. */
export function summaryOf(
  { disks }: Pick<SystemFacts, "disks">,
  targets: readonly ScalingTargetPlan[],
  streams: readonly ScaledStream[],
  consumers: readonly ConsumerScalingPlan[],
): string[] {
  return [...targets.map((target) => disk(target, disks?.sizeGiB)), ...streams.map(stream), ...consumers.map(tasks)];
}

function disk({ id, maxCapacity, targetPercent }: ScalingTargetPlan, size: number | undefined): string {
  const from = size === undefined ? "" : `${size} to `;
  const { diskStepGiB, diskStepPercent, diskRestSeconds } = limits;
  return `${id}: ${from}${maxCapacity} GiB, from ${targetPercent} % used on by ${diskStepPercent} % or ${diskStepGiB} GiB, every ${durationText(diskRestSeconds)} at most; never smaller`;
}

function stream({ name, min, max, targetPercent, cooldown, schedule }: ScaledStream): string {
  const times = schedule.map(
    (window) =>
      `, ${window.min} to ${window.max ?? max} on ${window.days.join(" ")} from ${window.from} until ${window.until} (${window.timeZone})`,
  );
  return `${name}: ${min} to ${max} shards${times.join("")}, held at ${targetPercent} %; rests ${durationText(cooldown.outSeconds)} before it grows and ${durationText(cooldown.inSeconds)} before it shrinks; grows by a quarter at least and to the double at most, shrinks by a quarter or a half, ${limits.shardChanges} times in 24h at most`;
}

function tasks({ resourceId, minCapacity, maxCapacity, target, out, in: back }: ConsumerScalingPlan): string {
  return `${resourceId}: ${minCapacity} to ${maxCapacity} tasks, held at ${target}; ${steps(out)} after ${minutes.out} minutes above, rests ${durationText(out.cooldownSeconds)}; ${steps(back)} after ${minutes.in} minutes below half, rests ${durationText(back.cooldownSeconds)}`;
}

const steps = ({ unit, steps: all }: StepPolicyPlan): string =>
  `${all.map(({ change }) => (change > 0 ? `+${change}` : `${change}`)).join("/")} ${unit === "percent" ? "%" : "task"}`;
