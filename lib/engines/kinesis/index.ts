import type * as z from "zod";
import type { Existing } from "../../core/engine";
import { Issues } from "../../core/issues";
import type { Ownership, Place } from "../../core/place";
import { kinesis } from "./engine";
import type { KinesisPlan } from "./plan";
import type { streamChannels, systemOptions } from "./spec";

export { kinesis } from "./engine";
export type { KinesisPlan } from "./plan";

/** A system in TypeScript: the same words as in the environment file. */
export interface KinesisSpec extends Ownership {
  readonly channels: z.input<typeof streamChannels>;
  /** What stands under the engine's own key. */
  readonly options?: z.input<typeof systemOptions>;
  /** Whether Terraform refuses to destroy what holds messages; it does when left out. */
  readonly protect?: boolean;
  /** Plans a system that stands already, and builds nothing of it. */
  readonly existing?: Existing;
}

/**
 * Plans a system on Kinesis Data Streams: every name, default and limit, as plain data.
 *
 * @throws PlanError that lists every problem with its code and data path
 */
export function planKinesis(place: Place, name: string, spec: KinesisSpec): KinesisPlan {
  const issues = new Issues();
  const { channels, options, existing, protect = true, ...ownership } = spec;
  const input = { name, path: [name], pattern: "event-stream" as const, channels, options, ownership, protect };
  const opened = kinesis.open({ ...input, ...(existing && { existing }) }, place, issues);
  const plan = opened?.plan({ statements: {}, permissions: [] });
  issues.throwIfAny(`system '${name}'`);
  if (plan === undefined) throw new Error(`system '${name}' was refused without an issue`);
  return plan;
}
