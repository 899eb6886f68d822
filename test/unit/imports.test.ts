import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import * as z from "zod";

const reportSpec = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

function cruise(folder: string, roots: readonly string[]) {
  const args = [resolve("node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--output-type", "json"];
  const config = ["--config", resolve(".dependency-cruiser.cjs"), "--ts-config", resolve("tsconfig.json")];
  const { stdout } = spawnSync(process.execPath, [...args, ...config, ...roots], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return reportSpec.parse(JSON.parse(stdout)).summary;
}

test("each import rule finds the file that breaks it", () => {
  const { violations } = cruise("test/support/imports", ["lib"]);
  expect(violations.map(({ from, rule }) => `${from} ${rule.name}`).sort()).toEqual([
    "lib/alpha/aws.ts construct-imports-own-room-and-core",
    "lib/alpha/aws.ts no-provider-barrel",
    "lib/alpha/plan.ts pure-imports-pure",
    "lib/alpha/plan.ts rooms-are-crossed-in-environment",
  ]);
});

test("the library breaks none, and was looked at", () => {
  const { totalCruised, violations } = cruise(".", ["lib", "stacks", "bin"]);
  expect(totalCruised).toBeGreaterThan(70);
  expect(violations).toEqual([]);
});
