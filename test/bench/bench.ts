import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import Table from "cli-table3";
import * as z from "zod";

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

/** An environment with so many channels, each with one subscriber. */
function environmentFile(folder: string, channels: number): string {
  const file = join(folder, "bench.yaml");
  const lines = Array.from({ length: channels }, (_, i) => `      event-${i}: { subscribers: { reader: {} } }`);
  writeFileSync(
    file,
    `environment: bench
aws: { account: "111122223333", region: eu-west-1 }
state: { s3: { bucket: acme-bench-tfstate } }
owner: { team: platform, contact: platform@acme.example }
systems:
  events:
    pattern: pub-sub
    engine: sns-sqs
    channels:
${lines.join("\n")}
`,
  );
  return file;
}

/** How many resources of each type that both programs make a stack has. */
function counted(file: string): string {
  const { resource } = resourcesSpec.parse(JSON.parse(readFileSync(file, "utf8")));
  const types = [
    "aws_sns_topic",
    "aws_sqs_queue",
    "aws_sns_topic_subscription",
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_log_group",
  ];
  return types.map((type) => `${type} ${Object.keys(resource[type] ?? {}).length}`).join(", ");
}

function compare(channels: number) {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
  try {
    const file = environmentFile(folder, channels);
    measure(folder, "bin/signalbox.js", ["check", file, "--write-inventory"]);
    const ours: Used[] = [];
    const raw: Used[] = [];
    const check: Used[] = [];
    for (let run = 0; run < runs; run++) {
      raw.push(measure(folder, "test/bench/raw.js", [String(channels), "raw"]));
      ours.push(measure(folder, "bin/signalbox.js", ["synth", file, "--out", "ours"]));
      check.push(measure(folder, "bin/signalbox.js", ["check", file]));
    }
    const made = counted(join(folder, "ours/stacks/bench-events/cdk.tf.json"));
    const same = counted(join(folder, "raw/stacks/bench-events/cdk.tf.json"));
    if (made !== same) throw new Error(`not the same resources: ${made}; raw: ${same}`);
    return { channels, ours, raw, check };
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
    head: ["channels", "raw cdktf, CPU", "Signalbox, CPU", "ratio", "memory", "check, CPU", "check, wall"],
    style: { head: [], border: [] },
  });
  for (const channels of [10, 100, 1000]) {
    const { ours, raw, check } = compare(channels);
    const seconds = (value: number) => `${value.toFixed(2)} s`;
    table.push([
      channels,
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
