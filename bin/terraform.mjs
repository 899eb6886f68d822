#!/usr/bin/env node
// Stands in front of Terraform when cdktf runs it (TERRAFORM_BINARY_NAME). When cdktf is stopped it interrupts Terraform
// and closes its terminal: Terraform dies at once, with what it has made missing from the state and the state locked.
// Here Terraform has no terminal, and is asked once to stop: it finishes what it is making, writes the state and gives
// the lock back.
import { spawn } from "node:child_process";

const terraform = process.env.SIGNALBOX_TERRAFORM ?? "terraform";
const child = spawn(terraform, process.argv.slice(2), { stdio: "inherit", detached: true });
let asked = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    if (!asked) child.kill("SIGTERM");
    asked = true;
  });
child.on("error", (error) => {
  console.error(`${terraform} cannot be started: ${error.message}`);
  process.exit(127);
});
child.on("close", (code) => process.exit(code ?? 1));
