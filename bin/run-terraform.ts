import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { terraform } from "./tools";

export interface Ran {
  readonly code: number;
  /** What it said on either stream. */
  readonly output: string;
  readonly stdout: string;
}

/** Runs Terraform in a folder. One that cannot be started ends with 127. */
export function runTerraform(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { path, env } = terraform();
  return new Promise((done) => {
    const child = spawn(path, args, { cwd, env: { ...env, ...more }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let stdout = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
      stdout += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    child.on("error", ({ message }) => {
      const remedy = "run npm run setup, or name Terraform in TERRAFORM_BINARY_NAME";
      done({ code: 127, output: `${path} cannot be started: ${message}; ${remedy}`, stdout: "" });
    });
    child.on("close", (code) => done({ code: code ?? 1, output, stdout }));
  });
}

/** One process of the AWS provider that all of Terraform's runs share; starting it is most of a small plan's time. */
export interface SharedProvider {
  readonly env: NodeJS.ProcessEnv;
  /**
   * Waits for its turn. The process has one configuration, that of the plan that began last: another plan that is under
   * way would go on with the tags, the region and the account of that one.
   */
  alone<T>(run: () => Promise<T>): Promise<T>;
  stop(): void;
}

/**
 * Starts the provider that `terraform init` put into a folder. Undefined when there is none, and where a bundle of
 * certificates is named: a provider that is configured twice refuses it (AWS provider 5.100.0). Then each run starts its own.
 */
export function shareProvider(folder: string, offline: boolean): Promise<SharedProvider | undefined> {
  const binary = providerBelow(join(folder, ".terraform", "providers"));
  const { AWS_CA_BUNDLE, ...env } = process.env;
  if (binary === undefined || (AWS_CA_BUNDLE !== undefined && !offline)) return Promise.resolve(undefined);
  const child = spawn(binary, ["-debug"], { stdio: ["ignore", "pipe", "ignore"], env });
  return new Promise((done) => {
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
      const reattach = /TF_REATTACH_PROVIDERS='(.+)'/.exec(output)?.[1];
      if (reattach !== undefined) done(shared(child, reattach));
    });
    child.on("error", () => done(undefined));
    child.on("close", () => done(undefined));
  });
}

function shared(child: ChildProcess, reattach: string): SharedProvider {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    env: { TF_REATTACH_PROVIDERS: reattach },
    alone(run) {
      const result = turn.then(run);
      turn = result.catch(() => undefined);
      return result;
    },
    stop: () => void child.kill(),
  };
}

function providerBelow(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const file = files.find((name) => /terraform-provider-aws_[^/\\]+$/.test(name));
  // The mirror's folders are linked into place, and a listing does not follow links.
  return file === undefined ? linkedProvider(folder, files) : join(folder, file);
}

function linkedProvider(folder: string, files: readonly string[]): string | undefined {
  for (const name of files) {
    if (!/hashicorp[/\\]aws[/\\][^/\\]+[/\\][^/\\]+$/.test(name)) continue;
    const file = readdirSync(join(folder, name)).find((entry) => entry.startsWith("terraform-provider-aws_"));
    if (file !== undefined) return join(folder, name, file);
  }
  return undefined;
}
