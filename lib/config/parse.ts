import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import type { IssueKind } from "../core/issues";
import { kinds } from "./kinds";

export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A problem at its place in a file. */
export interface LocatedIssue extends Position {
  readonly kind: IssueKind;
  readonly message: string;
}

/** A value with the place of it and of its key. Mappings keep their entries, so that layers can be merged. */
export type Located = {
  readonly at: Position;
  readonly keyAt: Position;
} & (
  | { readonly type: "mapping"; readonly entries: ReadonlyMap<string, Located> }
  | { readonly type: "list"; readonly items: readonly Located[] }
  | { readonly type: "scalar"; readonly value: unknown }
);

/** How many nodes aliases may unfold to, beyond what the file writes out. */
const mostUnfolded = 100_000;

/** Reads one YAML text. What is broken is reported at its place; the rest is given back. */
export function parse(file: string, text: string, report: (issue: LocatedIssue) => void): Located | undefined {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    merge: true,
    version: "1.2",
    // Checked below: yaml compares every key of a mapping with every other.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const add = (kind: IssueKind, offset: number, message: string) => report({ kind, ...position(offset), message });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (second !== undefined)
    add(kinds.SeveralDocuments, second.range[0], "a second document begins here; keep one document a file");
  if (document === undefined || document.contents === null) {
    add(kinds.EmptyFile, 0, `${file} is empty`);
    return undefined;
  }
  for (const { code, message, pos } of [...document.errors, ...document.warnings])
    add(kindOf(code), pos[0], firstLine(message));
  if (document.errors.length > 0) return undefined;
  const root = new Reader(document, position, add).read(document.contents);
  if (root?.type === "mapping") return root;
  if (root !== undefined)
    add(kinds.NotAMapping, document.contents.range?.[0] ?? 0, `the file holds a ${root.type}; a mapping is expected`);
  return undefined;
}

function kindOf(code: string): IssueKind {
  return code === "TAG_RESOLVE_FAILED" ? kinds.UnknownTag : kinds.YamlSyntax;
}

const firstLine = (message: string): string => message.split("\n")[0]?.replace(/:$/, "") ?? message;

class Reader {
  private unfolded = 0;

  constructor(
    private readonly document: Document,
    private readonly position: (offset: number) => Position,
    private readonly add: (kind: IssueKind, offset: number, message: string) => void,
  ) {}

  /** @param alias where the alias stands in the text whose target is being read */
  read(node: Node | null, keyAt?: Position, alias?: number): Located | undefined {
    const at = node?.range ? this.position(node.range[0]) : (keyAt ?? this.position(0));
    const place = { at, keyAt: keyAt ?? at };
    if (alias !== undefined && ++this.unfolded > mostUnfolded) {
      if (this.unfolded === mostUnfolded + 1)
        this.add(kinds.TooManyAliases, alias, `aliases unfold to more than ${mostUnfolded} values`);
      return undefined;
    }
    if (isAlias(node)) {
      const offset = node.range?.[0] ?? 0;
      const target = node.resolve(this.document);
      if (target === undefined)
        this.add(kinds.YamlSyntax, offset, `no anchor &${node.source} stands before this alias`);
      const value = target && this.read(target, place.keyAt, alias ?? offset);
      return value && { ...value, ...place };
    }
    if (isMap(node)) return { ...place, type: "mapping", entries: this.entries(node.items, alias) };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(asNode(item), undefined, alias));
      return { ...place, type: "list", items: items.filter((item) => item !== undefined) };
    }
    return { ...place, type: "scalar", value: isScalar(node) ? node.value : null };
  }

  private entries(pairs: readonly Pair[], alias: number | undefined): Map<string, Located> {
    const entries = new Map<string, Located>();
    const own = new Set<string>();
    for (const { key, value } of pairs) {
      const offset = asNode(key)?.range?.[0] ?? 0;
      if (isScalar(key) && typeof key.value === "symbol") this.mergeInto(entries, asNode(value));
      else if (!isScalar(key) || typeof key.value !== "string")
        this.add(
          kinds.BadKey,
          offset,
          `the key ${isScalar(key) ? String(key.value) : "here"} is not a text; write it in quotes`,
        );
      else if (own.has(key.value))
        this.add(kinds.DuplicateKey, offset, `'${key.value}' stands in this mapping already`);
      else {
        own.add(key.value);
        const read = this.read(asNode(value), this.position(offset), alias);
        if (read !== undefined) entries.set(key.value, read);
      }
    }
    return entries;
  }

  /** `<<: *other`: what the mapping itself says wins. */
  private mergeInto(entries: Map<string, Located>, source: Node | null): void {
    const value = this.read(source);
    const mappings = value?.type === "list" ? value.items : value === undefined ? [] : [value];
    for (const mapping of mappings)
      if (mapping.type === "mapping")
        for (const [key, entry] of mapping.entries) if (!entries.has(key)) entries.set(key, entry);
  }
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}
