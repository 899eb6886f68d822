#!/usr/bin/env node
import { Command, CommanderError } from "@commander-js/extra-typings";
import { check } from "./commands/check";
import { explain } from "./commands/explain";
import { stacks } from "./commands/stacks";
import { exitCode } from "./report";

const program = new Command("signalbox")
  .description("Messaging infrastructure from one environment file")
  .exitOverride();

program
  .command("check")
  .description("validate environment files: schema, limits, access, inventory")
  .argument("<files...>", "environment files, or their names")
  .option("--format <format>", "text or json", "text")
  .option("--write-inventory", "write the inventory beside the file anew", false)
  .action((files, options) => process.exit(check(files, options)));

program
  .command("explain")
  .description("say what an issue code means, or where a value of an environment comes from")
  .argument("<what>", "an issue code, or a path such as systems.orders.engine")
  .argument("[file]", "the environment file, for a path")
  .action((what, file) => process.exit(explain(what, file)));

program
  .command("stacks")
  .description("name an environment's stacks in the order of deployment, a step a line")
  .argument("<file>", "environment file, or its name")
  .option("--step <number>", "only this step, counted from 1")
  .action((file, options) => process.exit(stacks(file, options)));

program
  .command("plan")
  .description("Terraform's plan of every stack of an environment")
  .argument("<files...>", "environment files, or their names")
  .option("--offline", "plan from nothing, without state and credentials", false)
  .option("--format <format>", "text or json", "text")
  .action(async (files, options) => {
    const { plan } = await import("./commands/plan");
    process.exit(await plan(files, options));
  });

try {
  program.parse();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exit(error.exitCode === 0 ? exitCode.fine : exitCode.broken);
}
