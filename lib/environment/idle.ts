import type { DataPath, Issues } from "../core/issues";
import { valueAt } from "../core/walk";
import { bucketsOf } from "./backup";
import type { CopiesPlan } from "./copies";
import { kinds } from "./kinds";
import type { EnvironmentSpec } from "./spec";

/**
 * What the file says and nothing would come of.
 *
 * @param data as it was written: once it is read, what was left out is there too
 */
export function checkIdle(data: unknown, spec: EnvironmentSpec, issues: Issues): void {
  const retention = ["backup", "exportRetention"];
  if (spec.backup.exports === "never" && valueAt(data, retention) !== undefined)
    issues.add(kinds.NothingToKeep, retention, "exports is never, so there are no exports to keep");
  for (const [name, system] of Object.entries(spec.systems))
    for (const path of emptyOf(system))
      issues.add(
        kinds.SaysNothing,
        ["systems", name, ...path],
        `${path.at(-1)} is empty, so that it does nothing; say what is meant, or take it out`,
      );
  if (!spec.protection.deletion) checkLocks(spec, issues);
}

/** Whoever writes one of these wants something of the system; a list of things by name, `alarms` say, may be empty. */
function emptyOf(system: unknown): DataPath[] {
  const channels = valueAt(system, ["channels"]);
  const objectives = isMapping(channels) ? Object.keys(channels).map((name) => ["channels", name, "objectives"]) : [];
  const said = [["backup"], ["maintenance"], ["objectives"], ...objectives].filter((path) => {
    const value = valueAt(system, path);
    return isMapping(value) && Object.keys(value).length === 0;
  });
  return isHollow(valueAt(system, ["autoscaling"])) ? [...said, ["autoscaling"]] : said;
}

/** A mapping of nothing but such mappings: `{ consumers: {} }`. */
const isHollow = (value: unknown): boolean => isMapping(value) && Object.values(value).every(isHollow);

const isMapping = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Buckets are locked only where deletion protection is on; compliance promises that nobody may lift it. */
function checkLocks({ systems, logging }: EnvironmentSpec, issues: Issues): void {
  const archives = Object.entries(systems).map(([name, system]) => {
    const path = ["backup", "archive", "lock", "mode"];
    return { at: ["systems", name, ...path], mode: valueAt(system, path) };
  });
  const sinks = Object.entries(logging.sinks).map(([name, { s3 }]) => ({
    at: ["logging", "sinks", name, "s3", "objectLock", "mode"],
    mode: s3?.objectLock?.mode,
  }));
  for (const { at, mode } of [...archives, ...sinks])
    if (mode === "compliance")
      issues.add(
        kinds.LockUnprotected,
        at,
        "mode is compliance, and no bucket is locked: protection.deletion is false",
      );
}

/** A second region without anything that goes there. */
export function checkCopied(copies: CopiesPlan | undefined, issues: Issues): void {
  if (copies !== undefined && bucketsOf(copies.stores).length === 0)
    issues.add(
      kinds.NothingToCopy,
      ["backup", "copyTo"],
      `nothing goes to ${copies.place.region}: exports is never, and no system has backup: { archive: … }`,
    );
}
