import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { loadLayers, locateAll, type LocatedIssue } from "../lib/config";
import { Issues, type Issue } from "../lib/core/issues";
import { specKinds } from "../lib/core/spec";
import { kinds } from "../lib/environment/kinds";
import { inventorySpec, type Inventory } from "../lib/environment/inventory";
import { planEnvironment, type EnvironmentPlan } from "../lib/environment/plan";
import { accessWarnings } from "../lib/environment/access-warnings";
import { readText } from "./read-text";

const folder = "stacks/environments";

/** One environment file, read and planned, with every problem at its place. */
export interface LoadedEnvironment {
  readonly file: string;
  readonly plan: EnvironmentPlan | undefined;
  readonly issues: readonly LocatedIssue[];
  /** What is allowed, and most likely a mistake. */
  readonly warnings: readonly string[];
  /** Puts further issues of the file at their places. */
  readonly locate: (issues: readonly Issue[]) => LocatedIssue[];
}

/** The files that paths or names such as `prod` name, each once. */
export function environmentFiles(entries: readonly string[]): string[] {
  const files = new Map(entries.map(onlyFile).map((file) => [resolve(file), file]));
  return [...files.values()];
}

/** All files of stacks/environments that have `environment:`; the others are layers for `extends:`. */
export function allEnvironmentFiles(): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(folder, file))
    .filter(isEnvironment)
    .sort();
}

/** A file that cannot be read counts, so that it is reported. */
export function isEnvironment(file: string): boolean {
  const text = readText(file);
  return typeof text !== "string" || /^environment:/m.test(text);
}

/** The file that a path or a name such as `prod` stands for. */
export function onlyFile(entry: string): string {
  const byName = join(folder, `${entry}.yaml`);
  return !existsSync(entry) && existsSync(byName) ? byName : entry;
}

/** Reads a file with its layers and its inventory, and plans it. */
export function loadEnvironment(file: string): LoadedEnvironment {
  const loaded = loadLayers(relative(process.cwd(), file) || file, readText);
  const locate = (found: readonly Issue[]) => locateAll(found, loaded);
  if (loaded.data === undefined) return { file, plan: undefined, issues: loaded.issues, warnings: [], locate };
  const issues = new Issues();
  const committed = readInventory(file);
  // A list that cannot be read is reported itself, and nothing is held against it.
  const inventory = "message" in committed ? "unreadable" : committed.inventory;
  const plan = planEnvironment(loaded.data, { inventory, today: new Date().toISOString().slice(0, 10) }, issues);
  const broken = "message" in committed ? [committed] : [];
  // Of what an unread layer may hold, nothing is reported as missing or unknown.
  const found = loaded.complete ? issues.all : issues.all.filter(isOfTheValue);
  return {
    file,
    plan,
    issues: [...loaded.issues, ...broken, ...locate(found)],
    warnings: accessWarnings(loaded),
    locate,
  };
}

const valueKinds: ReadonlySet<unknown> = new Set(Object.values(specKinds));
const isOfTheValue = ({ kind }: Issue): boolean => valueKinds.has(kind) && kind !== specKinds.MissingKey;

/** `stacks/environments/prod.yaml` → `stacks/environments/prod.inventory.json` */
export function inventoryFile(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.ya?ml$/, "")}.inventory.json`);
}

function readInventory(file: string): { readonly inventory: Inventory | undefined } | LocatedIssue {
  const path = inventoryFile(file);
  const text = readText(path);
  if (text === undefined) return { inventory: undefined };
  if (typeof text !== "string") return { ...text, file: path, line: 1, column: 1 };
  const broken = (message: string) => ({ kind: kinds.BadInventory, file: path, line: 1, column: 1, message });
  try {
    const read = inventorySpec.safeParse(JSON.parse(text));
    return read.success ? { inventory: read.data } : broken("it is not a list of stateful things");
  } catch (error) {
    return broken(`it is not JSON: ${error instanceof Error ? error.message : ""}`);
  }
}
