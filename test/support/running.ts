import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";

const file = ".cache/sandbox.json";
const runningSpec = z.object({ endpoint: z.url(), pid: z.int() });
export type RunningSandbox = z.output<typeof runningSpec>;

/** The sandbox that `npm start` left running, when its emulator still answers. */
export async function runningSandbox(): Promise<RunningSandbox | undefined> {
  if (!existsSync(file)) return undefined;
  const running = runningSpec.parse(JSON.parse(readFileSync(file, "utf8")));
  try {
    const { ok } = await fetch(`${running.endpoint}/moto-api/config`);
    if (ok) return running;
  } catch {
    // Nothing answers: what the file names is gone.
  }
  rmSync(file);
  return undefined;
}

export function rememberSandbox({ endpoint, pid }: RunningSandbox): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ endpoint, pid }));
}

export function forgetSandbox(): void {
  rmSync(file, { force: true });
}
