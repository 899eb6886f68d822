import type { DataPath, Issue, Issues } from "../core/issues";
import { suggestion } from "../core/read";
import { between } from "./clock";
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
  /** The same times by UTC, `2026-12-17T23:00:00.000Z`: from the first on, and before the second. */
  readonly begins: string;
  readonly ends: string;
}

/** Plans the freezes of an environment. Those that are over may stay in the file, and freezes may overlap. */
export function planFreezes(
  { freezes }: MaintenanceSpec,
  systems: readonly string[],
  path: DataPath,
  issues: Issues,
): FreezePlan[] {
  return Object.entries(freezes).map(([name, { systems: only, ...freeze }]) => {
    const at = [...path, "freezes", name];
    const { begins, ends } = between(freeze.from, freeze.until, freeze.timeZone);
    if (ends <= begins)
      issues.add(kinds.FreezeEmpty, [...at, "until"], `until ${freeze.until} is not after from ${freeze.from}`);
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
      begins: new Date(begins).toISOString(),
      ends: new Date(ends).toISOString(),
    };
  });
}

/**
 * The freezes that hold at a moment.
 *
 * @param system only those that hold for it; all of them when left out
 */
export function freezesAt(freezes: readonly FreezePlan[], now: Date, system?: string): FreezePlan[] {
  const moment = now.toISOString();
  return freezes.filter(
    ({ begins, ends, systems }) =>
      begins <= moment && moment < ends && (system === undefined || (systems?.includes(system) ?? true)),
  );
}

/** What a check says of a freeze that holds. */
export function frozen(freeze: FreezePlan): Issue {
  const message = `${freezeText(freeze)}: ${freeze.reason}. To deploy all the same, ask ${freeze.owner}, and say why: signalbox check FILE --override-freeze "…"`;
  return { kind: kinds.Frozen, path: freeze.path, message };
}

/** `the freeze "year-end" of shop-platform holds from … until … (Europe/Berlin) for orders` */
export function freezeText({ name, owner, from, until, timeZone, systems }: FreezePlan): string {
  const where = systems === undefined ? "the whole environment" : systems.join(", ");
  return `the freeze "${name}" of ${owner} holds from ${from} until ${until} (${timeZone}) for ${where}`;
}
