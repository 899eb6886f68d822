import { between, minuteOfWeek, minuteShown } from "../core/clock";
import type { DataPath, Issue, Issues } from "../core/issues";
import { suggestion } from "../core/read";
import { kinds } from "./kinds";
import type { MaintenanceSpec } from "./spec";

/** A time in which nothing is deployed. */
export interface FreezePlan {
  readonly name: string;
  readonly path: DataPath;
  /** As the file says it. */
  readonly from: string;
  readonly until: string;
  readonly timeZone: string;
  readonly owner: string;
  readonly reason: string;
  /** The systems that it holds for; all when left out. */
  readonly systems?: readonly string[];
  /** The same times: from the first on, and before the second. */
  readonly holds: Held;
}

/** Once, by UTC, `2026-12-17T23:00:00.000Z`; or each week, in minutes after Monday's midnight as clocks show them. */
export type Held =
  | { readonly kind: "once"; readonly begins: string; readonly ends: string }
  | { readonly kind: "weekly"; readonly begins: number; readonly ends: number };

/** Plans the freezes of an environment. Those that are over may stay in the file, and freezes may overlap. */
export function planFreezes(
  { freezes }: MaintenanceSpec,
  systems: readonly string[],
  path: DataPath,
  issues: Issues,
): FreezePlan[] {
  return Object.entries(freezes).map(([name, { systems: only, ...freeze }]) => {
    const at = [...path, "freezes", name];
    const holds = heldOf(freeze, at, issues);
    for (const [index, system] of (only ?? []).entries())
      if (!systems.includes(system))
        issues.add(
          kinds.FreezeUnknownSystem,
          [...at, "systems", index],
          `there is no system "${system}"${suggestion(system, systems)}; there are: ${systems.join(", ")}`,
        );
    return {
      name,
      path: at,
      ...freeze,
      ...(only && { systems: only }),
      holds,
    };
  });
}

function heldOf(
  { from, until, timeZone }: Pick<FreezePlan, "from" | "until" | "timeZone">,
  at: DataPath,
  issues: Issues,
): Held {
  const [first, last] = [minuteOfWeek(from), minuteOfWeek(until)];
  const empty = () => issues.add(kinds.FreezeEmpty, [...at, "until"], `until ${until} is not after from ${from}`);
  if (first !== undefined && last !== undefined) {
    if (first === last) empty();
    return { kind: "weekly", begins: first, ends: last };
  }
  if (first !== undefined || last !== undefined) {
    issues.add(kinds.FreezeMixed, [...at, "until"], `from is ${from}, but until is ${until}`);
    return { kind: "weekly", begins: 0, ends: 0 };
  }
  const { begins, ends } = between(from, until, timeZone);
  if (ends <= begins) empty();
  return { kind: "once", begins: new Date(begins).toISOString(), ends: new Date(ends).toISOString() };
}

/**
 * The freezes that hold at a moment.
 *
 * @param system only those that hold for it; all of them when left out
 */
export function freezesAt(freezes: readonly FreezePlan[], now: Date, system?: string): FreezePlan[] {
  return freezes.filter(
    (freeze) => isHeld(freeze, now) && (system === undefined || (freeze.systems?.includes(system) ?? true)),
  );
}

/** One of each week may go over its end: from Friday until Monday. */
function isHeld({ holds, timeZone }: FreezePlan, now: Date): boolean {
  const { kind, begins, ends } = holds;
  if (kind === "once") return begins <= now.toISOString() && now.toISOString() < ends;
  const minute = minuteShown(now.getTime(), timeZone);
  return begins < ends ? begins <= minute && minute < ends : begins !== ends && (begins <= minute || minute < ends);
}

/** What a check says of a freeze that holds. */
export function frozen(freeze: FreezePlan): Issue {
  const message = `${freezeText(freeze)}: ${freeze.reason}. To deploy all the same, ask ${freeze.owner}, and say why: signalbox check FILE --override-freeze "…"`;
  return { kind: kinds.Frozen, path: freeze.path, message };
}

/** `the freeze "year-end" of shop-platform holds from … until … (Europe/Berlin) for orders` */
export function freezeText({ name, owner, from, until, timeZone, systems, holds }: FreezePlan): string {
  const where = systems === undefined ? "the whole environment" : systems.join(", ");
  return `the freeze "${name}" of ${owner} holds ${holds.kind === "weekly" ? "each week " : ""}from ${from} until ${until} (${timeZone}) for ${where}`;
}
