import type { FunctionFacts, ScalingTarget, Signal, SystemFacts } from "../core/facts";
import type { StepsPlan } from "./steps";

/** The number of tasks of one ECS service, and what changes it. */
export interface ConsumerScalingPlan extends StepsPlan {
  readonly client: string;
  readonly channel: string;
  /** `service/<cluster>/<service>`. */
  readonly resourceId: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  /** What is held, in words. */
  readonly target: string;
  readonly atMaximum: Signal;
}

/** One policy that raises a capacity while a metric is above its target. */
export interface ScalingTargetPlan extends ScalingTarget {
  readonly policyName: string;
}

export interface ScalingPlan {
  readonly targets: readonly ScalingTargetPlan[];
  readonly consumers: readonly ConsumerScalingPlan[];
  /** What scales that no service of AWS does. */
  readonly functions: readonly FunctionFacts[];
  /** What tells that something has reached its maximum. */
  readonly signals: readonly Signal[];
  /** Limits, steps and cool-downs in words, a line for each thing that scales. */
  readonly summary: readonly string[];
}

/** What scaling reads of a system. */
export type ScaledFacts = Pick<
  SystemFacts,
  "name" | "engine" | "scalingTargets" | "shardedStreams" | "backlogs" | "scalingAdvice" | "disks"
>;
