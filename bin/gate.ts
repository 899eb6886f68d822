import { InvalidArgumentError } from "@commander-js/extra-typings";
import type { LocatedIssue } from "../lib/config";
import { shortestReason } from "../lib/core/spec";
import type { SystemStackPlan } from "../lib/environment/system";
import { freezesAt, freezeText, frozen, type FreezePlan } from "../lib/maintenance/plan";
import type { LoadedEnvironment } from "./environment-file";

/** A freeze that holds, and why something was done all the same. */
interface Overridden {
  readonly file: string;
  readonly freeze: FreezePlan;
  readonly reason: string;
}

/** What the freezes of some environments say at a moment. */
export interface Gate {
  readonly issues: readonly LocatedIssue[];
  readonly overridden: readonly Overridden[];
}

/** Asks the freezes. The clock is looked at here and nowhere else: plans and what is synthesized do not depend on it. */
export function askFreezes(loaded: readonly LoadedEnvironment[], reason: string | undefined, now: Date): Gate {
  const holding = loaded.map(({ plan, ...rest }) => ({
    ...rest,
    freezes: freezesAt(plan?.maintenance.freezes ?? [], now),
  }));
  if (reason === undefined)
    return { issues: holding.flatMap(({ freezes, locate }) => locate(freezes.map(frozen))), overridden: [] };
  const overridden = holding.flatMap(({ file, freezes }) => freezes.map((freeze) => ({ file, freeze, reason })));
  return { issues: [], overridden };
}

/**
 * Asks the freezes of one environment which stacks of its steps may be deployed. A freeze of single systems leaves out
 * theirs alone: each is deployed for itself, and what they share is not of any one.
 */
export function askStacks(
  { file, plan }: LoadedEnvironment,
  steps: readonly (readonly string[])[],
  reason: string | undefined,
  now: Date,
): { readonly open: readonly (readonly string[])[]; readonly said: readonly string[] } {
  const held = freezesAt(plan?.maintenance.freezes ?? [], now).flatMap((freeze) => {
    const stacks = steps.flat().filter((stack) => holdsFor(freeze, stack, plan?.systems ?? []));
    return stacks.length > 0 ? [{ freeze, stacks }] : [];
  });
  if (reason !== undefined)
    return { open: steps, said: held.map(({ freeze }) => overriddenText({ file, freeze, reason })) };
  const frozenStacks = new Set(held.flatMap(({ stacks }) => stacks));
  return {
    open: steps.map((names) => names.filter((name) => !frozenStacks.has(name))),
    said: held.map(
      ({ freeze, stacks }) => `${stacks.join(", ")}: left out, because ${freezeText(freeze)}: ${freeze.reason}`,
    ),
  };
}

const holdsFor = ({ systems: only }: FreezePlan, stack: string, systems: readonly SystemStackPlan[]): boolean =>
  only === undefined || systems.some(({ name, stackName }) => stackName === stack && only.includes(name));

/** `prod.yaml: overridden: the freeze "year-end" of … holds from … until …: the certificate ran out` */
export const overriddenText = ({ file, freeze, reason }: Overridden): string =>
  `${file}: overridden, because ${reason}: ${freezeText(freeze)}`;

export const overriddenRow = ({ file, freeze, reason }: Overridden) => {
  const { name, owner, from, until, timeZone } = freeze;
  return { file, freeze: name, owner, from, until, timeZone, reason };
};

/** @throws InvalidArgumentError for a reason that is too short to say anything */
export function overrideReason(text: string): string {
  const reason = text.trim();
  if (reason.length < shortestReason)
    throw new InvalidArgumentError(
      `Say in at least ${shortestReason} characters why it cannot wait; it is printed for the record.`,
    );
  return reason;
}
