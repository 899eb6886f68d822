import { plain, type LoadedConfig } from "../config";
import { pathText, type DataPath } from "../core/issues";
import { valueAt } from "../core/walk";

/** What the layers withdraw without a word, and clients that no line of `access:` names. */
export const accessWarnings = (loaded: Pick<LoadedConfig, "data" | "replaced">): string[] => [
  ...withdrawnGrants(loaded),
  ...unusedClients(loaded.data),
];

function unusedClients(data: unknown): string[] {
  const lines = entriesOf(valueAt(data, ["systems"])).flatMap(([, system]) => entriesOf(valueAt(system, ["access"])));
  const used = new Set(lines.map(([, line]) => valueAt(line, ["client"])));
  return entriesOf(valueAt(data, ["clients"]))
    .filter(([name]) => !used.has(name))
    .map(([name]) => `clients.${name} has no access: add a line to access of a system, or remove the client`);
}

/** Grants of lower layers that the merged file no longer has, one warning each: a layer's list replaces that below it. */
function withdrawnGrants({ data, replaced }: Pick<LoadedConfig, "data" | "replaced">): string[] {
  const left = grantsOf(data);
  const warnings = replaced
    .filter(({ path }) => path[0] === "systems" && (path.length < 3 || path[2] === "access"))
    .flatMap(({ path, value }) =>
      [...grantsOf(withValueAt(data, path, plain(value)))]
        .filter((grant) => !left.has(grant))
        .map(
          (grant) =>
            `${grant} is withdrawn: a layer replaces or removes ${pathText(path)} of ${value.at.file}:${value.at.line}. Write access as a mapping of named lines to keep the lines of lower layers`,
        ),
    );
  return [...new Set(warnings)];
}

/** `systems.work: shop may produce jobs` */
function grantsOf(data: unknown): Set<string> {
  const grants = entriesOf(valueAt(data, ["systems"])).flatMap(([system, value]) =>
    entriesOf(valueAt(value, ["access"])).flatMap(([, line]) =>
      ["produce", "consume", "administer"].flatMap((verb) =>
        entriesOf(valueAt(line, [verb])).map(([, channel]) => {
          const through = ["subscriber", "group"].flatMap((key) => valueAt(line, [key]) ?? []);
          const as = verb === "consume" && through.length > 0 ? ` as ${through.map(String).join(", ")}` : "";
          return `systems.${system}: ${String(valueAt(line, ["client"]))} may ${verb} ${String(channel)}${as}`;
        }),
      ),
    ),
  );
  return new Set(grants);
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** A copy of the data with another value at a path. */
function withValueAt(data: unknown, [step, ...rest]: DataPath, value: unknown): unknown {
  if (step === undefined) return value;
  const inner = withValueAt(valueAt(data, [step]), rest, value);
  return Object.fromEntries([...entriesOf(data).filter(([key]) => key !== String(step)), [String(step), inner]]);
}
