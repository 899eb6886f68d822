import { isDeepStrictEqual } from "node:util";
import type { DataPath } from "../core/issues";
import { pathText } from "../core/issues";
import { kinds } from "./kinds";
import { plain, type Located, type LocatedIssue } from "./located";

/** One file of an environment: its own values, and the files that it extends, directly or through others. */
export interface Layer {
  readonly file: string;
  readonly own: Extract<Located, { type: "mapping" }>;
  readonly ancestors: ReadonlySet<string>;
}

/** A value of a layer that an upper layer replaces or removes. */
export interface Replaced {
  readonly path: DataPath;
  readonly value: Located;
}

interface Conflict {
  readonly path: DataPath;
  readonly files: readonly string[];
  readonly issue: LocatedIssue;
}

/**
 * Merges layers from the lowest to the uppermost, each once. Mappings merge; lists and other values replace; `null` removes.
 * Two layers of which neither extends the other must agree, unless a layer that extends both decides.
 */
export class Merger {
  readonly replaced: Replaced[] = [];
  private readonly conflicts = new Map<string, Conflict>();
  private merged: Located | undefined;

  constructor(private readonly report: (issue: LocatedIssue) => void) {}

  add(layer: Layer): void {
    this.merged = this.merge(this.merged, layer.own, layer, []);
  }

  /** The merged value, without what was removed. */
  finish(): Located | undefined {
    for (const { issue } of this.conflicts.values()) this.report(issue);
    return this.merged && withoutRemoved(this.merged);
  }

  private merge(below: Located | undefined, above: Located, layer: Layer, path: DataPath): Located {
    if (above.type !== "mapping") return this.replace(below, above, layer, path);
    if (below !== undefined && below.type !== "mapping") this.replace(below, above, layer, path);
    const entries = new Map(below?.type === "mapping" ? below.entries : []);
    for (const [key, value] of above.entries) {
      const lower = entries.get(key);
      if (isNull(value) && !this.removes(lower, layer))
        this.report({
          kind: kinds.NothingToRemove,
          ...value.keyAt,
          message: `'${key}' is null, which removes it, but no lower layer has it`,
        });
      else entries.set(key, this.merge(lower, value, layer, [...path, key]));
    }
    return { ...above, entries };
  }

  /** Two layers side by side may both remove the same key. */
  private removes(below: Located | undefined, layer: Layer): boolean {
    return below !== undefined && (!isNull(below) || !layer.ancestors.has(below.at.file));
  }

  private replace(below: Located | undefined, above: Located, layer: Layer, path: DataPath): Located {
    if (below === undefined) return above;
    const [strange] = filesOf(below).filter((file) => !layer.ancestors.has(file));
    if (strange === undefined) this.decide(path, layer);
    else if (!isDeepStrictEqual(plain(below), plain(above)))
      this.conflicts.set(pathText(path), {
        path,
        files: [strange, layer.file],
        issue: {
          kind: kinds.SiblingConflict,
          ...above.keyAt,
          message: `${pathText(path)} is also set in ${strange} to another value, and neither file extends the other; must be one value. Set it in one of them, or in a file that extends both`,
        },
      });
    if (!isNull(below)) this.replaced.push({ path, value: below });
    return above;
  }

  /** A layer that extends both sides of a conflict decides it. */
  private decide(path: DataPath, { ancestors }: Layer): void {
    for (const [key, conflict] of this.conflicts)
      if (
        path.every((step, index) => conflict.path[index] === step) &&
        conflict.files.every((file) => ancestors.has(file))
      )
        this.conflicts.delete(key);
  }
}

/** What removes a key stays in the merged data until all layers are there: a sibling may set the same key. */
const isNull = (value: Located): boolean => value.type === "scalar" && value.value === null;

function withoutRemoved(value: Located): Located {
  if (value.type !== "mapping") return value;
  const entries = [...value.entries].filter(([, entry]) => !isNull(entry));
  return { ...value, entries: new Map(entries.map(([key, entry]) => [key, withoutRemoved(entry)])) };
}

/** The files that the leaves of a value are from. */
function filesOf(value: Located): string[] {
  const below = value.type === "mapping" ? [...value.entries.values()] : [];
  return below.length > 0 ? [...new Set(below.flatMap(filesOf))] : [value.at.file];
}
