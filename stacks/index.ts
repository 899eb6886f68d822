import type { App } from "cdktf";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { FoundationStack } from "./foundation";
import { SystemStack } from "./system";

export { FoundationStack } from "./foundation";
export { SignalboxStack } from "./signalbox-stack";
export { SystemStack } from "./system";

/** Builds an environment's stacks: the foundation first, and each system after it. */
export function addEnvironment(app: App, plan: EnvironmentPlan): void {
  const foundation = new FoundationStack(app, plan);
  for (const system of plan.systems) new SystemStack(app, plan, system).addDependency(foundation);
}
