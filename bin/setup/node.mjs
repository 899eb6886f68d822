// Other versions of Node, for the tests that run on each supported one.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cache, say, step } from "./steps.mjs";

/** The newest release of each supported line but the oldest (nodejs.org/en/about/previous-releases, 2026-12). */
const versions = ["22.23.3", "24.21.0"];

/** Installs each version from the package registry; returns the folders of their executables, by version. */
export async function nodes() {
  const folders = {};
  for (const version of versions) {
    const target = join(cache, `node-${version}`);
    // The package `node` installs this one by a script; installed itself, it needs none.
    const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
    if (!existsSync(target)) {
      say(`node: ${version} into .cache/node-${version}`);
      const folder = `${target}.${process.pid}`;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "package.json"), "{}");
      try {
        const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
        await step(`node-${version}`, "npm", ["install", ...flags, "--prefix", folder, `${name}@${version}`]);
        renameSync(folder, target);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    folders[version] = join(target, "node_modules", name, "bin");
  }
  return folders;
}
