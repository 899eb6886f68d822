import { writeFileSync } from "node:fs";
import { inOrder, issueText } from "../../lib/config";
import { kinds } from "../../lib/environment/kinds";
import { endingSoon } from "../../lib/maintenance/plan";
import { untold } from "../../lib/monitoring/routes";
import { environmentFiles, inventoryFile, loadEnvironment, type LoadedEnvironment } from "../environment-file";
import { loadEnvironments } from "../shared-state";
import { askFreezes, overriddenRow, overriddenText, type Gate } from "../gate";
import { exitCode } from "../report";

interface CheckOptions {
  readonly format: string;
  readonly writeInventory: boolean;
  /** Why something is done inside a freeze. */
  readonly overrideFreeze?: string | undefined;
}

/** `signalbox check`: every problem of every file, at its place; and whether anything may be deployed now. */
export function check(files: readonly string[], options: CheckOptions, now = new Date()): number {
  if (options.writeInventory) writeInventories(files);
  const loaded = loadEnvironments(environmentFiles(files));
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
  const warnings = loaded.flatMap(({ file, ...one }) => warningsOf(one, today).map((message) => ({ file, message })));
  const notes = loaded.flatMap(({ file, plan }) =>
    (plan?.maintenance.notes ?? []).map((message) => ({ file, message })),
  );
  return { issues, overridden: gate.overridden.map(overriddenRow), warnings, notes };
}

function print(loaded: readonly LoadedEnvironment[], gate: Gate, today: string): void {
  for (const issue of allIssues(loaded, gate)) console.log(issueText(issue));
  for (const overridden of gate.overridden) console.log(overriddenText(overridden));
  for (const { file, plan, warnings, issues: own } of loaded) {
    for (const { id, until, reason } of plan?.retired ?? [])
      console.log(`${file}: ${id} may be removed until ${until} (${reason})`);
    if (own.length > 0) continue;
    for (const warning of warningsOf({ plan, warnings }, today)) console.log(`${file}: warning: ${warning}`);
    for (const note of plan?.maintenance.notes ?? []) console.log(`${file}: note: ${note}`);
    if (gate.issues.length === 0) console.log(`${file}: fine, ${plan?.systems.length ?? 0} systems`);
  }
}

const warningsOf = ({ plan, warnings }: Pick<LoadedEnvironment, "plan" | "warnings">, today: string): string[] =>
  plan === undefined
    ? []
    : [...warnings, ...untold(plan.foundation.alerts), ...endingSoon(plan.maintenance.endings, today)];

const allIssues = (loaded: readonly LoadedEnvironment[], gate: Gate) =>
  inOrder([...loaded.flatMap(({ issues }) => issues), ...gate.issues]);

/** What is new is added, and what was retired and is over goes. Nothing else is forgotten. */
function writeInventories(files: readonly string[]): void {
  for (const { file, plan, issues } of environmentFiles(files).map(loadEnvironment)) {
    const broken = issues.some(({ kind }) => !Object.values<unknown>(kinds).includes(kind));
    if (plan !== undefined && !broken)
      writeFileSync(inventoryFile(file), `${JSON.stringify(plan.inventory, null, 2)}\n`);
  }
}
