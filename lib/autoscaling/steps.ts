import type { Signal } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";

/** One policy of Application Auto Scaling, and the alarm that sets it off. */
export interface StepPolicyPlan {
  readonly id: "out" | "in";
  readonly policyName: string;
  readonly alarmName: string;
  readonly description: string;
  readonly metric: Signal["metric"];
  readonly comparison: "GreaterThanThreshold" | "LessThanThreshold";
  readonly threshold: number;
  /** Minutes that are looked at, and how many of them must be beyond the threshold. */
  readonly periods: number;
  readonly breaching: number;
  readonly cooldownSeconds: number;
  /** By how many percent of the tasks they change, by one at least; or by how many tasks. */
  readonly unit: "percent" | "tasks";
  /** The change, where the measure is so far from the threshold. */
  readonly steps: readonly { readonly change: number; readonly from?: number; readonly to?: number }[];
}

export interface StepsPlan {
  readonly out: StepPolicyPlan;
  readonly in: StepPolicyPlan;
}

interface Holding {
  readonly metric: Signal["metric"];
  readonly target: number;
  readonly cooldown: { readonly in: number; readonly out: number };
  readonly what: string;
  /** Whether tasks are taken one by one: the measure does not tell how many are too many. */
  readonly singly: boolean;
  /** How many of the newest minutes may not tell yet how many tasks run. */
  readonly late: number;
}

/**
 * The rest in seconds after tasks were taken. The backlog of each task rises when one goes, in time to stop. The age is near
 * nothing until the tasks are too few; and each change of them makes a group share out its partitions anew.
 */
export const restAfterTaking = { age: 3_600, backlogPerTask: 300 } as const;

/** As the alarms that target tracking makes in accounts show them: 3 of 3 minutes above, 15 of 15 below (2026-11). */
export const minutes = { out: 3, in: 15 } as const;
/** Tasks are taken below this part of the target, so that the remaining ones stay below it. */
export const low = 0.5;

/**
 * Steps up that grow with how far the measure is above its target, and small ones down. They are steps and no target
 * tracking, because that one multiplies what runs: it never wakes consumers that sleep, and age does not halve when
 * consumers double.
 */
export function planSteps(
  place: Place,
  of: readonly string[],
  { metric, target, cooldown, what, late, singly }: Holding,
): StepsPlan {
  const parts = [place.environment, ...of];
  const common = (way: "out" | "in") => ({
    id: way,
    policyName: named("policy", [...parts, `scale-${way}`]),
    alarmName: named("alarm", [...parts, `scale-${way}`]),
    metric,
    periods: minutes[way],
    cooldownSeconds: cooldown[way],
  });
  return {
    out: {
      ...common("out"),
      breaching: minutes.out,
      description: `Above ${what}: more tasks. It tells nobody`,
      comparison: "GreaterThanThreshold",
      threshold: target,
      unit: "percent",
      steps: [
        { change: 50, from: 0, to: target },
        { change: 100, from: target, to: 3 * target },
        { change: 300, from: 3 * target },
      ],
    },
    in: {
      ...common("in"),
      breaching: minutes.in - late,
      description: `Below half of ${what}: fewer tasks. It tells nobody`,
      comparison: "LessThanThreshold",
      threshold: low * target,
      unit: singly ? "tasks" : "percent",
      steps: [{ change: singly ? -1 : -25, to: 0 }],
    },
  };
}
