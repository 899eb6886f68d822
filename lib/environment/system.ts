import * as z from "zod";
import { renderAccess, resolveGrants, type AccessPlan } from "../access/plan";
import type { Needs, NetworkFacts, SystemInput } from "../core/engine";
import type { FunctionFacts, LogSource, Signal, SupportEnd, SystemFacts } from "../core/facts";
import type { Client, IdentityKind } from "../core/grants";
import type { DataPath, Issues } from "../core/issues";
import { watchingOfChannels } from "../core/patterns/watching";
import { dataClasses, type Ownership, type Place } from "../core/place";
import { read, suggestion } from "../core/read";
import { tagsFor, type Tags } from "../core/tags";
import { valueAt } from "../core/walk";
import { mostShards } from "../autoscaling/partitions";
import { planScaling, type ScalingPlan } from "../autoscaling/plan";
import { checkBackup, noBackup, planBackup, type BackupPlan } from "../backup/plan";
import type { EnvironmentBackupSpec } from "../backup/spec";
import type { AutoscalingSpec } from "../autoscaling/spec";
import { keyAliasName } from "../core/names";
import { planKey, type KeyPlan } from "../encryption/plan";
import { checkFunctions } from "../functions/limits";
import { functionLog, planFunctions, type FunctionsPlan } from "../functions/plan";
import { runtimeEnds } from "../functions/runtime";
import { planDelivery, type DeliveryPlan } from "../logging/delivery";
import { planLogGroup, retentionDays, type LogGroupPlan, type LoggingSpec } from "../logging/plan";
import { checkWindow } from "../maintenance/plan";
import type { About } from "../monitoring/about";
import type { Audience } from "../monitoring/audience";
import type { SinksPlan } from "../logging/sinks";
import { planAlarms, type AlarmsPlan } from "../monitoring/plan";
import { planDashboard, type DashboardPlan } from "../monitoring/dashboard";
import { backupSurroundings, checkArchived } from "./backup";
import { planRemedies, type RemedyPlan } from "../remedies/plan";
import { engines, type AnySystemPlan } from "./engines";
import { kinds } from "./kinds";
import { systemHead, systemSpec } from "./spec";

/** What all systems of an environment share. */
export interface SystemContext {
  readonly place: Place;
  readonly ownership: Ownership;
  readonly protect: boolean;
  readonly logging: LoggingSpec;
  readonly backup: EnvironmentBackupSpec;
  /** Who is told of alarms in a way of their own. */
  readonly routes: readonly Audience[];
  readonly sinks: SinksPlan;
  /** Undefined when they could not be read; who may do what is not looked at then. */
  readonly clients: Readonly<Record<string, Client>> | undefined;
  /** None where the environment has no network. */
  readonly network: NetworkFacts | undefined;
  readonly today: string;
  /** Who approves what cuts a client off. */
  readonly approvers: readonly string[];
  /** Ids of the committed inventory; undefined where it could not be read. */
  readonly standing: readonly string[] | undefined;
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
  /** How its logs get to the sinks; none where no sink takes any. */
  readonly delivery?: DeliveryPlan;
  readonly scaling: ScalingPlan;
  readonly functions: FunctionsPlan;
  readonly backup: BackupPlan;
  /** What it runs on, and until when that is supported. */
  readonly supportEnds: readonly SupportEnd[];
  /** None where the environment has no network. */
  readonly network?: NetworkFacts;
  readonly alarms: AlarmsPlan;
  readonly dashboard: DashboardPlan;
  /** What an operator can start instead of the commands of a runbook. */
  readonly remedies: readonly RemedyPlan[];
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
  const { place, issues, protect, network, clients } = context;
  const engine = engineOf(value, path, issues);
  const spec = engine && read(systemSpec(engine.name), value, path, issues);
  if (engine === undefined || spec === undefined) return undefined;
  const { existing } = spec;
  const kept = checkBackup(spec.backup, { engine: engine.name, existing: existing !== undefined, path }, issues);
  const input = inputOf(context, name, path, { ...spec, backup: kept }, Reflect.get(spec, engine.name));
  const open = engine.open(input, place, issues);
  if (open === undefined) return undefined;
  const granting = { engine: engine.name, channels: open.channels, identities: engine.identities, enginesFor };
  const grants = clients ? resolveGrants(spec.access ?? [], clients, granting, [...path, "access"], issues) : [];
  const permissions = grants.flatMap((grant) => open.permit(grant));
  const parts = [place.environment, name];
  const keyName = existing === undefined ? keyAliasName(parts) : existing.keyArn;
  const access = renderAccess(place, name, permissions, keyName, issues);
  const system = open.plan({ statements: access.resourceStatements, permissions });
  const scaled = { facts: system.facts, grants: clients && grants, existing: existing !== undefined };
  const scaling = planScaling(place, scaled, spec.autoscaling, [...path, "autoscaling"], issues);
  checkWindow(system.facts, spec.maintenance, [...path, "maintenance"], issues);
  checkArchived(system.facts, kept, path, issues);
  const around = backupSurroundings(place, name, context.backup);
  const backup = existing === undefined ? planBackup(place, system.facts, kept, around) : noBackup;
  const built = existing === undefined ? system.facts : nothingBuilt;
  const programs = [...built.functions, ...backup.functions, ...scaling.functions];
  const logs = logsOf(context, system.facts, [...built.logSources, ...backup.logSources], programs, input.ownership);
  const functions = planFunctions(place, { name, functions: [...programs, ...logs.functions] }, keyName);
  checkFunctions(functions.functions, path, issues);
  const further = [...functions.signals, ...backup.signals, ...logs.signals, ...scaling.signals];
  const uses = [...system.facts.keyUses, ...access.keyUses, ...backup.keyUses];
  const asked = { system: spec, channels: watchingOfChannels(spec.channels) };
  // Many an alarm is of a client's group; where clients could not be read, nobody knows which alarms there are.
  const watching = { routes: context.routes, further, ...(clients && { asked }), issues };
  const alarms = planAlarms(place, system.facts, watching);
  const description = `Messages of ${name} in ${place.environment}`;
  return {
    name,
    stackName: parts.join("-"),
    tags: tagsFor(place.environment, input.ownership, name),
    ...(existing === undefined ? { key: planKey(place, { parts, description, uses, protect }) } : {}),
    system,
    access,
    logGroups: logs.groups,
    ...(logs.delivery && { delivery: logs.delivery }),
    scaling,
    functions,
    backup,
    supportEnds: [...system.facts.supportEnds, ...runtimeEnds(functions.functions)],
    ...(network && { network }),
    alarms,
    dashboard: planDashboard(place, system.facts, alarms, further, aboutOf(name, spec, input.ownership)),
    remedies: planRemedies(place, {
      facts: system.facts,
      grants,
      permissions,
      keyName,
      approvers: context.approvers,
    }),
  };
}

/** Of a system that exists already nothing is built that would write a log. */
const nothingBuilt: Pick<SystemFacts, "functions" | "logSources"> = { functions: [], logSources: [] };

interface SystemLogs {
  readonly groups: readonly LogGroupPlan[];
  /** None where no sink takes any. */
  readonly delivery?: DeliveryPlan;
  /** What the way to the sinks needs besides. */
  readonly functions: readonly FunctionFacts[];
  readonly signals: readonly Signal[];
}

/**
 * The logs of a system and of its programs, and how they get to the sinks. The most sensitive of its channels decides what
 * its logs may hold.
 */
function logsOf(
  { place, sinks, logging, issues }: SystemContext,
  { name: system, channels, assignedLogs = [] }: SystemFacts,
  written: readonly LogSource[],
  programs: readonly FunctionFacts[],
  { dataClass: own = "internal" }: Ownership,
): SystemLogs {
  const classes = channels.flatMap(({ dataClass }) => dataClass ?? []);
  const dataClass = dataClasses.findLast((one) => one === own || classes.includes(one)) ?? own;
  const keyName = keyAliasName([place.environment, "foundation"]);
  const logOf = ({ id }: FunctionFacts) => functionLog(place, system, id);
  const sources = [...written, ...programs.map(logOf)];
  const input = { system, dataClass, logs: [...sources, ...assignedLogs], sinks, keyName, logging };
  const delivery = planDelivery(place, input, issues);
  const functions = delivery?.functions ?? [];
  const groups = [...sources, ...functions.map(logOf)].map((source) => planLogGroup(place, source, logging));
  return {
    groups: [...groups, ...(delivery ? [delivery.errors] : [])],
    ...(delivery && { delivery }),
    functions,
    signals: delivery?.signals ?? [],
  };
}

type Said = Omit<z.output<ReturnType<typeof systemSpec>>, "engine">;

/** What the engine gets to know: what the file says of the system, and what holds for all of them. */
function inputOf(context: SystemContext, name: string, path: DataPath, said: Said, options: unknown): SystemInput {
  const { protect, today, logging, network, standing } = context;
  const { owner, costCentre, dataClass, existing, pattern, channels } = said;
  const window = said.maintenance?.window;
  return {
    name,
    path,
    pattern,
    channels,
    options,
    ownership: {
      ...context.ownership,
      ...(owner && { owner }),
      ...(costCentre && { costCentre }),
      ...(dataClass && { dataClass }),
    },
    protect,
    today,
    logRetention: {
      operational: retentionDays(logging.retention.operational),
      audit: retentionDays(logging.retention.audit),
    },
    needs: {
      ...needsOf(said.autoscaling),
      // Asked of one without the other too, so that nobody is told to add what the engine cannot.
      ...((said.backup?.archive ?? said.backup?.restoreTest) && { archive: true }),
      ...(window && { window }),
    },
    ...(network && { network }),
    ...(existing && { existing }),
    ...(standing && { standing: below(name, standing) }),
  };
}

/** What the file says of the system for people. Channels were read by the engine already. */
function aboutOf(title: string, { description, channels }: Said, { owner }: Ownership): About {
  const parts = Object.entries(z.record(z.string(), z.unknown()).safeParse(channels).data ?? {}).flatMap(
    ([name, channel]): [string, string][] => {
      const text = valueAt(channel, ["description"]);
      return typeof text === "string" ? [[name, text]] : [];
    },
  );
  return { title, ...(description !== undefined && { description }), ...(owner !== undefined && { owner }), parts };
}

/** What scaling needs of the engine's own settings. */
function needsOf({ storage, partitions = {} }: Partial<AutoscalingSpec> = {}): Needs {
  const scaled = Object.entries(partitions);
  return {
    ...(storage && { storage: { targetPercent: storage.target, maxBytes: storage.max } }),
    ...(scaled.length > 0 && {
      partitions: Object.fromEntries(
        scaled.map(([channel, bounds]) => [channel, { min: bounds.min, max: mostShards(bounds) }]),
      ),
    }),
  };
}

/** The ids of one system, without its name. */
const below = (system: string, ids: readonly string[]): string[] =>
  ids.flatMap((id) => (id.startsWith(`${system}/`) ? [id.slice(system.length + 1)] : []));

/** Engines that know clients by a kind of identity. */
const enginesFor = (kind: IdentityKind): string[] =>
  engines.filter(({ identities }) => identities.includes(kind)).map(({ name }) => name);

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
