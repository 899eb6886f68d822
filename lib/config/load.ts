import { posix } from "node:path";
import type { DataPath, Issue } from "../core/issues";
import { specKinds } from "../core/spec";
import { kinds } from "./kinds";
import { parse, type Located, type LocatedIssue, type Position } from "./parse";

/** A file with all its layers: the data, and where each value of it was said. */
export interface LoadedConfig {
  readonly file: string;
  /** Plain data; undefined when nothing could be read. */
  readonly data: unknown;
  readonly issues: readonly LocatedIssue[];
  readonly root: Located | undefined;
}

/**
 * Reads a file and what it extends. A layer's mappings are merged into those below it; its lists and other values take
 * their place; `null` removes a key. Later entries of a list of `extends` win over earlier ones, the file over all.
 *
 * @param readFile gives the text of a file, or undefined when it cannot be read
 */
export function loadLayers(file: string, readFile: (path: string) => string | undefined): LoadedConfig {
  const issues: LocatedIssue[] = [];
  const root = new Loader(readFile, (issue) => issues.push(issue)).load(file, [], { file, line: 1, column: 1 });
  return { file, data: root && plain(root), issues, root };
}

class Loader {
  constructor(
    private readonly readFile: (path: string) => string | undefined,
    private readonly report: (issue: LocatedIssue) => void,
  ) {}

  load(file: string, chain: readonly string[], from: Position): Located | undefined {
    if (chain.includes(file)) {
      const circle = [...chain.slice(chain.indexOf(file)), file].join(" → ");
      this.report({ kind: kinds.ExtendsCycle, ...from, message: `the files extend each other in a circle: ${circle}` });
      return undefined;
    }
    const text = this.readFile(file);
    if (text === undefined) {
      this.report({ kind: kinds.FileMissing, ...from, message: `${file} cannot be read` });
      return undefined;
    }
    const own = parse(file, text, this.report);
    if (own?.type !== "mapping") return undefined;
    const lower = this.parents(own.entries.get("extends")).map(({ path, at }) =>
      this.load(posix.join(posix.dirname(file), path), [...chain, file], at),
    );
    const base = lower.reduce<Located | undefined>(
      (below, layer) => (layer === undefined ? below : this.merge(below, layer)),
      undefined,
    );
    const entries = new Map([...own.entries].filter(([key]) => key !== "extends"));
    return this.merge(base, { ...own, entries });
  }

  private parents(value: Located | undefined): { readonly path: string; readonly at: Position }[] {
    if (value === undefined) return [];
    const items = value.type === "list" ? value.items : [value];
    return items.flatMap((item) => {
      if (item.type === "scalar" && typeof item.value === "string" && item.value !== "")
        return [{ path: item.value, at: item.at }];
      this.report({
        kind: kinds.BadExtends,
        ...item.at,
        message: "extends takes the path of a file, or a list of paths",
      });
      return [];
    });
  }

  private merge(below: Located | undefined, above: Located): Located {
    if (above.type !== "mapping") return above;
    const merged = new Map(below?.type === "mapping" ? below.entries : []);
    for (const [key, value] of above.entries) {
      const there = merged.get(key);
      if (!isNull(value)) merged.set(key, this.merge(there, value));
      else if (!merged.delete(key))
        this.report({
          kind: kinds.NothingToRemove,
          ...value.keyAt,
          message: `'${key}' is null, which removes it, but no lower layer has it`,
        });
    }
    return { ...above, entries: merged };
  }
}

const isNull = (value: Located): boolean => value.type === "scalar" && value.value === null;

function plain(value: Located): unknown {
  if (value.type === "scalar") return value.value;
  if (value.type === "list") return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
}

/** Where a path stands; of one that is not there, where its nearest parent stands. A key's problem is at the key. */
export function locate({ file, root }: LoadedConfig, path: DataPath, atKey: boolean): Position {
  let here = root;
  let whole = true;
  for (const step of path) {
    const next =
      here?.type === "mapping"
        ? here.entries.get(String(step))
        : here?.type === "list"
          ? here.items[Number(step)]
          : undefined;
    if (next === undefined) whole = false;
    if (next === undefined) break;
    here = next;
  }
  if (here === undefined || here === root) return { file, line: 1, column: 1 };
  return atKey || !whole || here.type !== "scalar" ? here.keyAt : here.at;
}

/** Turns the planners' issues into places in files, in the order of the files. */
export function locateAll(issues: readonly Issue[], loaded: LoadedConfig): LocatedIssue[] {
  return issues.map(({ kind, path, message }) => ({
    kind,
    message,
    ...locate(loaded, path, kind === specKinds.UnknownKey),
  }));
}

/** `file:line:column  CODE  message` */
export function issueText({ file, line, column, kind, message }: LocatedIssue): string {
  return `${file}:${line}:${column}  ${kind.code}  ${message}`;
}

/** By file, line and column, each said once. */
export function inOrder(issues: readonly LocatedIssue[]): LocatedIssue[] {
  const unique = new Map(issues.map((issue) => [issueText(issue), issue]));
  return [...unique.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}
