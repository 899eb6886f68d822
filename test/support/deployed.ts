import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { App } from "cdktf";
import { runTerraform } from "../../bin/run-terraform";
import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { emulatorEnv, startEmulator, type Emulator } from "./emulator";

/** Runs Terraform in a stack's folder, and gives what it said. It fails with that where Terraform does. */
export type Terraform = (stack: string, ...args: readonly string[]) => Promise<string>;

interface SmallEnvironment {
  readonly environment: string;
  readonly state: { readonly s3: { readonly bucket: string } };
}

/** Synthesizes an environment before the tests of a file, with an emulator of their own to deploy it to. */
export function deployed(environment: SmallEnvironment): Terraform {
  const { environment: name, state } = environment;
  const out = mkdtempSync(join(tmpdir(), `signalbox-${name}-`));
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator({ log: join(".cache", "logs", `${name}-emulator.log`) });
    Object.assign(process.env, emulatorEnv(emulator.endpoint));
    const CreateBucketConfiguration = { LocationConstraint: "eu-west-1" } as const;
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: state.s3.bucket, CreateBucketConfiguration }));
    const plan = planEnvironment(environment, { inventory: undefined, today: "2026-11-24" }, new Issues());
    if (plan === undefined) throw new Error("the environment has issues");
    const app = new App({ outdir: out });
    addEnvironment(app, plan);
    app.synth();
  });
  afterAll(async () => {
    await emulator?.stop();
    rmSync(out, { recursive: true, force: true });
  });
  return async (stack, ...args) => {
    const { code, output } = await runTerraform(args, join(out, "stacks", stack), emulator?.env);
    if (code !== 0) throw new Error(`${stack}: terraform ${args[0]}:\n${output.slice(-3000)}`);
    return output;
  };
}

/** Tests that each stack is deployed, and that a second plan of it is empty. */
export const deploysWithEmptyPlan = (stacks: readonly string[], terraform: Terraform): void =>
  test.each(stacks)("%s is deployed, and a second plan is empty", async (stack) => {
    await terraform(stack, "init", "-input=false", "-no-color");
    await terraform(stack, "apply", "-input=false", "-no-color", "-auto-approve");
    // With this flag a plan that changes something ends with 2.
    const plan = await terraform(stack, "plan", "-input=false", "-no-color", "-detailed-exitcode");
    expect(plan).toContain("No changes.");
  });
