import type { SupportEnd, SystemFacts } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import type { Place } from "../core/place";
import type { ServiceRolePlan } from "../core/service-role";
import { supportKinds } from "../core/support";
import { absentText, planCalendar, type CalendarPlan } from "./calendar";
import { healthRule, planRulesRole, supportRules, type RulePlan } from "./events";
import { planFreezes, type FreezePlan } from "./freezes";
import type { MaintenanceSpec, SystemMaintenanceSpec } from "./spec";
import { planEndings, type EndingPlan } from "./support";

export { eventsKeyUse, maintenanceRules, type RulePlan } from "./events";
export { freezesAt, freezeText, frozen, type FreezePlan } from "./freezes";
export { endingSoon, type EndingPlan } from "./support";

/** When an environment may change, and what tells of changes that AWS makes. */
export interface MaintenancePlan {
  readonly freezes: readonly FreezePlan[];
  /** None where it would have no freeze. */
  readonly calendar?: CalendarPlan;
  /** What a check notes: a line each. It fails nothing. */
  readonly notes: readonly string[];
  readonly endings: readonly EndingPlan[];
  readonly rules: readonly RulePlan[];
  /** Whom the rules tell, and the role by which they may. */
  readonly topicArn: string;
  readonly role: ServiceRolePlan;
}

export interface MaintenanceInput {
  readonly spec: MaintenanceSpec;
  /** Every system that the file has. */
  readonly systemNames: readonly string[];
  /** What the foundation, and each system that could be planned, runs on. */
  readonly systems: readonly { readonly name: string; readonly supportEnds: readonly SupportEnd[] }[];
  readonly topicArn: string;
  /** The alias of the key that the topic is encrypted with. */
  readonly keyName: string;
}

/** Plans the maintenance of an environment. It never looks at the clock: what is built is the same at any time. */
export function planMaintenance(
  place: Place,
  { spec, systemNames, systems, topicArn, keyName }: MaintenanceInput,
  path: DataPath,
  issues: Issues,
): MaintenancePlan {
  const freezes = planFreezes(spec, systemNames, path, issues);
  const calendar = planCalendar(place, freezes, path, issues);
  const endings = planEndings(systems);
  const absent = absentText(place, freezes);
  return {
    freezes,
    ...(calendar && { calendar }),
    notes: absent === undefined ? [] : [absent],
    endings,
    rules: [healthRule(place), ...supportRules(place, endings)],
    topicArn,
    role: planRulesRole(place, topicArn, keyName),
  };
}

/** A window that is asked of an engine that has none to set is an issue. */
export function checkWindow(
  { engine, maintenance }: Pick<SystemFacts, "engine" | "maintenance">,
  spec: SystemMaintenanceSpec | undefined,
  path: DataPath,
  issues: Issues,
): void {
  if (spec?.window === undefined || maintenance.kind === "window") return;
  issues.add(
    supportKinds.NotSupported,
    [...path, "window"],
    `${engine} has no window to set here: ${maintenance.why}. mq has one where it builds the broker. Take window out; maintenance.freezes of the environment keeps your own changes away from a time`,
  );
}
