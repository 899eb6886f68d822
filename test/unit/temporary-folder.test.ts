import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "signalbox-test-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ["check", "check", "prod"],
  ["explain", "explain", "BadCidr"],
  ["stacks", "stacks", "sandbox"],
  ["synth, which bundles functions", "synth", "sandbox", "--out", join(folder, "out")],
])(
  "%s leaves nothing in the temporary folder",
  (_, ...args) => {
    const temporary = mkdtempSync(join(folder, "tmp-"));
    const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", "bin/signalbox.ts", ...args], {
      env: { ...process.env, TMPDIR: temporary },
      encoding: "utf8",
    });
    expect([status, stderr.includes("rror:")]).toEqual([status, false]);
    // What tsx keeps of the TypeScript that it compiled, which the package has not.
    expect(readdirSync(temporary).filter((name) => !name.startsWith("tsx-"))).toEqual([]);
  },
  60_000,
);
