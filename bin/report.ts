import pc from "picocolors";
import { inOrder, issueText } from "../lib/config";
import type { LoadedEnvironment } from "./environment-file";

/** Exit codes of every command. */
export const exitCode = { fine: 0, findings: 1, broken: 2, world: 3 } as const;

/** What is wrong with the input has been said, and nothing may be built from it. */
export class BrokenInput extends Error {}

/** The world failed, and the message says what of it and what to do: nothing is wrong with the input or the program. */
export class WorldFailed extends Error {}

/**
 * Prints every issue, one a line.
 *
 * @throws BrokenInput when there is one
 */
export function refuseBroken(loaded: readonly LoadedEnvironment[]): void {
  const issues = inOrder(loaded.flatMap((environment) => environment.issues));
  if (issues.length === 0) return;
  for (const issue of issues) console.error(issueText(issue));
  console.error(
    pc.bold(
      `${issues.length} ${issues.length === 1 ? "issue" : "issues"}; signalbox explain CODE says more about each`,
    ),
  );
  throw new BrokenInput();
}

/** Runs a program to its exit code. The process ends by itself, when all that it printed has been taken. */
export async function finish(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    if (error instanceof WorldFailed) console.error(error.message);
    else if (!(error instanceof BrokenInput)) throw error;
    process.exitCode = error instanceof WorldFailed ? exitCode.world : exitCode.broken;
  }
}
