// Runs Checkov over every stack of prod as it is written, and keeps what failed in test/scan/report.json; see docs/scanners.md.
// Checkov comes from PyPI into .cache, and only here: neither the package nor the tests need it.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const version = "3.3.30";
const venv = join(".cache", "checkov");
const checkov = join(venv, "bin", "checkov");
const run = (command, ...args) => execFileSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });

if (!existsSync(checkov)) {
  run("python3", "-m", "venv", venv);
  run(join(venv, "bin", "pip"), "install", "--quiet", `checkov==${version}`);
}
const folder = mkdtempSync(join(tmpdir(), "signalbox-scan-"));
try {
  run(process.execPath, "--import", "tsx", "bin/signalbox.ts", "synth", "prod", "--out", folder);
  const options = ["--framework", "terraform_json", "--output", "json", "--compact", "--quiet", "--skip-download"];
  const { stdout } = spawnSync(checkov, ["--directory", join(folder, "stacks"), ...options], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const { results, summary } = JSON.parse(stdout);
  const failed = {};
  for (const { check_id: id, check_name: name, resource, file_path: path } of results.failed_checks)
    (failed[id] ??= { name, resources: [] }).resources.push(
      `${path.split("/")[1]} ${resource.split("_").slice(0, -1).join("_")}`,
    );
  const sorted = Object.entries(failed).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [, one] of sorted) one.resources.sort();
  const report = {
    scanner: `checkov ${summary.checkov_version}`,
    date: new Date().toISOString().slice(0, 10),
    passed: summary.passed,
    failed: summary.failed,
    unparsed: summary.parsing_errors,
    checks: Object.fromEntries(sorted),
  };
  writeFileSync(join("test", "scan", "report.json"), `${JSON.stringify(report, undefined, 2)}\n`);
  run("npx", "prettier", "--write", join("test", "scan", "report.json"));
  console.log(
    `${report.passed} passed, ${report.failed} failed, ${report.unparsed} stacks not parsed; test/scan/report.json`,
  );
  if (report.unparsed > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
