import type * as z from "zod";
import type { Existing, Needs, NetworkFacts } from "../../core/engine";
import type { MaintenanceWindow } from "../../core/facts";
import { Issues } from "../../core/issues";
import type { Ownership, Place } from "../../core/place";
import { mq } from "./engine";
import type { MqPlan } from "./plan";
import type { brokerChannels, systemOptions, topics, workQueues } from "./spec";

export { mq } from "./engine";
export type { MqPlan } from "./plan";

interface Common extends Ownership {
  /** What stands under the engine's own key. */
  readonly options?: z.input<typeof systemOptions>;
  /** Whether Terraform refuses to destroy the broker; it does when left out. */
  readonly protect?: boolean;
  /** Plans a system that stands already, and builds nothing of it. */
  readonly existing?: Existing;
  /** When Amazon MQ may patch the brokers: Sunday 03:00 UTC when left out. */
  readonly window?: MaintenanceWindow;
  /** Where the broker lives; needed unless it exists already. */
  readonly network?: NetworkFacts;
  /** What concerns need of it: queues for an archive. */
  readonly needs?: Needs;
}

/** A system in TypeScript: the same words as in the environment file. */
export type MqSpec = Common &
  (
    | { readonly pattern: "pub-sub"; readonly channels: z.input<typeof topics> }
    | { readonly pattern: "work-queue"; readonly channels: z.input<typeof workQueues> }
    | { readonly pattern: "broker"; readonly channels: z.input<typeof brokerChannels> }
  );

/**
 * Plans a broker on Amazon MQ: every name, default, limit and definition, as plain data. No client is let in.
 *
 * @throws PlanError that lists every problem with its code and data path
 */
export function planMq(place: Place, name: string, spec: MqSpec): MqPlan {
  const issues = new Issues();
  const { pattern, channels, options, existing, network, needs, window, protect = true, ...ownership } = spec;
  const input = {
    name,
    path: [name],
    pattern,
    channels,
    options,
    ownership,
    protect,
    ...(existing && { existing }),
    ...(network && { network }),
    ...((needs || window) && { needs: { ...needs, ...(window && { window }) } }),
  };
  const plan = mq.open(input, place, issues)?.plan({ statements: {}, permissions: [] });
  issues.throwIfAny(`system '${name}'`);
  if (plan === undefined) throw new Error(`system '${name}' was refused without an issue`);
  return plan;
}
