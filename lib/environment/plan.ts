import { planClients } from "../access/plan";
import { checkServices } from "../autoscaling/plan";
import type { StatefulThing } from "../core/facts";
import type { Issues } from "../core/issues";
import type { Place } from "../core/place";
import { read } from "../core/read";
import { tagsFor } from "../core/tags";
import { valueAt } from "../core/walk";
import { runtimeEnds } from "../functions/runtime";
import { domainEnds } from "../logging/domain-support";
import { planMaintenance, type MaintenanceInput, type MaintenancePlan } from "../maintenance/plan";
import { topicArnOf } from "../monitoring/alerts";
import type { DashboardPlan } from "../monitoring/dashboard";
import { planOverview } from "../monitoring/overview";
import { checkRoutes, checkTold } from "../monitoring/routes";
import { networkStandIn } from "../network/spec";
import { planCopies, type CopiesPlan } from "./copies";
import { planFoundation, type FoundationPlan } from "./foundation";
import { checkCopied, checkIdle } from "./idle";
import { checkInventory, nextInventory, type Inventory, type RetiredNote } from "./inventory";
import { kinds } from "./kinds";
import { checkScratch } from "./scratch";
import { environmentSpec, type EnvironmentSpec } from "./spec";
import { planSystem, type SystemStackPlan } from "./system";

/** A whole environment, decided: plain data without a token, from which stacks are built. */
export interface EnvironmentPlan {
  readonly place: Place;
  readonly state: { readonly bucket: string; readonly region: string };
  /** The second region; none where nothing is copied. */
  readonly copies?: CopiesPlan;
  readonly foundation: FoundationPlan;
  readonly systems: readonly SystemStackPlan[];
  /** The dashboard of the whole environment. */
  readonly overview: DashboardPlan;
  /** When it may change, and what tells of changes that AWS makes. */
  readonly maintenance: MaintenancePlan;
  /** What may be removed, and until when. */
  readonly retired: readonly RetiredNote[];
  /** The inventory to commit. */
  readonly inventory: Inventory;
}

export interface World {
  /** The committed inventory; undefined where there is none yet; `unreadable` where nothing can be held against it. */
  readonly inventory: Inventory | undefined | "unreadable";
  /** The day of the run, `2026-11-24`: retirements end. */
  readonly today: string;
}

/**
 * Reads and plans an environment. Everything that could be read is planned, so that one run reports all problems;
 * the plan is undefined when the environment itself could not be read. Whoever builds from it looks at `issues` first.
 */
export function planEnvironment(data: unknown, world: World, issues: Issues): EnvironmentPlan | undefined {
  const parts = readParts(data, issues);
  if (parts === undefined) return undefined;
  const { spec, broken } = parts;
  const place: Place = { environment: spec.environment, ...spec.aws };
  const ownership = {
    owner: spec.owner.team,
    dataClass: spec.governance.dataClass,
    ...(spec.costCentre && { costCentre: spec.costCentre }),
  };
  const protect = spec.protection.deletion;
  checkEnvironment(spec, issues);
  checkIdle(data, spec, issues);
  const tags = tagsFor(spec.environment, ownership);
  const copies = planCopies(place, spec, tags, issues);
  const foundation = planFoundation(place, spec, { tags, copies }, issues);
  const clients = broken.has("clients") ? undefined : planClients(place, spec.clients, ["clients"], issues);
  const network = foundation.network?.network;
  const context = {
    place,
    ownership,
    protect,
    logging: spec.logging,
    backup: spec.backup,
    routes: foundation.alerts.topics,
    sinks: foundation.sinks,
    clients,
    network: network && {
      zones: network.subnets.map(({ zone }) => zone),
      cidr: network.cidr,
      endpoints: network.endpoints.map(({ service }) => service),
    },
    today: world.today,
    approvers: spec.governance.approvers,
    standing: world.inventory === "unreadable" ? undefined : (world.inventory?.stateful ?? []).map(({ id }) => id),
    issues,
  };
  const systems = Object.entries(spec.systems).map(([name, value]) =>
    planSystem(context, name, value, ["systems", name]),
  );
  const planned = systems.filter((system) => system !== undefined);
  checkServices(planned, issues);
  if (!broken.has("alerts") && !broken.has("owner")) checkTold(spec.alerts, spec.owner.team, issues);
  if (planned.length === systems.length) {
    checkRoutes(spec.alerts, ownersOf(spec, planned), issues);
    checkCopied(copies, issues);
    checkScratch(planned, issues);
  }
  const maintenance = planMaintenance(place, upkeepOf(spec, foundation, planned), ["maintenance"], issues);
  const inventory = world.inventory === "unreadable" ? undefined : world.inventory;
  const input = {
    inventory,
    today: world.today,
    retired: spec.retired,
    things: [...(copies?.stateful ?? []), ...foundation.stateful, ...planned.flatMap(statefulOf)],
  };
  // Where something could not be read, everything in it would look removed.
  const complete = planned.length === systems.length && broken.size === 0 && world.inventory !== "unreadable";
  const retired = complete ? checkInventory(input, issues) : [];
  return {
    place,
    state: { bucket: spec.state.s3.bucket, region: spec.state.s3.region ?? place.region },
    ...(copies && { copies }),
    foundation,
    systems: planned,
    overview: planOverview(
      place,
      foundation.alarms,
      planned.map(({ system, alarms }) => ({ facts: system.facts, alarms })),
      { title: place.environment, owner: spec.owner.team, contact: spec.owner.contact, parts: [] },
    ),
    maintenance,
    retired,
    inventory: nextInventory(place.environment, input),
  };
}

/** The names of the stacks, as they are deployed step by step: first what all systems need, then the systems. */
export function deploymentSteps({ copies, foundation, systems }: EnvironmentPlan): string[][] {
  return [
    [...(copies ? [copies.stackName] : []), foundation.stackName],
    systems.map(({ stackName }) => stackName),
  ].filter((step) => step.length > 0);
}

/** Stand-ins for what is required and could not be read. Nothing is built from them: there are issues by then. */
const standIns: Readonly<Record<string, unknown>> = {
  environment: "unknown",
  aws: { account: "000000000000", region: "eu-west-1" },
  state: { s3: { bucket: "unknown" } },
  owner: { team: "unknown", contact: "unknown" },
};

/** Reads the file's parts. A broken part is reported and stood in for, so that the others are still looked at. */
function readParts(
  data: unknown,
  issues: Issues,
): { readonly spec: EnvironmentSpec; readonly broken: ReadonlySet<string> } | undefined {
  const before = issues.all.length;
  const whole = read(environmentSpec, data, [], issues);
  if (whole !== undefined) return { spec: whole, broken: new Set() };
  const broken = new Set(issues.all.slice(before).map(({ path }) => String(path[0])));
  const sound = Object.entries(data ?? {}).filter(([key]) => !broken.has(key));
  // Without one, all that lives in a network would ask for it.
  const network = broken.has("network") && { network: networkStandIn(valueAt(data, ["network"])) };
  const repaired = environmentSpec.safeParse({ ...standIns, ...network, ...Object.fromEntries(sound) });
  return repaired.success ? { spec: repaired.data, broken } : undefined;
}

function statefulOf({ name, key, system }: SystemStackPlan): StatefulThing[] {
  const own = system.facts.stateful.map((thing) => ({ ...thing, id: `${name}/${thing.id}` }));
  return key === undefined ? own : [{ id: `${name}/key`, kind: "aws_kms_key", name: key.alias }, ...own];
}

/** Everybody who answers for something. */
function ownersOf(spec: EnvironmentSpec, systems: readonly SystemStackPlan[]): string[] {
  const of = systems.flatMap(({ tags, system }) => [tags.Owner, ...system.facts.channels.map(({ owner }) => owner)]);
  return [...new Set([spec.owner.team, ...of.filter((owner) => owner !== undefined)])].sort();
}

function checkEnvironment(spec: EnvironmentSpec, issues: Issues): void {
  const { governance, aws, protection, systems } = spec;
  if (governance.residency !== undefined && !governance.residency.includes(aws.region))
    issues.add(
      kinds.OutsideResidency,
      ["aws", "region"],
      `${aws.region} is not in governance.residency (${governance.residency.join(", ")})`,
    );
  if (!protection.deletion && protection.reason === undefined)
    issues.add(
      kinds.ReasonMissing,
      ["protection", "deletion"],
      "deletion is false without a reason; write protection: { deletion: false, reason: … }",
    );
  for (const name of Object.keys(systems))
    if (["copies", "foundation", "operators"].includes(name))
      issues.add(kinds.ReservedName, ["systems", name], `"${name}" is the name of a stack that an environment has`);
}

/** What maintenance is planned from. Functions and search domains of the foundation run on something too. */
function upkeepOf(
  { maintenance, systems: all }: EnvironmentSpec,
  foundation: FoundationPlan,
  systems: readonly SystemStackPlan[],
): MaintenanceInput {
  const ends = [...runtimeEnds(foundation.functions.functions), ...domainEnds(foundation.domains)];
  const own = { name: "foundation", supportEnds: ends };
  return {
    spec: maintenance,
    systemNames: Object.keys(all),
    systems: [own, ...systems],
    topicArn: topicArnOf(foundation.alerts, { severity: "ticket" }),
    keyName: foundation.key.alias,
  };
}
