import { writeFileSync } from "node:fs";
import { inOrder, issueText } from "../../lib/config";
import { kinds } from "../../lib/environment/kinds";
import { environmentFiles, inventoryFile, loadEnvironment } from "../environment-file";
import { exitCode } from "../report";

interface CheckOptions {
  readonly format: string;
  readonly writeInventory: boolean;
}

/** `signalbox check`: every problem of every file, at its place. */
export function check(files: readonly string[], options: CheckOptions): number {
  if (options.writeInventory) writeInventories(files);
  const loaded = environmentFiles(files.join(",")).map(loadEnvironment);
  const issues = inOrder(loaded.flatMap((environment) => environment.issues));
  if (options.format === "json") {
    const rows = issues.map(({ kind, file, line, column, message }) => ({
      code: kind.code,
      file,
      line,
      column,
      message,
      remedy: kind.remedy,
    }));
    console.log(JSON.stringify({ issues: rows }, null, 2));
  } else {
    for (const issue of issues) console.log(issueText(issue));
    for (const { file, plan, issues: own } of loaded) {
      for (const { id, until, reason } of plan?.retired ?? [])
        console.log(`${file}: ${id} may be removed until ${until} (${reason})`);
      if (own.length === 0) console.log(`${file}: fine, ${plan?.systems.length ?? 0} systems`);
    }
  }
  return issues.length === 0 ? exitCode.fine : exitCode.broken;
}

/** What is new is added, and what was retired and is over goes. Nothing else is forgotten. */
function writeInventories(files: readonly string[]): void {
  for (const { file, plan, issues } of environmentFiles(files.join(",")).map(loadEnvironment)) {
    const broken = issues.some(({ kind }) => !Object.values<unknown>(kinds).includes(kind));
    if (plan !== undefined && !broken)
      writeFileSync(inventoryFile(file), `${JSON.stringify(plan.inventory, null, 2)}\n`);
  }
}
