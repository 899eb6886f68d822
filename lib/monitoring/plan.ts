import type { Severity, Signal, SystemFacts } from "../core/facts";
import { Issues } from "../core/issues";
import type { Place } from "../core/place";
import { titleWith } from "../core/amounts";
import { audienceOf, type Audience } from "./audience";
import { changesOf, type AlarmChange, type Asked } from "./changes";
import { nameOf, speakers, term, type CompositePlan, type Member } from "./composites";
import {
  burnsOf,
  objectivesOf,
  objectiveText,
  windowText,
  type Burn,
  type BurnWindow,
  type ObjectivePlan,
} from "./objectives";

/** One CloudWatch alarm. */
export interface AlarmPlan {
  /** The signal's id: the alarm's address follows from it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly metric: Signal["metric"];
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "notBreaching" | "breaching";
  /** Who is told; nobody where a composite alarm speaks for it. */
  readonly to: readonly Audience[];
}

/** An alarm as a line of `alarms:` can name it: by its id, or its kind. */
export interface UsualAlarm extends Pick<Signal, "id" | "channel" | "comparison" | "threshold" | "unit"> {
  readonly kind: string;
}

export interface AlarmsPlan {
  /** What the alarms count, objectives aside: with the thresholds that hold here, and without what is off. */
  readonly signals: readonly Signal[];
  readonly alarms: readonly AlarmPlan[];
  /** In an order in which each comes after those that it names. */
  readonly composites: readonly CompositePlan[];
  readonly objectives: readonly ObjectivePlan[];
  /** The alarms that there are where nobody changes any. */
  readonly usual: readonly UsualAlarm[];
  /** What somebody changed of the usual alarms, and why. */
  readonly changes: readonly AlarmChange[];
}

/** What alarms are planned of: a system's facts, or as much of them as there is. */
export type Watched = Pick<SystemFacts, "name" | "signals"> &
  Partial<Pick<SystemFacts, "path" | "channels" | "indicators" | "tags">>;

export interface AlarmOptions {
  /** Teams that are told in a way of their own; all alarms go one way when left out. */
  readonly routes?: readonly Audience[];
  /** Signals of what others built for the system: functions, sinks, archives. They explain none of its own. */
  readonly further?: readonly Signal[];
  readonly asked?: Asked;
  /** Where problems are collected; they are thrown when left out. */
  readonly issues?: Issues;
}

const comparisons = {
  above: "GreaterThanThreshold",
  "at-least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

const nothingAsked: Asked = { system: {}, channels: {} };

/** One alarm for each signal of a system, six for each objective, and composite alarms that speak for those of one cause. */
export function planAlarms(place: Place, watched: Watched, options: AlarmOptions = {}): AlarmsPlan {
  const { routes = [], further = [], asked = nothingAsked, issues = new Issues() } = options;
  const { name: system, path = [], channels = [], indicators, tags } = watched;
  const signals = [...watched.signals, ...further];
  const changes = changesOf(signals, asked, path, issues);
  const objectives = indicators === undefined ? [] : objectivesOf(indicators, asked, path, issues);
  if (options.issues === undefined) issues.throwIfAny(`The alarms of ${system}`);
  const owners = new Map(channels.map(({ name, owner }) => [name, owner]));
  const audience = (channel: string | undefined, severity: Severity): Audience =>
    audienceOf(routes, (channel && owners.get(channel)) ?? tags?.Owner, severity);
  const kept = signals.filter(({ id }) => !isOff(changes.get(id)));
  const alarms = kept.map((signal) => alarmOf(place, system, signal, changes.get(signal.id)));
  const burning = objectives.map((objective) => burnAlarms(place, system, objective));
  const spoken = burning.flatMap((one) => one.spoken);
  const brokers = new Set(watched.signals.filter((one) => one.channel === undefined && one.severity === "page"));
  const members = [
    ...kept.map((signal): Member => {
      const { id, runbook, severity, channel } = signal;
      const to = audience(channel, severity);
      return { id, name: nameOf(place, system, id), runbook, severity, to, ofBrokers: brokers.has(signal) };
    }),
    ...spoken.map(({ id, name, severity, channel }): Member => {
      return { id, name, runbook: "objective", severity, to: audience(channel, severity), ofBrokers: false };
    }),
  ];
  const { alone, composites } = speakers(place, system, members);
  const to = new Map(members.filter(({ id }) => alone.has(id)).map((one) => [one.id, [one.to]]));
  return {
    signals: kept.map((signal) => {
      const threshold = changes.get(signal.id)?.threshold ?? signal.threshold;
      return { ...signal, title: titleWith(signal, threshold), threshold };
    }),
    alarms: [
      ...alarms.map((alarm) => ({ ...alarm, to: to.get(alarm.id) ?? [] })),
      ...burning.flatMap(({ windows }) => windows),
    ],
    composites: [
      ...spoken.map(({ severity: _, channel: __, ...one }) => ({ ...one, to: to.get(one.id) ?? [] })),
      ...composites,
    ],
    objectives,
    usual: signals.map(({ id, runbook: kind, channel, comparison, threshold, unit }) => ({
      id,
      kind,
      comparison,
      threshold,
      unit,
      ...(channel !== undefined && { channel }),
    })),
    changes: [...changes.values()],
  };
}

const isOff = (change: AlarmChange | undefined): boolean => change !== undefined && change.threshold === undefined;

function alarmOf(place: Place, system: string, signal: Signal, change: AlarmChange | undefined): AlarmPlan {
  return {
    id: signal.id,
    name: nameOf(place, system, signal.id),
    description: description(titleWith(signal, change?.threshold), signal.runbook, signal.severity),
    severity: signal.severity,
    metric: signal.metric,
    comparison: comparisons[signal.comparison],
    threshold: change?.threshold ?? signal.threshold,
    evaluationPeriods: signal.periods,
    datapointsToAlarm: signal.breaching,
    treatMissingData: signal.silenceBreaches === true ? "breaching" : "notBreaching",
    to: [],
  };
}

const description = (title: string, runbook: string, severity: string): string =>
  `${title}. What to do: docs/runbooks/${runbook}.md (${severity})`;

/** What an objective's budget is watched by: the windows, and for each severity one alarm over all rates that burn it. */
function burnAlarms(place: Place, system: string, objective: ObjectivePlan) {
  const burns = burnsOf(objective).map((burn) => ({
    ...burn,
    alarms: burn.windows.map((window) => windowAlarm(place, system, objective, burn, window)),
  }));
  const windows = burns.flatMap(({ alarms }) => alarms);
  const spoken = (["page", "ticket"] as const).map((severity) => {
    const own = burns.filter((burn) => burn.severity === severity);
    const id = `objective-${objective.id}_${severity}`;
    const rates = own.map(({ rate }) => rate).join(" or ");
    const title = `Errors come ${rates} times as fast as they may: ${objectiveText(objective)}`;
    return {
      id,
      name: nameOf(place, system, id),
      description: description(title, "objective", severity),
      rule: own.map(({ alarms }) => `(${alarms.map(({ name }) => term(name)).join(" AND ")})`).join(" OR "),
      after: own.flatMap(({ alarms }) => alarms.map((alarm) => alarm.id)),
      severity,
      ...(objective.channel !== undefined && { channel: objective.channel }),
    };
  });
  return { windows, spoken };
}

function windowAlarm(
  place: Place,
  system: string,
  objective: ObjectivePlan,
  { id: burn, severity }: Burn,
  window: BurnWindow,
): AlarmPlan {
  const id = `objective-${objective.id}-${burn}-${windowText(window)}`;
  const { evaluationPeriods, datapointsToAlarm } = window;
  const title = `${objectiveText(objective)}: ${datapointsToAlarm} bad minutes of the last ${evaluationPeriods}`;
  return {
    id,
    name: nameOf(place, system, id),
    description: description(title, "objective", severity),
    severity,
    metric: objective.metric,
    comparison: "GreaterThanThreshold",
    threshold: objective.tolerated,
    evaluationPeriods,
    datapointsToAlarm,
    treatMissingData: "notBreaching",
    to: [],
  };
}
