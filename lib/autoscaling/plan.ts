import type { ScalingTarget, SystemFacts } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { supportKinds } from "../core/support";
import type { AutoscalingSpec } from "./spec";

/** One policy that raises a capacity while a metric is above its target. */
export interface ScalingTargetPlan extends ScalingTarget {
  readonly policyName: string;
}

export interface ScalingPlan {
  readonly targets: readonly ScalingTargetPlan[];
}

/** Plans what grows by itself. An engine that has nothing to grow, or cannot in this mode, says so. */
export function planScaling(
  place: Place,
  {
    name,
    engine,
    capabilities,
    scalingTargets,
  }: Pick<SystemFacts, "name" | "engine" | "capabilities" | "scalingTargets">,
  spec: AutoscalingSpec | undefined,
  path: DataPath,
  issues: Issues,
): ScalingPlan {
  if (spec?.storage !== undefined && !capabilities.includes("storage-autoscaling"))
    issues.add(
      supportKinds.NotSupported,
      [...path, "storage"],
      `${engine} has no brokers' disks that could grow here; msk in its provisioned mode has. Take storage out`,
    );
  return {
    targets: scalingTargets.map((target) => ({
      ...target,
      policyName: named("policy", [place.environment, name, target.id]),
    })),
  };
}
