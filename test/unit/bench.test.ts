import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadLayers } from "../../lib/config";
import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import { comparedTypes, environmentText, measuredSystems, rawProgram } from "../bench/systems";
import { stackSpec, synthesize } from "../support/render";

const few = measuredSystems
  .filter(({ engine }, index) => measuredSystems.findIndex((one) => one.engine === engine) === index)
  .map((system) => ({ ...system, channels: 3 }));

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test.each(few)("the benchmark of $engine compares programs that make the same", (system) => {
  const { data } = loadLayers("bench.yaml", () => environmentText(system));
  const plan = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, new Issues());
  const ours = plan && synthesize(plan)["bench-events"]?.resource;
  const count = (resource: typeof ours, type: string) => Object.keys(resource?.[type] ?? {}).length;
  const { program, args } = rawProgram(system, folder, count(ours, "aws_cloudwatch_metric_alarm"));
  execFileSync(process.execPath, ["--import", "tsx", `test/bench/${program}.ts`, ...args]);
  const text = readFileSync(join(folder, "stacks/bench-events/cdk.tf.json"), "utf8");
  const { resource: raw } = stackSpec.parse(JSON.parse(text));
  for (const type of comparedTypes(system)) {
    expect(count(ours, type)).toBeGreaterThan(0);
    expect(count(raw, type)).toBe(count(ours, type));
  }
});
