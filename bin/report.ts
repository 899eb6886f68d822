import pc from "picocolors";
import { inOrder, issueText, kinds } from "../lib/config";
import type { LoadedEnvironment } from "./environment-file";
import { systemCode } from "./read-text";

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

/** A path that the operating system refuses to read or write: it was named by the user, or lies in a folder that was. */
function refusedPath(error: unknown) {
  const code = systemCode(error);
  if (code === undefined || typeof error !== "object" || error === null || !("path" in error)) return undefined;
  const file = typeof error.path === "string" ? error.path : "";
  return {
    kind: kinds.FileUnreadable,
    file,
    message: `"${file}" cannot be read or written: ${code}. Correct the path`,
  };
}

/** The reader of a pipe may stop early, as `head` does: then nothing more is printed. */
export function endWithTheReader(stream: NodeJS.WriteStream): void {
  stream.on("error", (error) => {
    if (systemCode(error) !== "EPIPE") throw error;
    process.exit();
  });
}

/** Runs a program to its exit code. The process ends by itself, when all that it printed has been taken. */
export async function finish(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const refused = refusedPath(error);
    if (error instanceof WorldFailed) console.error(error.message);
    else if (refused !== undefined) console.error(issueText({ ...refused, line: 1, column: 1 }));
    else if (!(error instanceof BrokenInput)) throw error;
    process.exitCode = error instanceof WorldFailed ? exitCode.world : exitCode.broken;
  }
}
