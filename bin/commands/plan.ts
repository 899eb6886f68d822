import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { App } from "cdktf";
import { addEnvironment, type SignalboxStack } from "../../stacks";
import { environmentFiles, loadEnvironment } from "../environment-file";
import { makeOffline } from "../offline";
import { exitCode, reportAndExit } from "../report";
import { terraform } from "../tools";

interface PlanOptions {
  readonly offline: boolean;
  readonly format: string;
}

/** `signalbox plan`: Terraform's plan of every stack; offline, from nothing and without credentials. */
export async function plan(files: readonly string[], options: PlanOptions): Promise<number> {
  const loaded = environmentFiles(files.join(",")).map(loadEnvironment);
  reportAndExit(loaded);
  const outdir = mkdtempSync(join(tmpdir(), "signalbox-plan-"));
  try {
    const app = new App({ outdir });
    const stacks = loaded.flatMap(({ plan: environment }) =>
      environment === undefined ? [] : addEnvironment(app, environment),
    );
    app.synth();
    let failed = 0;
    for (const stack of stacks) if (!(await planStack(stack, outdir, options))) failed += 1;
    return failed === 0 ? exitCode.fine : exitCode.world;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function planStack(stack: SignalboxStack, outdir: string, { offline }: PlanOptions): Promise<boolean> {
  const stacksFolder = resolve(outdir, "stacks");
  const folder = join(stacksFolder, stack.node.id);
  if (offline) makeOffline(folder, stacksFolder);
  const started = Date.now();
  const init = await run(["init", "-input=false", "-no-color"], folder);
  const planned =
    init.code === 0
      ? await run(["plan", "-input=false", "-no-color", "-lock=false", "-out=plan.tfplan"], folder)
      : init;
  const summary = /^Plan: .*$|^No changes\..*$/m.exec(planned.output)?.[0] ?? "failed";
  console.log(`${stack.node.id}: ${summary} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (planned.code !== 0) console.error(planned.output.trim());
  return planned.code === 0;
}

interface Ran {
  readonly code: number;
  readonly output: string;
}

/** Runs terraform in a folder and gives back what it said. */
function run(args: readonly string[], cwd: string): Promise<Ran> {
  const { path, env } = terraform();
  return new Promise((done) => {
    const child = spawn(path, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    child.on("error", (error) =>
      done({
        code: 127,
        output: `${path} cannot be started: ${error.message}; run npm run setup, or set TERRAFORM_BINARY_NAME`,
      }),
    );
    child.on("close", (code) => done({ code: code ?? 1, output }));
  });
}
