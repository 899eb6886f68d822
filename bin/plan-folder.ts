import type * as z from "zod";
import { runTerraform } from "./run-terraform";

interface FolderOptions {
  readonly env?: NodeJS.ProcessEnv;
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
  { env = {}, validate = false, flags = [] }: FolderOptions,
): Promise<FolderPlan<T>> {
  const steps = [
    ["init", "-input=false"],
    ...(validate ? [["validate"]] : []),
    ["plan", "-input=false", "-lock=false", "-out=plan.tfplan", ...flags],
  ];
  for (const args of steps) {
    const { code, output } = await runTerraform([...args, "-no-color"], folder, env);
    if (code !== 0) return { failure: output.trim() };
  }
  const shown = await runTerraform(["show", "-json", "plan.tfplan"], folder, env);
  return shown.code === 0 ? { plan: spec.parse(JSON.parse(shown.stdout)) } : { failure: shown.output.trim() };
}

/** Whether a resource stays as it is. */
export function staysAsItIs(actions: readonly string[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}
