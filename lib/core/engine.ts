import type * as z from "zod";
import type { MaintenanceWindow, ResourceStatements, SystemFacts } from "./facts";
import type { Grant, IdentityKind, Permission } from "./grants";
import type { DataPath, IssueKind, Issues } from "./issues";
import type { MetricRow } from "./metrics";
import type { ChangeFacts } from "./one-way";
import type { Ownership, Place } from "./place";

export const patterns = ["pub-sub", "work-queue", "event-stream", "broker"] as const;
export type Pattern = (typeof patterns)[number];

/** A system that stands already: it is planned the same way and nothing of it is built. */
export interface Existing {
  /** What its resources' names begin with, in place of `<env>-<system>`. */
  readonly name: string;
  /** ARN of the key that protects it. */
  readonly keyArn?: string;
}

/** The private network of the environment, as far as plans know it. */
export interface NetworkFacts {
  /** Availability zones with a subnet. */
  readonly zones: readonly string[];
  readonly cidr: string;
  /** Services with an endpoint in it; not looked at when left out. */
  readonly endpoints?: readonly string[];
}

/** What the concerns need of the engine's own settings. */
export interface Needs {
  /** The brokers' disks grow by themselves: up to so many bytes, from so many percent used on. */
  readonly storage?: { readonly targetPercent: number; readonly maxBytes: number };
  /** Every message is kept in an archive. */
  readonly archive?: boolean;
  /** Channels whose partitions somebody else adds and takes, within bounds. */
  readonly partitions?: Readonly<Record<string, { readonly min: number; readonly max: number }>>;
  /** When AWS may patch the brokers; a time of the engine's choice when left out. */
  readonly window?: MaintenanceWindow;
}

/** What the environment hands an engine of one system; `channels` and `options` are read by the engine itself. */
export interface SystemInput {
  readonly name: string;
  readonly path: DataPath;
  readonly pattern: Pattern;
  readonly channels: unknown;
  /** What stands under the engine's own key. */
  readonly options: unknown;
  readonly ownership: Ownership;
  /** Whether what holds messages is protected against being destroyed. */
  readonly protect: boolean;
  readonly existing?: Existing;
  /** None where the environment has no network. */
  readonly network?: NetworkFacts;
  readonly needs?: Needs;
  /** The day of the plan, `2026-11-24`: versions come to the end of their support. Not looked at when left out. */
  readonly today?: string;
  /** Days for which AWS is to keep logs that it writes to groups of its own making; for ever when left out. */
  readonly logRetention?: { readonly operational: number; readonly audit: number };
  /** Ids of the system's stateful things in the committed inventory: what stands already. Not looked at when left out. */
  readonly standing?: readonly string[];
  /** Paths of values whose step back is accepted today, as `accepted:` names them. */
  readonly accepted?: readonly string[];
}

/** The plan of a system, as the rest of Signalbox sees it; each engine's own plan has more. */
export interface SystemPlan {
  readonly engine: string;
  readonly facts: SystemFacts;
  /** Whether anything is built that lives in the private network. */
  readonly inNetwork: boolean;
}

/** A channel as far as permissions need to know it. */
export interface Grantable {
  readonly name: string;
  /** What a line of `access:` names besides the channel to consume it. */
  readonly consumedBy: "channel" | "subscriber" | "group";
  readonly subscribers: readonly string[];
}

/** What clients may do, as far as it ends in the engine's own resources. */
export interface Granted {
  /** Statements for the policies of the engine's resources. */
  readonly statements: ResourceStatements;
  /** Every permission that the engine gave out; those of its own mechanisms it renders itself. */
  readonly permissions: readonly Permission[];
}

/** A system that was read and named. Permissions are asked of it before it is planned, because they end in its policies. */
export interface OpenSystem<P extends SystemPlan> {
  readonly channels: readonly Grantable[];
  permit(grant: Grant): readonly Permission[];
  plan(granted: Granted): P;
}

/** One engine: a pure planner. Its construct is in the engine's folder, and stacks know which belongs to which. */
export interface Engine<P extends SystemPlan> {
  readonly name: P["engine"];
  readonly platform: "aws";
  readonly patterns: readonly Pattern[];
  /** How its clients may prove who they are. */
  readonly identities: readonly IdentityKind[];
  /** Every kind of issue of its own. */
  readonly kinds: Readonly<Record<string, IssueKind>>;
  /** Every metric that its signals watch. */
  readonly metrics: readonly MetricRow[];
  /** Which changes of a deployed system replace, restart, lose, or are refused. */
  readonly changes: ChangeFacts;
  /** The schemas of what the engine reads, for the JSON Schema and for explaining defaults. */
  schemas(pattern: Pattern): { readonly channels: z.ZodType; readonly options: z.ZodType };
  /** Reads and names a system; undefined when it could not be read, and then there are issues. */
  open(input: SystemInput, place: Place, issues: Issues): OpenSystem<P> | undefined;
}
