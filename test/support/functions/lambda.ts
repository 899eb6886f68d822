import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";
import { bundle } from "../../../lib/functions/aws/bundle";

const answerSpec = z.union([
  z.strictObject({ result: z.unknown() }),
  z.strictObject({ errorType: z.string(), errorMessage: z.string() }),
]);
type LambdaAnswer = z.output<typeof answerSpec>;

/** The error that a function answered with. */
export function refusal(answer: LambdaAnswer): { readonly errorType: string; readonly errorMessage: string } {
  if ("result" in answer) throw new Error(`it went well: ${JSON.stringify(answer.result)}`);
  return answer;
}

/**
 * Calls a program below lib/ as Lambda would call it: bundled, in a process of its own, with no environment variables
 * but these, and with no packages but the SDK's clients.
 *
 * @throws Error when it does not load
 */
export async function callFunction(
  entry: string,
  event: unknown,
  variables: Readonly<Record<string, string>>,
): Promise<LambdaAnswer> {
  const runtime = mkdtempSync(join(tmpdir(), "signalbox-lambda-"));
  const scope = join(runtime, "@aws-sdk");
  mkdirSync(scope);
  const installed = resolve("node_modules", "@aws-sdk");
  for (const name of readdirSync(installed).filter((one) => one.startsWith("client-")))
    symlinkSync(join(installed, name), join(scope, name));
  try {
    const child = spawn(process.execPath, [join(__dirname, "call.cjs"), bundle(entry)], {
      env: { NODE_PATH: runtime, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", ...variables },
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.stdin.end(JSON.stringify(event));
    const code = await new Promise((done) => child.on("close", done));
    if (code !== 0) throw new Error(`the function did not load:\n${errors}`);
    return answerSpec.parse(JSON.parse(output));
  } finally {
    rmSync(runtime, { recursive: true, force: true });
  }
}
