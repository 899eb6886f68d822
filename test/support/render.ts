import { App, Testing } from "cdktf";
import * as z from "zod";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";

const stackSpec = z.looseObject({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  output: z.record(z.string(), z.unknown()).optional(),
});
export type StackJson = z.output<typeof stackSpec>;

/** Every stack of an environment, as Terraform gets it. */
export function synthesize(plan: EnvironmentPlan): Record<string, StackJson> {
  const stacks = addEnvironment(new App({ outdir: "never-written" }), plan);
  return Object.fromEntries(stacks.map((stack) => [stack.node.id, stackSpec.parse(JSON.parse(Testing.synth(stack)))]));
}

/** A stack as a reviewer reads it: each resource in a few lines, a policy as one line a statement. */
export function render({ resource }: StackJson): string {
  return Object.entries(resource)
    .flatMap(([type, all]) => Object.entries(all).map(([name, body]) => renderResource(type, name, body)))
    .join("\n");
}

function renderResource(type: string, name: string, { "//": _, ...body }: Record<string, unknown>): string {
  const scalars: string[] = [];
  const lines: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    const inner = unfolded(value);
    if (inner === undefined || (typeof value !== "string" && inner.length === 1))
      scalars.push(`${key}=${plain(inner?.[0] ?? value)}`);
    else lines.push(...inner.map((line) => `  ${key}: ${line}`));
  }
  return [`${type}.${name}`, ...(scalars.length > 0 ? [`  ${scalars.join("  ")}`] : []), ...lines].join("\n");
}

/** The lines of a value that deserves more than one: a policy's statements, a dashboard's widgets, a block. */
function unfolded(value: unknown): string[] | undefined {
  const inner: unknown = typeof value === "string" && /^\{".*\}$/.test(value) ? JSON.parse(value) : value;
  if (typeof inner !== "object" || inner === null) return undefined;
  if ("Statement" in inner && Array.isArray(inner.Statement)) return inner.Statement.map(plain);
  if ("widgets" in inner && Array.isArray(inner.widgets)) return inner.widgets.flatMap(widget);
  return Array.isArray(inner) && inner.every((item) => typeof item === "object") ? inner.map(plain) : [plain(inner)];
}

function widget(value: unknown): string[] {
  const { properties } = z
    .object({ properties: z.looseObject({ title: z.string(), metrics: z.array(z.unknown()) }) })
    .parse(value);
  return properties.metrics.map((metric) => `${properties.title}: ${plain(metric)}`);
}

/** JSON without the quotes that nobody needs. */
function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value).replace(/"([^"\s,:{}[\]]+)"/g, "$1");
}
