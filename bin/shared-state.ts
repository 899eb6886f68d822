import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { loadLayers } from "../lib/config";
import type { Issue, IssueKind } from "../lib/core/issues";
import { valueAt } from "../lib/core/walk";
import { kinds } from "../lib/environment/kinds";
import { isEnvironment, loadEnvironment, type LoadedEnvironment } from "./environment-file";
import { readText } from "./read-text";

/** What a file says of where it is deployed and where its state is. */
interface Home {
  readonly file: string;
  readonly environment: unknown;
  readonly bucket: unknown;
  readonly target: string;
}

/**
 * Loads files for one command, and reports those whose states are one: state keys begin with the environment's name, so
 * that two files of one name and bucket overwrite each other's resources. The files of the same folder are looked at too.
 *
 * @param synthesized whether the stacks of all files are written into one folder; their names must differ then
 */
export function loadEnvironments(files: readonly string[], synthesized = false): LoadedEnvironment[] {
  const given = files.map(homeOf);
  return files.map((file, index) => {
    const loaded = loadEnvironment(file);
    const own = given[index];
    if (own === undefined || typeof own.environment !== "string") return loaded;
    const others = given.filter(({ environment }, at) => at !== index && environment === own.environment);
    const shared = [...others, ...siblingsOf(file)].find(
      (other) => other.environment === own.environment && other.bucket === own.bucket && other.target !== own.target,
    );
    const [same] = synthesized ? others : [];
    return { ...loaded, issues: [...loaded.issues, ...loaded.locate(issuesOf(own, shared, same))] };
  });
}

function issuesOf({ environment, bucket, target }: Home, shared: Home | undefined, same: Home | undefined): Issue[] {
  const issue = (kind: IssueKind, message: string): Issue => ({ kind, path: ["environment"], message });
  if (shared !== undefined)
    return [
      issue(
        kinds.StateShared,
        `environment is "${String(environment)}" with state in ${String(bucket)}, as in ${shared.file}, which is for ${shared.target}; this file is for ${target}. Give each its own environment or bucket`,
      ),
    ];
  if (same === undefined) return [];
  return [
    issue(
      kinds.StackNameShared,
      `environment is "${String(environment)}", as in ${same.file}; stack names must be unique. Run the command for each file alone, or rename one environment`,
    ),
  ];
}

function siblingsOf(file: string): Home[] {
  const folder = dirname(file);
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name))
    .filter((path) => resolve(path) !== resolve(file) && isEnvironment(path))
    .map(homeOf);
}

const homes = new Map<string, Home>();

function homeOf(file: string): Home {
  const known = homes.get(resolve(file));
  if (known !== undefined) return known;
  const { data } = loadLayers(file, readText);
  const aws = (key: string) => String(valueAt(data, ["aws", key]));
  const home = {
    file,
    environment: valueAt(data, ["environment"]),
    bucket: valueAt(data, ["state", "s3", "bucket"]),
    target: `account ${aws("account")} in ${aws("region")}`,
  };
  homes.set(resolve(file), home);
  return home;
}
