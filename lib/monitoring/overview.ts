import type { SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { aboutWidgets, type About } from "./about";
import { budgetGraphs } from "./budgets";
import { alarmWidgets, graphOf, groups, type DashboardPlan } from "./dashboard";
import { graphWidgets, layout, type Widget } from "./graphs";
import type { AlarmsPlan } from "./plan";

/** Lines that one still tells apart in a graph; the system's own dashboard has all. */
const linesOfGraph = 20;

export interface Overseen {
  readonly facts: Pick<SystemFacts, "name" | "signals">;
  readonly alarms: AlarmsPlan;
}

/**
 * One dashboard an environment, to look at first: of the foundation and each system which alarms fire, what is left of
 * its error budgets, and what its channels are paged for, their dead letters and how old, late or many messages are.
 */
export function planOverview(
  place: Place,
  foundation: AlarmsPlan,
  systems: readonly Overseen[],
  about?: About,
): DashboardPlan {
  const widgets = [
    ...(about === undefined ? [] : aboutWidgets(about)),
    ...alarmWidgets(place, "foundation", foundation),
    ...systems.flatMap((system) => widgetsOf(place, system)),
  ];
  return { name: named("dashboard", [place.environment]), body: layout(widgets) };
}

function widgetsOf(place: Place, { facts, alarms }: Overseen): Widget[] {
  const { name, signals } = facts;
  const graphs = groups(signals.filter(({ channel, severity }) => channel !== undefined && severity === "page")).map(
    (group) => {
      const { title, lines, ...graph } = graphOf(group);
      const some = lines.length > linesOfGraph ? `, ${linesOfGraph} of ${lines.length}` : "";
      return { ...graph, title: `${name}: ${title}${some}`, lines: lines.slice(0, linesOfGraph) };
    },
  );
  return [
    ...alarmWidgets(place, name, alarms),
    ...graphWidgets(place, [...budgetGraphs(alarms.objectives, ` of ${name}`), ...graphs]),
  ];
}
