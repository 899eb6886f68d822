import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { readTools } from "../../../bin/tools";

/** Whether a policy matches an event; an error's words where the policy is refused. */
const verdict = z.union([z.boolean(), z.string()]);
export type Verdict = z.output<typeof verdict>;

export interface Judge {
  ask(question: { readonly policy: string; readonly event: string }): Promise<Verdict>;
  stop(): Promise<void>;
}

/** AWS's own Event Ruler. */
export function startRuler(): Judge {
  const version = /<ruler\.version>(.+)</.exec(readFileSync(join(__dirname, "pom.xml"), "utf8"))?.[1];
  const home = resolve(".cache", "ruler", version ?? "");
  if (!existsSync(join(home, "pom.sha256")))
    throw new Error("Event Ruler is not installed; run node bin/setup.mjs --ruler, or npm test");
  const fast = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
  return startJudge("java", [...fast, "-cp", join(home, "libs", "*"), join(__dirname, "Judge.java")]);
}

/** The matcher of the emulator. */
export const startEmulatedFilters = (): Judge =>
  startJudge(readTools()?.emulatorPython ?? "python3", ["-u", join(__dirname, "..", "emulator", "filters.py")]);

function startJudge(command: string, args: readonly string[]): Judge {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()?.(line));
  return {
    ask: (question) =>
      new Promise((done, fail) => {
        waiting.push((line) => done(verdict.parse(JSON.parse(line))));
        void ended.then(() => fail(new Error(`${command} ended`)));
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
