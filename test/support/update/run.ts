import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as z from "zod";
import { makeOffline } from "../../../bin/offline";
import { planFolder } from "../../../bin/plan-folder";
import { runTerraform, shareProvider, type SharedProvider } from "../../../bin/run-terraform";
import { withoutCredentials } from "../credentials";
import { readTypes, type TypeOf } from "./types";

/** Every stack that there is, in Terraform's JSON, by its name. */
export type Stacks = Readonly<Record<string, object>>;

/** Plans a stack offline, upon a state where there is one. Where Terraform refuses, this fails with what it said. */
export async function planStack<T>(stacks: Stacks, stack: string, spec: z.ZodType<T>, state?: string): Promise<T> {
  if (!(stack in stacks)) throw new Error(`there is no stack ${stack}, only ${Object.keys(stacks).join(", ")}`);
  const { shared } = await provider(stacks, stack);
  return inFolder(stacks, stack, async (folder) => {
    if (state !== undefined) writeFileSync(join(folder, "terraform.tfstate"), state);
    const planned = await planFolder(folder, spec, { provider: shared, flags: ["-refresh=false"] });
    if (planned.failure !== undefined) throw new Error(`${stack} cannot be planned.\n${errors(planned.failure)}`);
    return planned.plan;
  });
}

/** Without the part of a plan that Terraform shows before it says why there is no whole one. */
const errors = (output: string): string => output.slice(Math.max(0, output.search(/^Error: /m)));

async function inFolder<T>(stacks: Stacks, stack: string, use: (folder: string) => Promise<T>): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), "signalbox-update-"));
  try {
    for (const [name, json] of Object.entries(stacks)) {
      mkdirSync(join(root, name));
      // In lines, of which Terraform shows the one that an error is about.
      writeFileSync(join(root, name, "cdk.tf.json"), JSON.stringify(json, null, 2));
    }
    await makeOffline(join(root, stack), root);
    return await use(join(root, stack));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The provider's process, and the types that it knows. */
interface Provider {
  readonly shared: SharedProvider | undefined;
  readonly typeOf: TypeOf;
}

let started: Promise<Provider> | undefined;

/** One for all plans of a test file; the first stack that is planned starts it. */
export function provider(stacks: Stacks, stack: string): Promise<Provider> {
  started ??= inFolder(stacks, stack, async (folder) => {
    withoutCredentials();
    const initialized = await runTerraform(["init", "-input=false", "-no-color"], folder);
    if (initialized.code !== 0) throw new Error(initialized.output);
    const shared = await shareProvider(folder, true);
    const { stdout } = await runTerraform(["providers", "schema", "-json"], folder, shared?.env);
    return { shared, typeOf: readTypes(stdout) };
  });
  return started;
}

afterAll(async () => (await started)?.shared?.stop());
