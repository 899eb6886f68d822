import type { App } from "cdktf";
import type { EnvironmentPlan } from "../lib/environment/plan";
import { CopiesStack } from "./copies";
import { FoundationStack } from "./foundation";
import { withoutTokenTraces } from "./render";
import type { SignalboxStack } from "./signalbox-stack";
import { SystemStack } from "./system";

export { CopiesStack } from "./copies";
export { FoundationStack } from "./foundation";
export { SignalboxStack } from "./signalbox-stack";
export { SystemStack } from "./system";

/**
 * Builds an environment's stacks and gives them back in the order of deployment: the second region where there is one,
 * the foundation, then each system.
 */
export function addEnvironment(app: App, plan: EnvironmentPlan): SignalboxStack[] {
  return withoutTokenTraces(() => {
    const copies = plan.copies && new CopiesStack(app, plan, plan.copies);
    const foundation = new FoundationStack(app, plan);
    // S3 copies to a bucket that is there.
    if (copies !== undefined) foundation.addDependency(copies);
    const systems = plan.systems.map((system) => new SystemStack(app, plan, system));
    for (const system of systems) system.addDependency(foundation);
    return [...(copies ? [copies] : []), foundation, ...systems];
  });
}
