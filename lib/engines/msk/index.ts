import type * as z from "zod";
import type { Existing, Needs, NetworkFacts } from "../../core/engine";
import type { ResourceStatements } from "../../core/facts";
import type { Grant } from "../../core/grants";
import { Issues } from "../../core/issues";
import type { Ownership, Place } from "../../core/place";
import { msk } from "./engine";
import type { MskPlan } from "./plan";
import type { streamChannels, systemOptions } from "./spec";

export { propertiesText, type ClientSettings } from "./client-settings";
export { msk } from "./engine";
export type { MskPlan } from "./plan";

/** A system in TypeScript: the same words as in the environment file. */
export interface MskSpec extends Ownership {
  readonly channels: z.input<typeof streamChannels>;
  /** What stands under the engine's own key. */
  readonly options?: z.input<typeof systemOptions>;
  /** The private network that the brokers live in; needed unless the system exists already. */
  readonly network?: NetworkFacts;
  /** Who may do what: access control entries, users with passwords, settings of clients and alarms on lag follow. */
  readonly grants?: readonly Grant[];
  /** Statements of the cluster's policy by the cluster's ARN, for clients of other accounts. */
  readonly statements?: ResourceStatements;
  /** Whether the disks grow by themselves. */
  readonly needs?: Needs;
  /** Whether Terraform refuses to destroy what holds messages; it does when left out. */
  readonly protect?: boolean;
  /** Plans a system that stands already, and builds nothing of it. */
  readonly existing?: Existing;
  /** The day of the plan, `2026-11-24`; versions whose support has ended are not looked for when left out. */
  readonly today?: string;
  /** Ids of what stands already, `cluster` for one; not looked at when left out. */
  readonly standing?: readonly string[];
}

/**
 * Plans a system on Amazon MSK: every name, default, limit, property and policy, as plain data.
 *
 * @throws PlanError that lists every problem with its code and data path
 */
export function planMsk(place: Place, name: string, spec: MskSpec): MskPlan {
  const issues = new Issues();
  const { channels, options, network, grants = [], statements = {}, needs, protect = true } = spec;
  const { existing, today, standing, ...rest } = spec;
  const { owner, costCentre, dataClass } = rest;
  const ownership = {
    ...(owner === undefined ? {} : { owner }),
    ...(costCentre === undefined ? {} : { costCentre }),
    ...(dataClass === undefined ? {} : { dataClass }),
  };
  const input = {
    name,
    path: [name],
    pattern: "event-stream" as const,
    channels,
    options,
    ownership,
    protect,
    ...(network && { network }),
    ...(needs && { needs }),
    ...(existing && { existing }),
    ...(today !== undefined && { today }),
    ...(standing && { standing }),
  };
  const open = msk.open(input, place, issues);
  const permissions = open === undefined ? [] : grants.flatMap((grant) => open.permit(grant));
  const plan = open?.plan({ statements, permissions });
  issues.throwIfAny(`system '${name}'`);
  if (plan === undefined) throw new Error(`system '${name}' was refused without an issue`);
  return plan;
}
