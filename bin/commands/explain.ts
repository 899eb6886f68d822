import { parsePath } from "../path";
import { inOrder, issueText, loadLayers, locate } from "../../lib/config";
import { pathText, type DataPath } from "../../lib/core/issues";
import { suggestion } from "../../lib/core/read";
import { valueAt } from "../../lib/core/walk";
import { issueCatalogue } from "../../lib/environment/catalogue";
import { originOf } from "../../lib/environment/origin";
import { loadEnvironment, onlyFile } from "../environment-file";
import { readText } from "../read-text";
import { exitCode } from "../report";

/** `signalbox explain`: what an issue means and the way out; or what a value is, where it came from, and why. */
export function explain(what: string, file: string | undefined): number {
  return file === undefined ? explainCode(what) : explainPath(what, onlyFile(file));
}

function explainCode(what: string): number {
  const kind = issueCatalogue.find(({ code }) => code.toLowerCase() === what.toLowerCase());
  if (kind !== undefined) {
    console.log(`${kind.code}\n\n${kind.meaning}\n\nWhat to do: ${kind.remedy}`);
    return exitCode.fine;
  }
  const codes = issueCatalogue.map(({ code }) => code);
  const path = /[.[]/.test(what) ? `; for a path, name the file too: signalbox explain ${what} prod` : "";
  console.error(
    `there is no issue code '${what}'${suggestion(what, codes)}${path}; there are: ${codes.sort().join(", ")}`,
  );
  return exitCode.broken;
}

function explainPath(text: string, file: string): number {
  const loaded = loadLayers(file, readText);
  if (loaded.data === undefined) {
    for (const issue of inOrder(loaded.issues)) console.error(issueText(issue));
    return exitCode.broken;
  }
  const path = parsePath(text, loaded.data);
  if (path === undefined) {
    console.error(`"${text}" is no path; write for example systems.orders.channels["orders.v1"].retention`);
    return exitCode.broken;
  }
  const origin = originOf(loaded.data, path);
  if (origin === undefined) {
    const above = nearest(loaded.data, path);
    console.error(`nothing stands at ${text}; ${above}`);
    return exitCode.broken;
  }
  const said = valueAt(loaded.data, path);
  const place = locate(loaded, path, true);
  console.log(pathText(path));
  if (said !== undefined) console.log(`  value: ${shown(said)}\n  from:  ${place.file}:${place.line}:${place.column}`);
  else if (origin.standard !== undefined)
    console.log(`  value: ${JSON.stringify(origin.standard)}\n  from:  Signalbox's default`);
  else console.log("  value: nothing is said\n  from:  no fixed default; see why");
  if (said !== undefined && origin.standard !== undefined)
    console.log(`  else:  ${JSON.stringify(origin.standard)}, Signalbox's default`);
  if (origin.description !== undefined) console.log(`  why:   ${origin.description}`);
  if (origin.keys.length > 0) console.log(`  keys:  ${origin.keys.join(", ")}`);
  for (const line of alarmLines(file, path)) console.log(line);
  return exitCode.fine;
}

/** What `alarms:` of a system or channel can name: only the whole plan knows. */
function alarmLines(file: string, path: DataPath): string[] {
  const [systems, name, ...rest] = path;
  const [first, channel, second] = rest;
  const ofChannel = rest.length === 3 && first === "channels" && second === "alarms";
  if (systems !== "systems" || !(ofChannel || (rest.length === 1 && first === "alarms"))) return [];
  const system = loadEnvironment(file).plan?.systems.find((one) => one.name === name);
  const usual = (system?.alarms.usual ?? []).filter((one) => !ofChannel || one.channel === channel);
  return usual.map(({ id, kind, comparison, threshold, unit }) =>
    `  alarm: ${id} (${kind}), usually ${comparison.replace("-", " ")} ${threshold} ${unit}`.trimEnd(),
  );
}

/** Which keys there are where the path leaves what is known. */
function nearest(data: unknown, path: DataPath): string {
  for (let length = path.length - 1; length >= 0; length--) {
    const above = path.slice(0, length);
    const keys = originOf(data, above)?.keys ?? [];
    const names = keys.length > 0 ? keys : keysOf(valueAt(data, above));
    if (names.length > 0)
      return `${pathText(above) || "the file"} takes: ${names.join(", ")}${suggestion(String(path[length]), names)}`;
  }
  return "the file takes nothing";
}

const keysOf = (value: unknown): string[] => (typeof value === "object" && value !== null ? Object.keys(value) : []);

/** A value as it is written; of a large mapping only which keys it has. */
function shown(value: unknown): string {
  const text = JSON.stringify(value);
  const keys = keysOf(value);
  return text.length <= 120 || keys.length === 0 ? text : `a mapping of ${keys.join(", ")}`;
}
