import type { SupportEnd } from "../core/facts";
import type { FunctionPlan } from "./function";

/** What functions run on. (AWS Lambda developer guide, lambda-runtimes: supported until then, 2026-11.) */
export const runtime = { node: 22, until: "2027-04-30" } as const;

/** The end of support of what functions run on; nothing where there are none. */
export function runtimeEnds(functions: readonly FunctionPlan[]): SupportEnd[] {
  if (functions.length === 0) return [];
  const source = "AWS Lambda developer guide, lambda-runtimes, 2026-11";
  return [{ what: "Node.js on Lambda", version: String(runtime.node), until: runtime.until, source }];
}
