import type { DataPath, Issues } from "../core/issues";
import type { FunctionPlan } from "./function";
import { kinds } from "./kinds";

/** All variables of a function together, in bytes; 4 KB (Lambda quotas, 2026-11). */
const variableBytes = 4_096;
/** For each variable that AWS assigns later: an ARN, an address, a list of three brokers. */
const lateBytes = 400;

/** Refuses functions that Lambda would refuse when they are made. */
export function checkFunctions(functions: readonly FunctionPlan[], path: DataPath, issues: Issues): void {
  for (const { id, variables, lateVariables } of functions) {
    const bytes = Buffer.byteLength(JSON.stringify(variables)) + lateBytes * lateVariables.length;
    if (bytes > variableBytes)
      issues.add(
        kinds.FunctionVariables,
        path,
        `the function '${id}' would get variables of ${bytes} bytes; Lambda takes ${variableBytes}`,
      );
  }
}
