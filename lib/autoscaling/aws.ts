import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { watched } from "../core/aws/watched";
import { withLiteralPlan } from "../core/literal";
import { constructId } from "../core/names";
import type { ConsumerScalingPlan, ScalingPlan } from "./scaled";
import type { StepPolicyPlan } from "./steps";

export interface ScalingProps {
  readonly plan: ScalingPlan;
  /** What Application Auto Scaling calls each target's resource, by the target's id. */
  readonly resources: Readonly<Record<string, string>>;
}

/**
 * What Application Auto Scaling scales: disks, which never shrink, and tasks of consumers. The services are there
 * already; how many tasks they run is no longer a matter of whoever deploys them.
 */
export class Scaling extends Construct {
  constructor(scope: Construct, id: string, props: ScalingProps) {
    super(scope, id);
    const { plan, resources } = withLiteralPlan(props);
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
    for (const consumer of plan.consumers) this.consumer(consumer);
  }

  private consumer(plan: ConsumerScalingPlan): void {
    const at = new Construct(this, constructId(`Consumer-${plan.client}`));
    const target = new AppautoscalingTarget(at, "Resource", {
      ...tasksOfService,
      resourceId: plan.resourceId,
      minCapacity: plan.minCapacity,
      maxCapacity: plan.maxCapacity,
    });
    for (const policy of [plan.out, plan.in]) steps(new Construct(at, policy.id), policy, target);
  }
}

const tasksOfService = { serviceNamespace: "ecs", scalableDimension: "ecs:service:DesiredCount" } as const;

function steps(scope: Construct, plan: StepPolicyPlan, target: AppautoscalingTarget): void {
  const { arn } = new AppautoscalingPolicy(scope, "Resource", {
    name: plan.policyName,
    policyType: "StepScaling",
    ...tasksOfService,
    resourceId: target.resourceId,
    stepScalingPolicyConfiguration: {
      adjustmentType: plan.unit === "percent" ? "PercentChangeInCapacity" : "ChangeInCapacity",
      cooldown: plan.cooldownSeconds,
      metricAggregationType: "Maximum",
      ...(plan.unit === "percent" && { minAdjustmentMagnitude: 1 }),
      stepAdjustment: plan.steps.map(({ change, from, to }) => ({
        scalingAdjustment: change,
        ...(from !== undefined && { metricIntervalLowerBound: String(from) }),
        ...(to !== undefined && { metricIntervalUpperBound: String(to) }),
      })),
    },
  });
  new CloudwatchMetricAlarm(scope, "Alarm", {
    alarmName: plan.alarmName,
    alarmDescription: plan.description,
    ...watched(plan.metric),
    comparisonOperator: plan.comparison,
    threshold: plan.threshold,
    evaluationPeriods: plan.periods,
    datapointsToAlarm: plan.breaching,
    treatMissingData: "notBreaching",
    alarmActions: [arn],
  });
}
