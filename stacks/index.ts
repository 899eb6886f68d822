import type { App } from "cdktf";
import { emptiedInOrder, type EnvironmentPlan } from "../lib/environment/plan";
import { CopiesStack } from "./copies";
import { EmptiedStack } from "./emptied";
import { FoundationStack } from "./foundation";
import { withoutTokenTraces } from "./render";
import type { SignalboxStack } from "./signalbox-stack";
import { SystemStack } from "./system";

export { CopiesStack } from "./copies";
export { FoundationStack } from "./foundation";
export { SignalboxStack } from "./signalbox-stack";
export { SystemStack } from "./system";

/**
 * Builds an environment's stacks and gives them back in the order of deployment: removed systems, the second region
 * where there is one, the foundation, each system, and a second region that is removed.
 */
export function addEnvironment(app: App, plan: EnvironmentPlan): SignalboxStack[] {
  return withoutTokenTraces(() => {
    const emptied = emptiedInOrder(plan);
    const removed = emptied.before.map((stack) => new EmptiedStack(app, plan, stack));
    const copies = plan.copies && new CopiesStack(app, plan, plan.copies);
    const foundation = new FoundationStack(app, plan);
    // S3 copies to a bucket that is there.
    if (copies !== undefined) foundation.addDependency(copies);
    // What a removed system has in the network goes before a network that is removed with it.
    for (const system of removed) foundation.addDependency(system);
    const systems = plan.systems.map((system) => new SystemStack(app, plan, system));
    for (const system of systems) system.addDependency(foundation);
    const last = emptied.after.map((stack) => new EmptiedStack(app, plan, stack));
    // The foundation copies nothing there any more when the copies go.
    for (const stack of last) stack.addDependency(foundation);
    return [...removed, ...(copies ? [copies] : []), foundation, ...systems, ...last];
  });
}
