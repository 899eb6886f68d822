import type * as z from "zod";
import type { Existing, Pattern } from "../../core/engine";
import { Issues } from "../../core/issues";
import type { Ownership, Place } from "../../core/place";
import { snsSqs } from "./engine";
import type { SnsSqsPlan } from "./plan";
import type { queueChannels, systemOptions, topicChannels } from "./spec";

export { snsSqs } from "./engine";
export type { SnsSqsPlan } from "./plan";

interface Common extends Ownership {
  /** What stands under the engine's own key. */
  readonly options?: z.input<typeof systemOptions>;
  /** Whether Terraform refuses to destroy what holds messages; it does when left out. */
  readonly protect?: boolean;
  /** Plans a system that stands already, and builds nothing of it. */
  readonly existing?: Existing;
}

/** A system in TypeScript: the same words as in the environment file. `pub-sub` when no pattern is named. */
export type SnsSqsSpec = Common &
  (
    | { readonly pattern?: "pub-sub"; readonly channels: z.input<typeof topicChannels> }
    | { readonly pattern: "work-queue"; readonly channels: z.input<typeof queueChannels> }
  );

/**
 * Plans a system on SNS and SQS: every name, default, limit and policy, as plain data.
 *
 * @throws PlanError that lists every problem with its code and data path
 */
export function planSnsSqs(place: Place, name: string, spec: SnsSqsSpec): SnsSqsPlan {
  const issues = new Issues();
  const pattern: Pattern = spec.pattern ?? "pub-sub";
  const { channels, options, existing, protect = true, ...ownership } = spec;
  const input = { name, path: [name], pattern, channels, options, ownership, protect, ...(existing && { existing }) };
  const plan = snsSqs.open(input, place, issues)?.plan({ statements: {}, permissions: [] });
  issues.throwIfAny(`system '${name}'`);
  if (plan === undefined) throw new Error(`system '${name}' was refused without an issue`);
  return plan;
}
