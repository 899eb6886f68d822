import type { App } from "cdktf";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { FoundationStack } from "./foundation";
import { withoutTokenTraces } from "./render";
import type { SignalboxStack } from "./signalbox-stack";
import { SystemStack } from "./system";

export { FoundationStack } from "./foundation";
export { SignalboxStack } from "./signalbox-stack";
export { SystemStack } from "./system";

/** Builds an environment's stacks and gives them back in the order of deployment: the foundation, then each system. */
export function addEnvironment(app: App, plan: EnvironmentPlan): SignalboxStack[] {
  return withoutTokenTraces(() => {
    const foundation = new FoundationStack(app, plan);
    const systems = plan.systems.map((system) => new SystemStack(app, plan, system));
    for (const system of systems) system.addDependency(foundation);
    return [foundation, ...systems];
  });
}
