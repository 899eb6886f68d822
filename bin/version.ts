import { readFileSync } from "node:fs";

/** The package's version, from its own package.json, wherever this file was built to. */
export function version(): string {
  const text = readFileSync(require.resolve("signalbox/package.json"), "utf8");
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? "unknown";
}
