import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { runtime } from "../runtime";

const bundles = new Map<string, string>();

function removeBundles(): void {
  for (const folder of bundles.values()) rmSync(folder, { recursive: true, force: true });
}

/** Bundles a program below lib/ with all that it imports; gives the folder that holds it. Each once a process. */
export function bundle(entry: string): string {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const source = [".ts", ".js"].map((ending) => join(__dirname, "..", "..", `${entry}${ending}`)).find(existsSync);
  if (source === undefined) throw new Error(`there is no program lib/${entry}`);
  const folder = mkdtempSync(join(tmpdir(), "signalbox-function-"));
  buildSync({
    entryPoints: [source],
    outfile: join(folder, "index.js"),
    bundle: true,
    platform: "node",
    target: `node${runtime.node}`,
    // Lambda's Node has the SDK's clients of its own, but not every helper package that a program may need
    // (github.com/aws/aws-sdk-js-v3/issues/4401: a function that left out @aws-sdk/util-utf8 did not load).
    external: ["@aws-sdk/client-*"],
    legalComments: "none",
    logLevel: "error",
  });
  // cdktf copies the folder while the program synthesizes; nothing needs it after the program.
  if (bundles.size === 0) process.once("exit", removeBundles);
  bundles.set(entry, folder);
  return folder;
}
