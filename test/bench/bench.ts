import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import * as z from "zod";
import { comparedTypes, environmentText, measuredSystems, rawProgram, type Measured } from "./systems";

/**
 * `npm run bench`: Signalbox from the YAML file on, against a program that makes the same resources from raw cdktf
 * classes. Both are compiled, both run side by side in this one run, and the median of the runs counts. CPU time of the
 * whole process is compared, start-up included.
 */
const runs = 5;
const built = resolve(".cache/bench");
const measured = resolve("test/bench/measured.cjs");
const usedSpec = z.object({ cpuSeconds: z.number(), megabytes: z.number(), seconds: z.number() });
type Used = z.output<typeof usedSpec>;
const resourcesSpec = z.object({ resource: z.record(z.string(), z.record(z.string(), z.unknown())) });

function measure(folder: string, program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Used {
  const report = join(folder, "report.json");
  const { status, stderr } = spawnSync(process.execPath, ["--require", measured, join(built, program), ...args], {
    cwd: folder,
    env: { ...process.env, ...env, BENCH_REPORT: report, NODE_PATH: resolve("node_modules") },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return usedSpec.parse(JSON.parse(readFileSync(report, "utf8")));
}

function median(all: readonly Used[], of: keyof Used): number {
  const sorted = all.map((used) => used[of]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function environmentFile(folder: string, system: Measured): string {
  const file = join(folder, "bench.yaml");
  writeFileSync(file, environmentText(system));
  return file;
}

/** How many resources of a type a stack has. */
function counted(folder: string, type: string): number {
  const text = readFileSync(join(folder, "stacks/bench-events/cdk.tf.json"), "utf8");
  return Object.keys(resourcesSpec.parse(JSON.parse(text)).resource[type] ?? {}).length;
}

function compare(system: Measured) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  try {
    const file = environmentFile(folder, system);
    measure(folder, "bin/signalbox.js", ["check", file, "--write-inventory"]);
    measure(folder, "bin/signalbox.js", ["synth", file, "--out", "ours"]);
    const alarms = counted(join(folder, "ours"), "aws_cloudwatch_metric_alarm");
    const { program, args } = rawProgram(system, "raw", alarms);
    const ours: Used[] = [];
    const raw: Used[] = [];
    const check: Used[] = [];
    for (let run = 0; run < runs; run++) {
      raw.push(measure(folder, `test/bench/${program}.js`, args));
      ours.push(measure(folder, "bin/signalbox.js", ["synth", file, "--out", "ours"]));
      check.push(measure(folder, "bin/signalbox.js", ["check", file]));
    }
    for (const type of comparedTypes(system)) {
      const [made, same] = [counted(join(folder, "ours"), type), counted(join(folder, "raw"), type)];
      if (made !== same || made === 0) throw new Error(`not the same resources: ${made} ${type}; raw: ${same}`);
    }
    return { ours, raw, check };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function main(): void {
  rmSync(built, { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/@typescript/native/bin/tsc", "-p", "test/bench/tsconfig.json"], {
    stdio: "inherit",
  });
  const table = new Table({
    head: ["engine", "channels", "raw cdktf, CPU", "Signalbox, CPU", "ratio", "memory", "check, CPU", "check, wall"],
    style: { head: [], border: [] },
  });
  for (const system of measuredSystems) {
    const { ours, raw, check } = compare(system);
    const seconds = (value: number) => `${value.toFixed(2)} s`;
    table.push([
      system.engine,
      system.channels,
      seconds(median(raw, "cpuSeconds")),
      seconds(median(ours, "cpuSeconds")),
      (median(ours, "cpuSeconds") / median(raw, "cpuSeconds")).toFixed(2),
      `${Math.round(median(ours, "megabytes"))} MB, raw ${Math.round(median(raw, "megabytes"))} MB`,
      seconds(median(check, "cpuSeconds")),
      seconds(median(check, "seconds")),
    ]);
  }
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  const start = Array.from({ length: runs }, () => measure(folder, "bin/signalbox.js", ["explain", "BadCidr"]));
  rmSync(folder, { recursive: true, force: true });
  console.log(table.toString());
  console.log(`start-up: ${median(start, "seconds").toFixed(2)} s; medians of ${runs} runs, side by side`);
}

main();
