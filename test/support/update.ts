import * as z from "zod";
import { staysAsItIs } from "../../bin/plan-folder";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { synthesize } from "./render";
import { ground } from "./update/ground";
import { planStack, provider, type Stacks } from "./update/run";
import { creationSpec, standing, stateFile, type StateResource } from "./update/standing";

export { set } from "./update/standing";

const valuesSpec = z.record(z.string(), z.unknown());
const changeSpec = z
  .object({
    address: z.string(),
    mode: z.string(),
    type: z.string(),
    action_reason: z.string().optional(),
    change: z.object({
      actions: z.array(z.string()),
      before: valuesSpec.nullable(),
      after: valuesSpec.nullable(),
      // `false` of what is deleted
      after_unknown: z.union([valuesSpec, z.literal(false).transform(() => ({}))]),
      replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
    }),
  })
  .transform(({ change, ...resource }) => ({ ...resource, ...change }));
const updateSpec = z.object({ resource_changes: z.array(changeSpec).default([]) });

/** What Terraform would do to one resource. */
export type Change = z.output<typeof changeSpec>;

interface UpdateOptions {
  readonly stack: string;
  /** Changes what stands before the update is planned: what AWS or somebody did since the deploy. */
  readonly alter?: (resources: StateResource[]) => void;
}

/**
 * What Terraform would do to a stack that stands as one environment says, when the environment becomes another: offline,
 * with the real provider. Where Terraform refuses, this fails with what it said.
 */
export function planUpdate(before: EnvironmentPlan, after: EnvironmentPlan, options: UpdateOptions): Promise<Change[]> {
  return planUpdateOf(synthesize(before), synthesize(after), options);
}

/** The same of stacks that are JSON already. */
export async function planUpdateOf(old: Stacks, young: Stacks, { stack, alter }: UpdateOptions): Promise<Change[]> {
  const [before, after] = [unasked(old), unasked(young)];
  const resources = structuredClone(await standingOf(before, stack));
  alter?.(resources);
  const { resource_changes } = await planStack(after, stack, updateSpec, stateFile(resources));
  return resource_changes.filter(({ mode }) => mode === "managed");
}

/** What does not stay as it is: `{ "aws_sqs_queue.Queue": "update" }`, or `delete, create`, … */
export function happening(changes: readonly Change[]): Record<string, string> {
  const some = changes.filter(({ actions }) => !staysAsItIs(actions));
  return Object.fromEntries(some.map(({ address, actions }) => [address, actions.join(", ")]));
}

/** Stacks that ask AWS nothing: a secret that is read when a stack is planned has a stand-in. */
function unasked(stacks: Stacks): Stacks {
  const reading = /\$\{data\.aws_secretsmanager_secret_version\.[\w-]+\.secret_string\}/g;
  const answered = JSON.stringify(stacks).replace(reading, "https://secret.example/of-an-endpoint");
  const all = z.record(z.string(), dataSpec).parse(JSON.parse(answered));
  return Object.fromEntries(
    Object.entries(all).map(([stack, { data, ...rest }]) => {
      const { aws_secretsmanager_secret_version: _, ...kept } = data;
      return [stack, { ...rest, ...(Object.keys(kept).length > 0 && { data: kept }) }];
    }),
  );
}

const dataSpec = z.looseObject({ data: z.record(z.string(), z.unknown()).default({}) });

const known = new Map<string, Promise<StateResource[]>>();

/** What stands after the creation of a stack; the same one is planned once. */
function standingOf(stacks: Stacks, stack: string): Promise<StateResource[]> {
  const key = JSON.stringify([stack, stacks]);
  const resources = known.get(key) ?? created(stacks, stack);
  known.set(key, resources);
  return resources;
}

async function created(stacks: Stacks, stack: string): Promise<StateResource[]> {
  const json = stacks[stack];
  if (json === undefined) return [];
  const { typeOf } = await provider(stacks, stack);
  const grounded = ground(json, typeOf);
  const plan = await planStack({ ...stacks, [stack]: grounded.json }, stack, creationSpec);
  return standing(grounded, plan, typeOf);
}
