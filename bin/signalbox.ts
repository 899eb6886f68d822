#!/usr/bin/env node
import "./short-lived";
import { Command, CommanderError, Option } from "@commander-js/extra-typings";
import { overrideReason } from "./gate";
import { endWithTheReader, exitCode, finish } from "./report";
import { shortestReason } from "../lib/core/spec";
import { version } from "./version";

// Which versions of Node there are, package.json says; the AWS SDK would say it in nine lines before each result.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

endWithTheReader(process.stdout);
endWithTheReader(process.stderr);

const program = new Command("signalbox")
  .description("Messaging infrastructure from one environment file")
  .version(version())
  .exitOverride();
const format = new Option("--format <format>", "how the result is printed").choices(["text", "json"]).default("text");
const override = new Option(
  "--override-freeze <reason>",
  `go on inside a freeze (maintenance.freezes of the file); the reason, of at least ${shortestReason} characters, is printed`,
).argParser(overrideReason);
const files = "environment files, or their names in stacks/environments";

// Each command loads what it needs when it runs: a check loads no cdktf.
program
  .command("check")
  .description("validate environment files: schema, limits, access, inventory; ends with 1 where a freeze holds now")
  .argument("<files...>", files)
  .addOption(format)
  .addOption(override)
  .option("--write-inventory", "write the inventory beside the file anew", false)
  .action((names, options) => finish(async () => (await import("./commands/check")).check(names, options)));

program
  .command("explain")
  .description("say what an issue code means; or what a value of an environment is, where it came from, and why")
  .argument("<what>", "an issue code, or a path such as systems.orders.engine")
  .argument("[file]", "the environment file, for a path")
  .action((what, file) => finish(async () => (await import("./commands/explain")).explain(what, file)));

program
  .command("stacks")
  .description("name an environment's stacks in the order of deployment, a step a line")
  .argument("<file>", "environment file, or its name")
  .option("--step <number>", "only this step, counted from 1")
  .option("--now", "only what no freeze holds for at this moment; what is left out is said", false)
  .addOption(override)
  .action((file, options) => finish(async () => (await import("./commands/stacks")).stacks(file, options)));

program
  .command("synth")
  .description("write the Terraform of every stack")
  .argument("<files...>", files)
  .option("--out <folder>", "where to", "cdktf.out")
  .action((names, options) => finish(async () => (await import("./commands/synth")).synth(names, options)));

program
  .command("plan")
  .description("Terraform's plan of every stack of an environment")
  .argument("<files...>", files)
  .addOption(
    new Option("--offline", "plan from nothing, without state and credentials; freezes do not hold then")
      .default(false)
      .conflicts("overrideFreeze"),
  )
  .addOption(override)
  .addOption(format)
  .action((names, options) => finish(async () => await (await import("./commands/plan")).plan(names, options)));

const drill = program
  .command("drill")
  .description("ask a deployed environment: does a restore work, is it safe to change something now");
drill
  .command("restore")
  .description("restore the newest archived messages of a system into scratch channels, and compare")
  .argument("<file>", "environment file, or its name")
  .requiredOption("--system <name>", "the system")
  .option("--channel <name>", "only this channel")
  .addOption(format)
  .action((file, options) => finish(async () => (await import("./commands/drill/restore")).restore(file, options)));

drill
  .command("preflight")
  .description(
    "say whether it is safe to change something now: freezes, states, alarms, metrics. Only reads; ends with 0 when it is safe, 1 when not, 3 when AWS does not tell",
  )
  .argument("<file>", "environment file, or its name")
  .option("--system <name>", "only this system")
  .addOption(format)
  .action((name, options) =>
    finish(async () => await (await import("./commands/drill/preflight")).preflight(name, options)),
  );

program
  .command("schema")
  .description("print the JSON Schema of environment files, for editors")
  .action(() => finish(async () => (await import("./commands/schema")).schema()));

program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCode.world;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? exitCode.fine : exitCode.broken;
  else {
    console.error(`signalbox failed: ${error instanceof Error ? error.message : String(error)}`);
    console.error("This is not about your files. With SIGNALBOX_DEBUG=1 it says where; please report it.");
    if (process.env.SIGNALBOX_DEBUG !== undefined) console.error(error);
  }
});
