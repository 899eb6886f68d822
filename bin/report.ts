import pc from "picocolors";
import { inOrder, issueText } from "../lib/config";
import type { LoadedEnvironment } from "./environment-file";

/** Exit codes of every command. */
export const exitCode = { fine: 0, findings: 1, broken: 2, world: 3 } as const;

/** Prints every issue, one a line; ends the process when there is one, because nothing may be built from broken input. */
export function reportAndExit(loaded: readonly LoadedEnvironment[]): void {
  const issues = inOrder(loaded.flatMap((environment) => environment.issues));
  if (issues.length === 0) return;
  for (const issue of issues) console.error(issueText(issue));
  console.error(
    pc.bold(
      `${issues.length} ${issues.length === 1 ? "issue" : "issues"}; signalbox explain CODE says more about each`,
    ),
  );
  process.exit(exitCode.broken);
}
