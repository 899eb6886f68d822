import type { IssueKind } from "../core/issues";

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

/** The value without its places. */
export function plain(value: Located): unknown {
  if (value.type === "scalar") return value.value;
  if (value.type === "list") return value.items.map(plain);
  return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
}

/** A mapping keeps none of JavaScript's own: `__proto__` is no entry of a record for zod (4.6), which drops it. */
export const reservedKey = "__proto__";
