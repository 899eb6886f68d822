import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import * as z from "zod";
import { addEnvironment } from "../../stacks";
import { environmentFiles, loadEnvironment } from "../environment-file";
import { issueText } from "../../lib/config";
import { askFreezes, overriddenText } from "../gate";
import { inPairs } from "../in-pairs";
import { makeOffline } from "../offline";
import { planFolder, staysAsItIs } from "../plan-folder";
import { exitCode, refuseBroken } from "../report";
import { loadEnvironments } from "../shared-state";
import { shareProvider, type SharedProvider } from "../run-terraform";

interface PlanOptions {
  readonly offline: boolean;
  readonly format: string;
  /** Why something is done inside a freeze. */
  readonly overrideFreeze?: string | undefined;
}

const changeSpec = z.object({
  address: z.string(),
  type: z.string(),
  change: z.object({ actions: z.array(z.string()), after: z.unknown(), after_unknown: z.unknown() }),
});
const planSpec = z.object({ resource_changes: z.array(changeSpec).default([]) });

/** What Terraform would do to one stack. */
export interface StackPlan {
  readonly stack: string;
  readonly seconds: number;
  readonly changes: z.output<typeof planSpec>["resource_changes"];
  /** Limits, steps and cool-downs of what scales in it, a line each. */
  readonly scaling: readonly string[];
  /** What Terraform said, where it failed. */
  readonly failure?: string;
}

type Planned = Omit<StackPlan, "scaling">;

/**
 * `signalbox plan`: Terraform's plan of every stack; offline, from nothing and without credentials. A plan of what stands
 * leads to a deploy, so inside a freeze it is shown, and ends with findings; what is planned from nothing does not.
 */
export async function plan(files: readonly string[], options: PlanOptions): Promise<number> {
  const plans = await planStacks(files, options.offline);
  const failed = plans.filter(({ failure }) => failure !== undefined);
  if (options.format === "json") console.log(JSON.stringify({ stacks: plans.map(inShort) }, null, 2));
  else for (const one of plans) console.log([line(one), ...one.scaling.map((text) => `  scales ${text}`)].join("\n"));
  for (const { stack, failure } of failed) console.error(`${stack}:\n${failure ?? ""}`);
  if (failed.length > 0) return exitCode.world;
  return options.offline || open(files, options.overrideFreeze) ? exitCode.fine : exitCode.findings;
}

/** Whether no freeze holds, or its override is said. On the stream of errors: the other is the plan's. */
function open(files: readonly string[], reason: string | undefined): boolean {
  const gate = askFreezes(environmentFiles(files).map(loadEnvironment), reason, new Date());
  for (const issue of gate.issues) console.error(issueText(issue));
  for (const overridden of gate.overridden) console.error(overriddenText(overridden));
  return gate.issues.length === 0;
}

/** Plans every stack of the files: the first alone, because its provider then serves the others two at a time. */
export async function planStacks(files: readonly string[], offline: boolean): Promise<StackPlan[]> {
  const loaded = loadEnvironments(environmentFiles(files), true);
  refuseBroken(loaded);
  const outdir = mkdtempSync(join(tmpdir(), "signalbox-plan-"));
  try {
    const app = new App({ outdir });
    const environments = loaded.flatMap(({ plan: environment }) => (environment === undefined ? [] : [environment]));
    const stacks = environments.flatMap((environment) => addEnvironment(app, environment)).map(({ node }) => node.id);
    app.synth();
    const scaling = new Map(
      environments.flatMap(({ systems }) => systems.map(({ stackName, scaling: { summary } }) => [stackName, summary])),
    );
    const plans = await planAll(resolve(outdir, "stacks"), stacks, offline);
    return plans.map((one) => ({ ...one, scaling: scaling.get(one.stack) ?? [] }));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function planAll(folder: string, stacks: readonly string[], offline: boolean): Promise<Planned[]> {
  if (offline) for (const stack of stacks) await makeOffline(join(folder, stack), folder);
  const [first, ...others] = stacks;
  if (first === undefined) return [];
  const plan = await planStack(folder, first);
  const provider = await shareProvider(join(folder, first), offline);
  try {
    return [plan, ...(await inPairs(others, (stack) => planStack(folder, stack, provider)))];
  } finally {
    provider?.stop();
  }
}

async function planStack(stacksFolder: string, stack: string, provider?: SharedProvider): Promise<Planned> {
  const folder = join(stacksFolder, stack);
  const started = Date.now();
  const planned = await planFolder(folder, planSpec, { provider, validate: true });
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  if (planned.failure !== undefined) return { stack, seconds, changes: [], failure: planned.failure };
  return { stack, seconds, changes: planned.plan.resource_changes };
}

function counted({ changes }: StackPlan) {
  const count = (action: string) => changes.filter(({ change }) => change.actions.includes(action)).length;
  return { add: count("create"), change: count("update"), destroy: count("delete") };
}

function line(plan: StackPlan): string {
  if (plan.failure !== undefined) return `${plan.stack}: failed (${plan.seconds} s)`;
  const { add, change, destroy } = counted(plan);
  return `${plan.stack}: ${add} to add, ${change} to change, ${destroy} to destroy (${plan.seconds} s)`;
}

function inShort(plan: StackPlan) {
  const changes = plan.changes
    .filter(({ change }) => !staysAsItIs(change.actions))
    .map(({ address, change }) => ({ address, actions: change.actions }));
  return { stack: plan.stack, failed: plan.failure !== undefined, ...counted(plan), changes, scaling: plan.scaling };
}
