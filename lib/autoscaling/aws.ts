import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { Construct } from "constructs";
import { constructId } from "../core/names";
import type { ScalingPlan } from "./plan";

export interface ScalingProps {
  readonly plan: ScalingPlan;
  /** What Application Auto Scaling calls each target's resource, by the target's id. */
  readonly resources: Readonly<Record<string, string>>;
}

/** What grows by itself, and never shrinks. */
export class Scaling extends Construct {
  constructor(scope: Construct, id: string, { plan, resources }: ScalingProps) {
    super(scope, id);
    for (const { id: target, policyName, ...settings } of plan.targets) {
      const resourceId = resources[target];
      if (resourceId === undefined) throw new Error(`nothing was built that '${target}' could scale`);
      const at = new Construct(this, constructId(target));
      const registered = new AppautoscalingTarget(at, "Resource", {
        serviceNamespace: settings.serviceNamespace,
        scalableDimension: settings.dimension,
        resourceId,
        minCapacity: settings.minCapacity,
        maxCapacity: settings.maxCapacity,
      });
      new AppautoscalingPolicy(at, "Policy", {
        name: policyName,
        policyType: "TargetTrackingScaling",
        serviceNamespace: registered.serviceNamespace,
        scalableDimension: registered.scalableDimension,
        resourceId: registered.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue: settings.targetPercent,
          disableScaleIn: true,
          predefinedMetricSpecification: { predefinedMetricType: settings.metric },
        },
      });
    }
  }
}
