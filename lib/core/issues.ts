/** Where in the data a problem stands: `["systems", "orders", "channels", 0]`. */
export type DataPath = readonly (string | number)[];

/** One kind of problem: a stable code, what it means and the way out. `signalbox explain CODE` prints it. */
export interface IssueKind {
  readonly code: string;
  readonly meaning: string;
  readonly remedy: string;
}

export interface Issue {
  readonly kind: IssueKind;
  readonly path: DataPath;
  /** The value received, what is allowed and what to do. */
  readonly message: string;
}

/**
 * Names a room's kinds of problem. The key is the code.
 *
 * @example const kinds = issueKinds({ FifoMismatch: { meaning: "…", remedy: "…" } });
 */
export function issueKinds<const K extends Record<string, Omit<IssueKind, "code">>>(
  kinds: K,
): { readonly [C in keyof K]: IssueKind };
export function issueKinds(kinds: Readonly<Record<string, Omit<IssueKind, "code">>>): Record<string, IssueKind> {
  return Object.fromEntries(Object.entries(kinds).map(([code, kind]) => [code, { code, ...kind }]));
}

/** Collects the problems of one run; planners add and go on, so that one run reports them all. */
export class Issues {
  private readonly found: Issue[] = [];

  add(kind: IssueKind, path: DataPath, message: string): void {
    this.found.push({ kind, path, message });
  }

  get all(): readonly Issue[] {
    return this.found;
  }

  get any(): boolean {
    return this.found.length > 0;
  }

  /** @throws PlanError that lists every problem, when there is one. For use in TypeScript, where no file has positions. */
  throwIfAny(what: string): void {
    if (this.any) throw new PlanError(what, this.all);
  }
}

/** What a planner throws when it is used directly in TypeScript. */
export class PlanError extends Error {
  constructor(
    what: string,
    readonly issues: readonly Issue[],
  ) {
    const lines = issues.map(({ kind, path, message }) => `  ${pathText(path) || "(root)"}  ${kind.code}  ${message}`);
    super(`${what} cannot be planned:\n${lines.join("\n")}`);
    this.name = "PlanError";
  }
}

/** `systems.orders.access[0].consume`; a key that holds a dot is quoted. */
export function pathText(path: DataPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === "" ? step : `${text}.${step}`;
  }, "");
}
