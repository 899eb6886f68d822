import { posix } from "node:path";
import type { DataPath, Issue, IssueKind } from "../core/issues";
import { specKinds } from "../core/spec";
import { kinds } from "./kinds";
import { Merger, type Layer, type Replaced } from "./layers";
import { plain, type Located, type LocatedIssue, type Position } from "./located";
import { parse } from "./parse";

/** A file with all its layers: the data, and where each value of it was said. */
export interface LoadedConfig {
  readonly file: string;
  /** Plain data; undefined when nothing could be read. */
  readonly data: unknown;
  readonly issues: readonly LocatedIssue[];
  readonly root: Located | undefined;
  /** Values that an upper layer replaces or removes. */
  readonly replaced: readonly Replaced[];
  /** Whether each layer could be read; otherwise values may be missing that it has. */
  readonly complete: boolean;
}

/** Why a file has no text. */
export interface FileFailure {
  readonly kind: IssueKind;
  readonly message: string;
}

/** Gives the text of a file; undefined when there is no such file. */
export type ReadFile = (path: string) => string | FileFailure | undefined;

/** Longest chain of files that extend each other. */
const longestChain = 100;

/**
 * Reads a file and what it extends, each file once. A layer's mappings are merged into those below it; its lists and other
 * values take their place; `null` removes a key. Layers beside each other must agree, or the file above them decides.
 */
export function loadLayers(file: string, readFile: ReadFile): LoadedConfig {
  const issues: LocatedIssue[] = [];
  const loader = new Loader(readFile, (issue) => issues.push(issue));
  loader.load(file, [], { file, line: 1, column: 1 });
  const merger = new Merger((issue) => issues.push(issue));
  const [top] = loader.layers.slice(-1);
  const root = top?.file === file ? mergeAll(merger, loader.layers) : undefined;
  return {
    file,
    data: root && plain(root),
    issues,
    root,
    replaced: merger.replaced,
    complete: issues.every(({ kind }) => harmless.has(kind)),
  };
}

/** Issues beside which every value of every layer was read all the same. */
const harmless = new Set<IssueKind>([
  kinds.NothingToRemove,
  kinds.DuplicateKey,
  kinds.BadKey,
  kinds.BadMerge,
  kinds.SiblingConflict,
  kinds.UnknownTag,
  kinds.SeveralDocuments,
]);

function mergeAll(merger: Merger, layers: readonly Layer[]): Located | undefined {
  for (const layer of layers) merger.add(layer);
  return merger.finish();
}

class Loader {
  /** From the lowest to the uppermost. */
  readonly layers: Layer[] = [];
  private readonly ancestorsOf = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly readFile: ReadFile,
    private readonly report: (issue: LocatedIssue) => void,
  ) {}

  /** Gives the files of the layer and of all below it. */
  load(file: string, chain: readonly string[], from: Position): ReadonlySet<string> {
    const before = this.ancestorsOf.get(file);
    if (before !== undefined) return before;
    const fail = ({ kind, message }: FileFailure) => {
      this.report({ kind, ...from, message });
      return new Set([file]);
    };
    if (chain.includes(file)) {
      const circle = [...chain.slice(chain.indexOf(file)), file].join(" → ");
      return fail({ kind: kinds.ExtendsCycle, message: `the files extend each other in a circle: ${circle}` });
    }
    if (chain.length >= longestChain)
      return fail({
        kind: kinds.ExtendsCycle,
        message: `more than ${longestChain} files extend each other, ${file} the last`,
      });
    const text = this.readFile(file);
    const own = typeof text === "string" ? parse(file, text, this.report) : undefined;
    const ancestors = new Set<string>();
    if (typeof text !== "string") fail(text ?? { kind: kinds.FileMissing, message: `${file} does not exist` });
    else if (own?.type === "mapping") {
      for (const { path, at } of this.parents(own.entries.get("extends"))) {
        const parent = posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path);
        for (const one of this.load(parent, [...chain, file], at)) ancestors.add(one);
      }
      const entries = new Map([...own.entries].filter(([key]) => key !== "extends"));
      this.layers.push({ file, own: { ...own, entries }, ancestors });
    }
    const all = new Set([...ancestors, file]);
    this.ancestorsOf.set(file, all);
    return all;
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

const fileKinds: ReadonlySet<IssueKind> = new Set(Object.values<IssueKind>(kinds));

/** What keeps a file from being read comes first; then by file, line and column, each reported once. */
export function inOrder(issues: readonly LocatedIssue[]): LocatedIssue[] {
  const unique = new Map(issues.map((issue) => [issueText(issue), issue]));
  const rank = ({ kind }: LocatedIssue) => (fileKinds.has(kind) ? 0 : 1);
  return [...unique.values()].sort(
    (a, b) => rank(a) - rank(b) || a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}
