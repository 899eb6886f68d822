import type { ScalingAdvice } from "../core/facts";
import type { Grant } from "../core/grants";
import type { DataPath, Issues } from "../core/issues";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { supportKinds } from "../core/support";
import { planConsumers } from "./consumers";
import { kinds } from "./kinds";
import { planPartitions } from "./partitions";
import type { ScaledFacts, ScalingPlan } from "./scaled";
import type { AutoscalingSpec } from "./spec";
import { summaryOf } from "./summary";

export { checkServices } from "./consumers";
export type { ScalingPlan } from "./scaled";

export interface ScaledSystem {
  readonly facts: ScaledFacts;
  /** Who may consume what; undefined where it could not be read, and then no consumer is looked at. */
  readonly grants: readonly Grant[] | undefined;
  /** Whether the system exists already, so that nothing of it is built. */
  readonly existing: boolean;
}

/** Plans what scales by itself. What the engine cannot, or AWS does anyway, is a coded error that says what to do. */
export function planScaling(
  place: Place,
  { facts, grants, existing }: ScaledSystem,
  spec: AutoscalingSpec | undefined,
  path: DataPath,
  issues: Issues,
): ScalingPlan {
  if (spec === undefined) return { targets: [], consumers: [], functions: [], signals: [], summary: [] };
  const asked = {
    storage: spec.storage !== undefined,
    partitions: Object.keys(spec.partitions).length > 0,
  };
  const able = (of: ScalingAdvice["of"]) => asked[of] && isAble(facts, of, existing, [...path, of], issues);
  const targets = (able("storage") ? facts.scalingTargets : []).map((target) => ({
    ...target,
    policyName: named("policy", [place.environment, facts.name, target.id]),
  }));
  const { streams, functions, signals } = able("partitions")
    ? planPartitions(facts, spec.partitions, [...path, "partitions"], issues)
    : { streams: [], functions: [], signals: [] };
  const consumers = grants ? planConsumers(place, facts, grants, spec.consumers, [...path, "consumers"], issues) : [];
  return {
    targets,
    consumers,
    functions,
    signals: [...signals, ...consumers.map(({ atMaximum }) => atMaximum)],
    summary: summaryOf(facts, targets, streams, consumers),
  };
}

const instead: Readonly<Record<ScalingAdvice["of"], string>> = {
  storage: "msk in its provisioned mode has disks that grow",
  partitions: "kinesis has shards that follow their load",
};

/** Whether the engine's storage or partitions can be scaled; it says why not, and what to do. */
function isAble(
  { engine, scalingAdvice }: ScaledFacts,
  of: ScalingAdvice["of"],
  existing: boolean,
  path: DataPath,
  issues: Issues,
): boolean {
  const advice = scalingAdvice.find((one) => one.of === of);
  if (advice !== undefined) {
    const { signals } = advice;
    const those = signals.length === 1 ? `alarm ${signals.join()} tells` : `alarms ${signals.join(", ")} tell`;
    const when = signals.length === 0 ? "" : `. The ${those} when`;
    issues.add(
      supportKinds.NotSupported,
      path,
      `${engine} scales no ${of}: ${advice.advice}${when}; ${instead[of]}. Take ${of} out`,
    );
    return false;
  }
  if (existing)
    issues.add(
      kinds.ScalingExisting,
      path,
      `the system exists already; its ${of} ${of === "storage" ? "is" : "are"} not scaled from here; take ${of} out`,
    );
  return !existing;
}
