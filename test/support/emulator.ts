import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { readTools } from "../../bin/tools";

/** A running emulator, and the environment in which Terraform and the SDK talk to it. */
export interface Emulator {
  readonly endpoint: string;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  /** Asks for a fault (`pause`, `resume`, `lose/OPERATION`, `hold/OPERATION`), which emulator/calls.py describes. */
  fault(command: string): Promise<void>;
  /** Ids of what exists, by the provider's type of resource. */
  resources(): Promise<Readonly<Record<string, readonly string[]>>>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** File that takes the request log. */
  readonly log?: string;
  /** Goes on after this process; else it ends with it at the latest. */
  readonly detached?: boolean;
}

const readySpec = z.object({ endpoint: z.url() });
const resourcesSpec = z.record(z.string(), z.array(z.string()));

/** Starts the AWS emulator on a free port of the loopback interface. */
export async function startEmulator({ log, detached = false }: EmulatorOptions = {}): Promise<Emulator> {
  const tools = readTools();
  if (tools === undefined) throw new Error("the emulator is not installed; run npm run setup");
  const server = join(__dirname, "emulator", "server.py");
  const args = [server, ...(detached ? [] : ["--with-parent"]), ...(log === undefined ? [] : ["--log", log])];
  const child = spawn(tools.emulatorPython, args, {
    stdio: [detached ? "ignore" : "pipe", "pipe", detached ? "ignore" : "inherit"],
    detached,
  });
  const exited = new Promise<void>((done) => child.once("close", () => done()));
  const { stdout } = child;
  if (stdout === null) throw new Error("the emulator has no output");
  const first = new Promise<string>((done, fail) => {
    createInterface({ input: stdout }).once("line", done);
    child.once("error", fail);
    child.once("close", (code) => fail(new Error(`the emulator ended with ${code} before it was ready`)));
  });
  const { endpoint } = readySpec.parse(JSON.parse(await first));
  if (new URL(endpoint).hostname !== "127.0.0.1")
    throw new Error(`the emulator listens on ${endpoint}, not on loopback`);
  if (detached) {
    child.unref();
    stdout.destroy();
  }
  return {
    endpoint,
    pid: child.pid ?? 0,
    env: emulatorEnv(endpoint),
    async fault(command) {
      await control(endpoint, "POST", command);
    },
    async resources() {
      return resourcesSpec.parse(await control(endpoint, "GET", "resources"));
    },
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** Calls the emulator itself, not a service. */
async function control(endpoint: string, method: "GET" | "POST", command: string): Promise<unknown> {
  const answer = await fetch(`${endpoint}/signalbox-emulator/${command}`, { method });
  if (!answer.ok) throw new Error(`the emulator has no ${command}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** With these, whatever honours AWS's own environment variables talks to the emulator. */
export function emulatorEnv(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "emulator",
    AWS_SECRET_ACCESS_KEY: "emulator",
    AWS_REGION: "eu-west-1",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
}
