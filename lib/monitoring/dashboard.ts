import { arn } from "../core/arns";
import type { Signal, SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { aboutWidgets, type About } from "./about";
import { budgetGraphs } from "./budgets";
import { graphWidgets, layout, linesOf, type Graph, type Widget } from "./graphs";
import type { AlarmsPlan } from "./plan";

/** One CloudWatch dashboard. */
export interface DashboardPlan {
  readonly name: string;
  /** Literal JSON. */
  readonly body: string;
}

/**
 * One dashboard a system: which alarms fire, what is left of each error budget, and a graph for each metric, with a line
 * for each queue and topic, so that a system of a thousand channels is read as fast as one of three.
 *
 * @param further signals of what others built for the system
 * @param about what the file says of the system, for people
 */
export function planDashboard(
  place: Place,
  facts: Pick<SystemFacts, "name" | "signals">,
  alarms?: AlarmsPlan,
  further: readonly Signal[] = [],
  about?: About,
): DashboardPlan {
  const widgets = [
    ...(about === undefined ? [] : aboutWidgets(about)),
    ...(alarms === undefined ? [] : alarmWidgets(place, "Alarms", alarms)),
    ...graphWidgets(place, [
      ...budgetGraphs(alarms?.objectives ?? []),
      ...groups([...facts.signals, ...further]).map(graphOf),
    ]),
  ];
  return { name: named("dashboard", [place.environment, facts.name]), body: layout(widgets) };
}

/** CloudWatch shows at most 100 alarms in one widget (dashboard body structure, 2026-11). */
const alarmsOfWidget = 100;

/** The states of the alarms that tell somebody: of hundreds of others they are the sum. */
export function alarmWidgets(place: Place, title: string, { alarms, composites }: AlarmsPlan): Widget[] {
  const telling = [...composites, ...alarms].filter(({ to }) => to.length > 0);
  const arns = telling.map(({ name }) => arn(place, "cloudwatch", `alarm:${name}`));
  const count = Math.ceil(arns.length / alarmsOfWidget);
  return Array.from({ length: count }, (_, index) => ({
    type: "alarm",
    width: 24,
    height: 3,
    properties: {
      title: count === 1 ? title : `${title} ${index + 1} of ${count}`,
      alarms: arns.slice(index * alarmsOfWidget, (index + 1) * alarmsOfWidget),
    },
  }));
}

/** Signals that are drawn together: of one kind, and of one metric. */
export function groups(signals: readonly Signal[]): [Signal, ...Signal[]][] {
  const byKind = new Map<string, [Signal, ...Signal[]]>();
  for (const signal of signals) {
    const key = `${signal.runbook} ${signal.metric.name}`;
    const group = byKind.get(key);
    if (group === undefined) byKind.set(key, [signal]);
    else group.push(signal);
  }
  return [...byKind.values()];
}

export function graphOf(group: readonly [Signal, ...Signal[]]): Graph {
  const [{ metric, runbook }] = group;
  return {
    title: `${metric.name} (${runbook})`,
    statistic: metric.statistic,
    period: metric.periodSeconds,
    lines: group.map((signal, index) => linesOf(signal.metric, signal.title, index)),
  };
}
