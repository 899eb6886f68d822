import type * as z from "zod";
import { runTerraform, type SharedProvider } from "./run-terraform";

interface FolderOptions {
  readonly provider?: SharedProvider | undefined;
  /** Also runs `terraform validate`. A plan validates too, with what it knows. */
  readonly validate?: boolean;
  /** Further flags of `terraform plan`. */
  readonly flags?: readonly string[];
}

/** Terraform's plan, or what Terraform said where it failed. */
type FolderPlan<T> = { readonly plan: T; readonly failure?: undefined } | { readonly failure: string };

/** Plans what a folder holds, and reads as much of the plan as the spec describes. */
export async function planFolder<T>(
  folder: string,
  spec: z.ZodType<T>,
  { provider, validate = false, flags = [] }: FolderOptions,
): Promise<FolderPlan<T>> {
  const run = (args: readonly string[]) => runTerraform(args, folder, provider?.env);
  const plan = () => run(["plan", "-input=false", "-lock=false", "-no-color", "-out=plan.tfplan", ...flags]);
  const steps = [
    () => run(["init", "-input=false", "-no-color"]),
    ...(validate ? [() => run(["validate", "-no-color"])] : []),
    () => (provider === undefined ? plan() : provider.alone(plan)),
  ];
  for (const step of steps) {
    const { code, output } = await step();
    if (code !== 0) return { failure: output.trim() };
  }
  const shown = await run(["show", "-json", "plan.tfplan"]);
  return shown.code === 0 ? { plan: spec.parse(JSON.parse(shown.stdout)) } : { failure: shown.output.trim() };
}

/** Whether a resource stays as it is. */
export function staysAsItIs(actions: readonly string[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}
