import type { Indicator, Indicators, ObjectiveKind, Severity } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import type { Watching } from "../core/patterns/watching";
import { durationText } from "../core/quantities";
import { supportKinds } from "../core/support";
import type { Asked } from "./changes";
import { kinds } from "./kinds";

/** One objective, of one thing that is measured. */
export interface ObjectivePlan {
  /** `delivery-<indicator>`; unique within the system. */
  readonly id: string;
  readonly kind: ObjectiveKind;
  readonly of: string;
  readonly channel?: string;
  /** In percent of the minutes of 30 days. */
  readonly target: number;
  readonly metric: Indicator["metric"];
  /** Above it a minute is bad. */
  readonly tolerated: number;
}

/** One of the two windows of an alarm on how fast the error budget burns: the long one says that it matters, the short one that it goes on. */
export interface BurnWindow {
  readonly seconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
}

export interface Burn {
  readonly id: string;
  /** How many times faster than planned the budget goes. */
  readonly rate: number;
  readonly severity: Severity;
  readonly windows: readonly [BurnWindow, BurnWindow];
}

/**
 * Site Reliability Workbook, chapter 5, "Alerting on SLOs", table 5-8: 14.4 times within 1 h and 5 m spends 2 % of the
 * month's budget, 6 times within 6 h and 30 m 5 %, once within 3 d and 6 h 10 %. CloudWatch looks back a day at most
 * where a period is shorter than an hour (PutMetricAlarm, 2026-11), and an hour is too coarse for minutes, so the last
 * one is 3 times within 1 d and 2 h: 10 % too.
 */
const burns = [
  { id: "fast", rate: 14.4, severity: "page", long: 3_600, short: 300 },
  { id: "slow", rate: 6, severity: "page", long: 6 * 3_600, short: 1_800 },
  { id: "steady", rate: 3, severity: "ticket", long: 24 * 3_600, short: 7_200 },
] as const;

/**
 * The alarms on one objective. The share of bad minutes in a window is what "M of N datapoints" counts, so that N is the
 * window and M the share at which the budget burns too fast, rounded up to whole minutes.
 */
export function burnsOf({ target, metric }: ObjectivePlan): Burn[] {
  const window = (rate: number, seconds: number): BurnWindow => {
    const evaluationPeriods = seconds / metric.periodSeconds;
    const bad = rate * ((100 - target) / 100) * evaluationPeriods;
    return { seconds, evaluationPeriods, datapointsToAlarm: Math.ceil(Number(bad.toFixed(6))) };
  };
  return burns.map(({ id, rate, severity, long, short }) => ({
    id,
    rate,
    severity,
    windows: [window(rate, long), window(rate, short)],
  }));
}

export const objectiveText = ({ kind, of, target, tolerated, metric }: ObjectivePlan): string =>
  `${kind} of ${of} is good in ${target} % of all minutes (${metric.name} at most ${tolerated})`;

export const windowText = ({ seconds }: BurnWindow): string => durationText(seconds);

/** Every objective that the system or one of its channels has, of everything that is measured. A channel's own wins. */
export function objectivesOf(indicators: Indicators, asked: Asked, path: DataPath, issues: Issues): ObjectivePlan[] {
  const channels = Object.entries(asked.channels);
  return (["delivery", "availability"] as const).flatMap((kind) => {
    const measured = indicators[kind];
    const own = channels.filter(([, { objectives }]) => objectives?.[kind] !== undefined).map(([name]) => name);
    const planned = (watching: Watching, at: DataPath, isMeant: (channel: string | undefined) => boolean) =>
      plan({ kind, watching, measured, isMeant, path: [...at, "objectives", kind] }, issues);
    return [
      ...channels.flatMap(([name, watching]) => planned(watching, [...path, "channels", name], (of) => of === name)),
      ...planned(asked.system, path, (of) => of === undefined || !own.includes(of)),
    ];
  });
}

interface AskedObjective {
  readonly kind: ObjectiveKind;
  readonly watching: Watching;
  readonly measured: Indicators[ObjectiveKind];
  readonly isMeant: (channel: string | undefined) => boolean;
  readonly path: DataPath;
}

function plan({ kind, watching, measured, isMeant, path }: AskedObjective, issues: Issues): ObjectivePlan[] {
  const objective = watching.objectives?.[kind];
  if (objective === undefined) return [];
  if (typeof measured === "string") {
    issues.add(supportKinds.NotSupported, path, measured);
    return [];
  }
  const meant = measured.filter(({ channel }) => isMeant(channel));
  if (meant.length === 0) issues.add(kinds.ObjectiveUnmeasured, path, unmeasured(kind, measured));
  const seconds = "within" in objective ? objective.within : 1;
  if ("within" in objective) checkKept(objective.within, meant, [...path, "within"], issues);
  return meant.map(({ id, of, channel, metric, tolerated }) => ({
    id: `${kind}-${id}`,
    kind,
    of,
    ...(channel !== undefined && { channel }),
    target: objective.target,
    metric,
    tolerated: tolerated * seconds,
  }));
}

/** Of all that the objective is about, what is kept for the shortest time tells. */
function checkKept(within: number, meant: readonly Indicator[], path: DataPath, issues: Issues): void {
  const kept = meant
    .flatMap(({ of, keptSeconds }) => (keptSeconds === undefined ? [] : [{ of, keptSeconds }]))
    .sort((a, b) => a.keptSeconds - b.keptSeconds)[0];
  if (kept === undefined || within < kept.keptSeconds) return;
  issues.add(
    kinds.ObjectiveAboveRetention,
    path,
    `within ${durationText(within)} is not below the ${durationText(kept.keptSeconds)} that messages of ${kept.of} are kept for`,
  );
}

function unmeasured(kind: ObjectiveKind, measured: readonly Indicator[]): string {
  if (measured.length === 0)
    return `no consumer is known whose ${kind} could be measured; name one under access: or subscribers:`;
  return measured.some(({ channel }) => channel === undefined)
    ? `${kind} is measured of the whole system; write it under the system's own objectives:`
    : `nothing is left that it could be about; of what is measured, ${measured[0]?.of ?? ""} for example, each has its own objective or is another channel's`;
}
