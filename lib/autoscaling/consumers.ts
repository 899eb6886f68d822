import type { Backlog } from "../core/facts";
import type { Grant, Runs } from "../core/grants";
import type { DataPath, Issues } from "../core/issues";
import type { Place } from "../core/place";
import { durationText } from "../core/quantities";
import { supportKinds } from "../core/support";
import { kinds } from "./kinds";
import { measureOf, tasksOf, type Held } from "./measures";
import type { ConsumerScalingPlan, ScaledFacts } from "./scaled";
import type { AutoscalingSpec, ConsumerSpec } from "./spec";
import { minutes, planSteps, restAfterTaking } from "./steps";

type Service = Extract<Runs, { readonly kind: "service" }>;

/** Plans the consumers that scale. A line that names none, or nothing that tells of its backlog, is an issue. */
export function planConsumers(
  place: Place,
  facts: ScaledFacts,
  grants: readonly Grant[],
  spec: AutoscalingSpec["consumers"],
  path: DataPath,
  issues: Issues,
): ConsumerScalingPlan[] {
  return Object.entries(spec).flatMap(([client, said]) => {
    const at = [...path, client];
    const grant = grantOf(grants, client, said, at, issues);
    const service = grant && serviceOf(grant, at, issues);
    if (grant === undefined || service === undefined) return [];
    const backlog = facts.backlogs.find(
      ({ channel, subscriber, group }) =>
        channel === grant.channel && subscriber === grant.subscriber && group === grant.group,
    );
    checkBounds(said, backlog, at, issues);
    const held = heldOf(facts, said, backlog, at, issues);
    return held === undefined ? [] : [consumer(place, facts.name, { client, said, service, held })];
  });
}

/** Says which services are scaled by two lines, of one system or of several. */
export function checkServices(
  systems: readonly {
    readonly name: string;
    readonly scaling: { readonly consumers: readonly ConsumerScalingPlan[] };
  }[],
  issues: Issues,
): void {
  const first = new Map<string, string>();
  for (const { name, scaling } of systems)
    for (const { client, resourceId } of scaling.consumers) {
      const where = `${client} of ${name}`;
      const other = first.get(resourceId);
      if (other === undefined) first.set(resourceId, where);
      else
        issues.add(
          kinds.ServiceTwice,
          ["systems", name, "autoscaling", "consumers", client],
          `${resourceId.replace("service/", "")} is scaled by ${other} already`,
        );
    }
}

function grantOf(
  grants: readonly Grant[],
  client: string,
  { consume, subscriber, group }: ConsumerSpec,
  path: DataPath,
  issues: Issues,
): Grant | undefined {
  const consuming = grants.filter(({ verb, client: { name } }) => verb === "consume" && name === client);
  const meant = consuming.filter(
    (grant) =>
      grant.channel === consume &&
      (subscriber === undefined || grant.subscriber === subscriber) &&
      (group === undefined || grant.group === group),
  );
  if (meant.length === 1) return meant[0];
  const here = consuming.filter(({ channel }) => channel === consume);
  if (meant.length > 1)
    issues.add(kinds.ConsumerUnknown, path, `'${client}' consumes ${through(meant)}; name the subscriber or the group`);
  else if (here.length === 0)
    issues.add(
      kinds.ConsumerUnknown,
      path,
      `access: does not let '${client}' consume '${consume}'; it consumes ${through(consuming)}`,
    );
  else issues.add(kinds.ConsumerUnknown, ...notSo(here, client, { consume, subscriber, group }, path));
  return undefined;
}

/** Of a client that consumes the channel, but not as the line says: where, and what. */
function notSo(
  here: readonly Grant[],
  client: string,
  { consume, subscriber, group }: Pick<ConsumerSpec, "consume" | "subscriber" | "group">,
  path: DataPath,
): [DataPath, string] {
  const wrong =
    subscriber === undefined || here.some((grant) => grant.subscriber === subscriber) ? "group" : "subscriber";
  const named = here.filter((grant) => grant[wrong] !== undefined);
  const way = named.length === 0 ? `it has no ${wrong} there; take ${wrong} out` : `it consumes ${through(named)}`;
  const said = wrong === "group" ? `in the group '${group}'` : `as the subscriber '${subscriber}'`;
  return [[...path, wrong], `access: does not let '${client}' consume '${consume}' ${said}; ${way}`];
}

const through = (grants: readonly Grant[]): string =>
  [
    ...new Set(
      grants.map(({ channel, subscriber, group }) => [channel, subscriber ?? group].filter(Boolean).join("/")),
    ),
  ].join(", ") || "nothing";

function serviceOf({ client: { name, runs } }: Grant, path: DataPath, issues: Issues): Service | undefined {
  if (runs?.kind === "service") return runs;
  issues.add(
    kinds.ServiceMissing,
    path,
    runs === undefined
      ? `clients.${name} does not say which ECS service it runs as; write runs: { service: cluster/service } there`
      : `clients.${name} runs as the Lambda function ${runs.name}, which Lambda scales by itself`,
  );
  return undefined;
}

function checkBounds(
  { min, max, target: { age } }: ConsumerSpec,
  backlog: Backlog | undefined,
  path: DataPath,
  issues: Issues,
): void {
  const kept = backlog?.retentionSeconds;
  if (age !== undefined && kept !== undefined && age >= kept)
    issues.add(
      kinds.ScalingTargetBeyondRetention,
      [...path, "target", "age"],
      `age ${durationText(age)} is not below the ${durationText(kept)} for which messages are kept`,
    );
  const most = backlog?.maxConsumers;
  if (max <= min) issues.add(kinds.ScalingBounds, [...path, "max"], `max ${max} is not above min ${min}`);
  else if (most !== undefined && max > most)
    issues.add(
      kinds.ConsumersAbovePartitions,
      [...path, "max"],
      `max ${max} is above the ${most} partitions of the channel`,
    );
  if (min === 0 && backlog?.speaksUnread === false)
    issues.add(
      kinds.CannotSleep,
      [...path, "min"],
      "min 0: nothing is measured while nobody reads, so nothing would wake it; write min: 1",
    );
}

function heldOf(
  { engine }: ScaledFacts,
  { consume, target }: ConsumerSpec,
  backlog: Backlog | undefined,
  path: DataPath,
  issues: Issues,
): Held | undefined {
  const { age, backlogPerTask } = target;
  if ((age === undefined) === (backlogPerTask === undefined)) {
    issues.add(
      kinds.ScalingTargetUnclear,
      [...path, "target"],
      age === undefined
        ? "target names no measure; write age: 1m or backlogPerTask: 100"
        : "target names both age and backlogPerTask; leave one out",
    );
    return undefined;
  }
  const by = age === undefined ? "backlogPerTask" : "age";
  const of = by === "age" ? backlog?.ageSeconds : backlog?.messages;
  const value = age ?? backlogPerTask;
  if (backlog !== undefined && of !== undefined && value !== undefined) return { by, of, value, backlog };
  const why =
    backlog === undefined
      ? `nothing waits for one consumer of ${consume}: it has no queue`
      : (backlog.unmeasured ??
        (by === "age"
          ? "it does not measure how long messages wait; use backlogPerTask"
          : "it does not count for a group what waits; use age"));
  issues.add(supportKinds.NotSupported, [...path, "target"], `${engine} cannot scale by ${by} here: ${why}`);
  return undefined;
}

interface Scaled {
  readonly client: string;
  readonly said: ConsumerSpec;
  readonly service: Service;
  readonly held: Held;
}

function consumer(place: Place, system: string, { client, said, service, held }: Scaled): ConsumerScalingPlan {
  const { cluster, name } = service;
  const metric = measureOf(held, said.min, tasksOf(cluster, name));
  const what = held.by === "age" ? `${held.value} s of waiting` : `${held.value} messages for each task`;
  const cooldown = { out: said.cooldown.out, in: said.cooldown.in ?? restAfterTaking[held.by] };
  const patience = minutes.in + Math.ceil(cooldown.out / 60);
  // What never sleeps is measured as it is; elsewhere the newest minutes may lack tasks that ECS tells of late.
  const late = said.min === 0 ? 3 : 0;
  return {
    client,
    channel: said.consume,
    resourceId: `service/${cluster}/${name}`,
    minCapacity: said.min,
    maxCapacity: said.max,
    target: what,
    ...planSteps(place, [system, client], {
      metric,
      target: held.value,
      cooldown,
      what,
      late,
      singly: held.by === "age",
    }),
    atMaximum: {
      id: `consumer-${client}-at-maximum`,
      channel: said.consume,
      title: `${said.consume} stays above ${what}, and ${name} in ${cluster} may have ${said.max} tasks at most`,
      metric,
      comparison: "above",
      threshold: held.value,
      unit: held.by === "age" ? "seconds" : "messages",
      periods: patience,
      breaching: patience,
      severity: "ticket",
      runbook: "consumers-at-maximum",
    },
  };
}
