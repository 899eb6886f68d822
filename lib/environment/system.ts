import { renderAccess, resolveGrants, type AccessPlan } from "../access/plan";
import type { Client } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import type { Ownership, Place } from "../core/place";
import { read, suggestion } from "../core/read";
import { tagsFor, type Tags } from "../core/tags";
import { keyAlias, planKey, type KeyPlan } from "../encryption/plan";
import { planLogGroup, type LogGroupPlan, type LoggingSpec } from "../logging/plan";
import { planAlarms, type AlarmsPlan } from "../monitoring/plan";
import { planDashboard, type DashboardPlan } from "../monitoring/dashboard";
import { engines, type AnySystemPlan } from "./engines";
import { kinds } from "./kinds";
import { systemHead, systemSpec } from "./spec";

/** What all systems of an environment share. */
export interface SystemContext {
  readonly place: Place;
  readonly ownership: Ownership;
  readonly protect: boolean;
  readonly logging: LoggingSpec;
  /** Undefined when they could not be read; who may do what is not looked at then. */
  readonly clients: Readonly<Record<string, Client>> | undefined;
  readonly issues: Issues;
}

/** The plan of one system's stack: all that lives and dies with the system. */
export interface SystemStackPlan {
  readonly name: string;
  readonly stackName: string;
  readonly tags: Tags;
  /** The system's own key; none where the system exists already. */
  readonly key?: KeyPlan;
  readonly system: AnySystemPlan;
  readonly access: AccessPlan;
  readonly logGroups: readonly LogGroupPlan[];
  readonly alarms: AlarmsPlan;
  readonly dashboard: DashboardPlan;
}

/**
 * Plans one system. The order matters: names first, then what clients may do with the named things, then the things
 * themselves with those permissions in their policies, then the key with everybody who uses it.
 */
export function planSystem(
  context: SystemContext,
  name: string,
  value: unknown,
  path: DataPath,
): SystemStackPlan | undefined {
  const { place, issues, protect } = context;
  const engine = engineOf(value, path, issues);
  const spec = engine && read(systemSpec(engine.name), value, path, issues);
  if (engine === undefined || spec === undefined) return undefined;
  const options: unknown = Reflect.get(spec, engine.name);
  const { owner, costCentre, dataClass, existing, pattern } = spec;
  const ownership = {
    ...context.ownership,
    ...(owner && { owner }),
    ...(costCentre && { costCentre }),
    ...(dataClass && { dataClass }),
  };
  const input = { name, path, pattern, channels: spec.channels, options, ownership, protect };
  const open = engine.open(existing === undefined ? input : { ...input, existing }, place, issues);
  if (open === undefined) return undefined;
  const { clients } = context;
  const grants = clients ? resolveGrants(spec.access ?? [], clients, open.channels, [...path, "access"], issues) : [];
  const permissions = grants.flatMap((grant) => open.permit(grant));
  const parts = [place.environment, name];
  const keyName = existing === undefined ? keyAlias(parts) : existing.keyArn;
  const access = renderAccess(place, name, permissions, keyName, issues);
  const system = open.plan(access.resourceStatements);
  const uses = [...system.facts.keyUses, ...access.keyUses];
  const description = `Messages of ${name} in ${place.environment}`;
  return {
    name,
    stackName: parts.join("-"),
    tags: tagsFor(place.environment, ownership, name),
    ...(existing === undefined ? { key: planKey(place, { parts, description, uses, protect }) } : {}),
    system,
    access,
    logGroups:
      existing === undefined
        ? system.facts.logSources.map((source) => planLogGroup(place, source, context.logging))
        : [],
    alarms: planAlarms(place, system.facts),
    dashboard: planDashboard(place, system.facts),
  };
}

/** The engine that the system names, when it carries the system's pattern. */
function engineOf(value: unknown, path: DataPath, issues: Issues) {
  const head = read(systemHead, value, path, issues);
  if (head === undefined) return undefined;
  const able = engines.filter(({ patterns }) => patterns.includes(head.pattern)).map(({ name }) => name);
  const engine = engines.find(({ name }) => name === head.engine && able.includes(name));
  if (engine === undefined)
    issues.add(
      kinds.UnknownEngine,
      [...path, "engine"],
      `"${head.engine}" does not carry ${head.pattern}; engines that do: ${able.join(", ")}${suggestion(head.engine, able)}`,
    );
  return engine;
}
