import type { Change, Kind } from "./changes";

/** What the function answers. It holds no password and no hash: Terraform keeps it in its state. */
export interface Report {
  readonly engine: "rabbitmq" | "activemq";
  readonly brokerVersion?: string;
  /** Whether anything was changed. */
  readonly changed: boolean;
  readonly administrator: "kept" | "replaced";
  readonly changeCount: number;
  /** The first of them, `mostNamed` at most. */
  readonly changes: readonly { readonly action: Change["action"]; readonly kind: Kind; readonly name: string }[];
  /** What is at the broker, nobody asks for, and was left alone; `mostNamed` at most. */
  readonly unmanaged: readonly { readonly kind: Kind; readonly name: string }[];
  readonly logRetention: readonly { readonly group: string; readonly days: number; readonly action: "kept" | "set" }[];
  readonly notes: readonly string[];
}

/** Things that a report names, of each sort: it is kept in Terraform's state. */
export const mostNamed = 200;

/** The wish cannot be brought about, and nothing was done. */
export class Refused extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the broker is left as it is:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.name = "Refused";
  }
}
