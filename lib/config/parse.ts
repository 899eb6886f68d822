import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type Pair } from "yaml";
import type { IssueKind } from "../core/issues";
import { aliasTargets, maxNesting, parseText } from "./document";
import { kinds } from "./kinds";
import { reservedKey, type Located, type LocatedIssue, type Position } from "./located";

/** How many nodes aliases may unfold to, beyond what the file writes out. */
const mostUnfolded = 100_000;

/** Reads one YAML text. What is broken is reported at its place; the rest is given back. */
export function parse(file: string, text: string, report: (issue: LocatedIssue) => void): Located | undefined {
  const { lines, ...parsed } = parseText(text);
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const add = (kind: IssueKind, offset: number, message: string) => report({ kind, ...position(offset), message });
  if ("deepAt" in parsed) {
    add(kinds.TooDeep, parsed.deepAt, tooDeep);
    return undefined;
  }
  const [document, second] = parsed.documents;
  if (second !== undefined)
    add(kinds.SeveralDocuments, second.range?.[0] ?? 0, "a second document begins here; keep one document per file");
  if (document === undefined || document.contents === null) {
    const [error] = document?.errors ?? [];
    if (error === undefined) add(kinds.EmptyFile, 0, `${file} is empty`);
    else add(kinds.YamlSyntax, error.pos[0], firstLine(error.message));
    return undefined;
  }
  for (const { code, message, pos } of [...document.errors, ...document.warnings])
    add(kindOf(code), pos[0], firstLine(message));
  if (document.errors.length > 0) return undefined;
  const root = new Reader(aliasTargets(document), position, add).read(document.contents);
  if (root?.type === "mapping") return root;
  if (root !== undefined)
    add(kinds.NotAMapping, document.contents.range?.[0] ?? 0, `the file holds a ${root.type}; a mapping is expected`);
  return undefined;
}

const tooDeep = `mappings and lists nest deeper than ${maxNesting} levels; an environment needs 12. Flatten the value`;

function kindOf(code: string): IssueKind {
  return code === "TAG_RESOLVE_FAILED" ? kinds.UnknownTag : kinds.YamlSyntax;
}

const firstLine = (message: string): string => message.split("\n")[0]?.replace(/:$/, "") ?? message;

/** How a node is reached: how deep, and by which alias of the text where it is reached by one. */
interface Way {
  readonly level: number;
  readonly alias?: number;
}

class Reader {
  private unfolded = 0;
  /** Collections of which something is being read: an alias to one of them has no end. */
  private readonly open = new Set<Node>();

  constructor(
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly position: (offset: number) => Position,
    private readonly add: (kind: IssueKind, offset: number, message: string) => void,
  ) {}

  read(node: Node | null, keyAt?: Position, way: Way = { level: 0 }): Located | undefined {
    const offset = node?.range?.[0];
    const at = offset === undefined ? (keyAt ?? this.position(0)) : this.position(offset);
    const place = { at, keyAt: keyAt ?? at };
    if (way.alias !== undefined && ++this.unfolded > mostUnfolded) {
      if (this.unfolded === mostUnfolded + 1)
        this.add(kinds.TooManyAliases, way.alias, `aliases unfold to more than ${mostUnfolded} values`);
      return undefined;
    }
    if (isAlias(node)) return this.readAlias(node, place, way);
    if (!isMap(node) && !isSeq(node)) return { ...place, type: "scalar", value: isScalar(node) ? node.value : null };
    if (way.level >= maxNesting) {
      this.add(kinds.TooDeep, way.alias ?? offset ?? 0, tooDeep);
      return undefined;
    }
    const below = { ...way, level: way.level + 1 };
    this.open.add(node);
    const read: Located = isMap(node)
      ? { ...place, type: "mapping", entries: this.entries(node.items, below) }
      : {
          ...place,
          type: "list",
          items: node.items
            .map((item) => this.read(asNode(item), undefined, below))
            .filter((item) => item !== undefined),
        };
    this.open.delete(node);
    return read;
  }

  private readAlias(node: Alias, place: Pick<Located, "at" | "keyAt">, way: Way): Located | undefined {
    const offset = node.range?.[0] ?? 0;
    const target = this.targets.get(node);
    if (target === undefined) this.add(kinds.YamlSyntax, offset, `no anchor &${node.source} precedes this alias`);
    else if (this.open.has(target))
      this.add(kinds.AliasCycle, offset, `*${node.source} is inside the value that &${node.source} names`);
    else {
      const value = this.read(target, place.keyAt, { ...way, alias: way.alias ?? offset });
      return value && { ...value, ...place };
    }
    return undefined;
  }

  private entries(pairs: readonly Pair[], way: Way): Map<string, Located> {
    const entries = new Map<string, Located>();
    const own = new Set<string>();
    for (const { key, value } of pairs) {
      const offset = asNode(key)?.range?.[0] ?? 0;
      if (isScalar(key) && typeof key.value === "symbol") {
        this.mergeInto(entries, asNode(value), offset, way);
        continue;
      }
      const name = this.keyName(key, offset);
      if (name === undefined) continue;
      if (own.has(name)) this.add(kinds.DuplicateKey, offset, `'${name}' is in this mapping already`);
      else {
        own.add(name);
        const read = this.read(asNode(value), this.position(offset), way);
        if (read !== undefined) entries.set(name, read);
      }
    }
    return entries;
  }

  /** A key as a text. What is no text is reported, and read as if it were quoted: its value is looked at all the same. */
  private keyName(key: unknown, offset: number): string | undefined {
    if (!isScalar(key)) {
      this.add(kinds.BadKey, offset, "the key here is a collection or an alias; must be a text. Write it out");
      return undefined;
    }
    const name = String(key.value);
    if (typeof key.value !== "string") this.add(kinds.BadKey, offset, `the key ${name} is no text; write it in quotes`);
    if (name !== reservedKey) return name;
    this.add(kinds.BadKey, offset, `the key ${name} is reserved in JavaScript and would be lost; use another name`);
    return undefined;
  }

  /** `<<: *other`: what the mapping itself says wins. */
  private mergeInto(entries: Map<string, Located>, source: Node | null, offset: number, way: Way): void {
    const value = this.read(source, undefined, way);
    for (const mapping of value?.type === "list" ? value.items : value === undefined ? [] : [value])
      if (mapping.type === "mapping") {
        for (const [key, entry] of mapping.entries) if (!entries.has(key)) entries.set(key, entry);
      } else
        this.add(
          kinds.BadMerge,
          offset,
          `<< merges a ${mapping.type}; must be a mapping or a list of mappings. Merge an alias such as *base`,
        );
  }
}

function asNode(value: unknown): Node | null {
  return isMap(value) || isSeq(value) || isScalar(value) || isAlias(value) ? value : null;
}
