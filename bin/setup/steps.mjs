// What every step of set-up uses.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const cache = join(root, ".cache");

/** What could not be obtained, and the way out. */
export class Missing extends Error {}

export const say = (text) => console.log(text);
export const hashOf = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");

/** Runs a long step with its output in a log; says every ten seconds that it is still running. */
export async function step(name, command, args, options = {}) {
  mkdirSync(join(cache, "logs"), { recursive: true });
  const log = join(cache, "logs", `${name}.log`);
  const out = openSync(log, "w");
  const started = Date.now();
  const beat = setInterval(() => say(`  ${name}: ${Math.round((Date.now() - started) / 1000)} s …`), 10_000);
  const code = await new Promise((done) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", out, out], ...options });
    child.on("error", () => done(127));
    child.on("close", done);
  });
  clearInterval(beat);
  if (code === 0) return;
  if (code === 127) throw new Missing(`${name}: ${command} is not on the path`);
  const tail = readFileSync(log, "utf8").trim().split("\n").slice(-8).join("\n  ");
  throw new Missing(`${name}: '${command} ${args[0]}' ended with ${code}:\n  ${tail}\n  (all of it in ${log})`);
}

export function onPath(name) {
  const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return found.find(existsSync);
}

export function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
