import { writeFileSync } from "node:fs";
import { inOrder, issueText } from "../../lib/config";
import { isWritable } from "../../lib/environment/inventory";
import { endingSoon } from "../../lib/maintenance/plan";
import { untold } from "../../lib/monitoring/routes";
import { environmentFiles, inventoryFile, loadEnvironment, type LoadedEnvironment } from "../environment-file";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { askFreezes, overriddenRow, overriddenText, type Gate } from "../gate";
import { exitCode } from "../report";

interface CheckOptions {
  readonly format: string;
  readonly writeInventory: boolean;
  /** Whether the files were deployed as they are; the written inventory then leaves out what is retired. */
  readonly deployed?: boolean;
  /** Why something is done inside a freeze. */
  readonly overrideFreeze?: string | undefined;
}

/** `signalbox check`: every problem of every file, at its place; and whether anything may be deployed now. */
export function check(files: readonly string[], options: CheckOptions, now = new Date()): number {
  const named = environmentFiles(files.join(","));
  const deployed = options.deployed ?? false;
  const loaded = named.map((file) => (options.writeInventory ? writeInventory(file, deployed) : loadEnvironment(file)));
  const gate = askFreezes(loaded, options.overrideFreeze, now);
  const today = now.toISOString().slice(0, 10);
  if (options.format === "json") console.log(JSON.stringify(asJson(loaded, gate, today), null, 2));
  else print(loaded, gate, today);
  if (loaded.some(({ issues }) => issues.length > 0)) return exitCode.broken;
  return gate.issues.length === 0 ? exitCode.fine : exitCode.findings;
}

function asJson(loaded: readonly LoadedEnvironment[], gate: Gate, today: string): object {
  const issues = allIssues(loaded, gate).map(({ kind, file, line, column, message }) => ({
    code: kind.code,
    file,
    line,
    column,
    message,
    remedy: kind.remedy,
  }));
  const warnings = loaded.flatMap(({ file, plan }) => warningsOf(plan, today).map((message) => ({ file, message })));
  const notes = loaded.flatMap(({ file, plan }) =>
    (plan?.maintenance.notes ?? []).map((message) => ({ file, message })),
  );
  return { issues, overridden: gate.overridden.map(overriddenRow), warnings, notes };
}

function print(loaded: readonly LoadedEnvironment[], gate: Gate, today: string): void {
  for (const issue of allIssues(loaded, gate)) console.log(issueText(issue));
  for (const overridden of gate.overridden) console.log(overriddenText(overridden));
  for (const { file, plan, issues: own } of loaded) {
    for (const { id, until, reason } of plan?.notes.retired ?? [])
      console.log(`${file}: ${id} may be removed until ${until} (${reason})`);
    for (const { path, owner, until, reason } of plan?.notes.accepted ?? [])
      console.log(`${file}: ${path} may delete or replace until ${until} (${reason}; ${owner})`);
    if (own.length > 0) continue;
    for (const warning of warningsOf(plan, today)) console.log(`${file}: warning: ${warning}`);
    for (const note of plan?.maintenance.notes ?? []) console.log(`${file}: note: ${note}`);
    if (gate.issues.length === 0) console.log(`${file}: fine, ${plan?.systems.length ?? 0} systems`);
  }
}

const warningsOf = (plan: LoadedEnvironment["plan"], today: string): string[] =>
  plan === undefined
    ? []
    : [...plan.notes.warnings, ...untold(plan.foundation.alerts), ...endingSoon(plan.maintenance.endings, today)];

const allIssues = (loaded: readonly LoadedEnvironment[], gate: Gate) =>
  inOrder([...loaded.flatMap(({ issues }) => issues), ...gate.issues]);

/**
 * Writes the inventory anew, unless anything but the inventory itself is wrong with the file.
 *
 * @param deployed whether the file was deployed as it is
 */
function writeInventory(file: string, deployed: boolean): LoadedEnvironment {
  const before = loadEnvironment(file);
  const { plan } = before;
  if (plan === undefined || !isWritable(before.issues)) return before;
  const next = deployed ? plan.deployedInventory : plan.inventory;
  writeFileSync(inventoryFile(file), `${JSON.stringify(next, null, 2)}\n`);
  // Entries that have done their work are errors from the next check on; this one asks to take them out.
  return deployed
    ? { ...before, plan: { ...plan, notes: { ...plan.notes, warnings: doneEntries(plan) } }, issues: [] }
    : loadEnvironment(file);
}

const doneEntries = ({ notes: { retired, accepted } }: EnvironmentPlan): string[] =>
  [...retired.map(({ id }) => ["retired", id]), ...accepted.map(({ path }) => ["accepted", path])].map(
    ([key = "", name = ""]) => `the inventory has followed the deploy; take ${JSON.stringify(name)} out of ${key}:`,
  );
