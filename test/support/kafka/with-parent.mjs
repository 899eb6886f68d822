// Runs a command for as long as whoever started it lives: a parent that was killed cannot stop it, but its end of the
// pipe closes in any case. Usage: node with-parent.mjs LOG COMMAND ARGUMENT…
import { spawn } from "node:child_process";
import { openSync } from "node:fs";

const [log, command, ...args] = process.argv.slice(2);
const out = openSync(log, "w");
const child = spawn(command, args, { stdio: ["ignore", out, out] });
const end = () => child.kill("SIGKILL");
process.stdin.on("close", end).on("error", end).resume();
process.on("SIGTERM", end);
child.on("error", () => process.exit(127));
child.on("close", (code) => process.exit(code ?? 1));
