import type * as z from "zod";
import type { ChannelFacts, Grant, Permission, ResourceStatements, SystemFacts } from "./facts";
import type { DataPath, Issues } from "./issues";
import type { Ownership, Place } from "./place";

export const patterns = ["pub-sub", "work-queue"] as const;
export type Pattern = (typeof patterns)[number];

/** A system that stands already: it is planned the same way and nothing of it is built. */
export interface Existing {
  /** What its resources' names begin with, in place of `<env>-<system>`. */
  readonly name: string;
  /** ARN of the key that protects it. */
  readonly keyArn?: string;
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
}

/** The plan of a system, as the rest of Signalbox sees it; each engine's own plan has more. */
export interface SystemPlan {
  readonly engine: string;
  readonly facts: SystemFacts;
}

/** A system that was read and named. Permissions are asked of it before it is planned, because they end in its policies. */
export interface OpenSystem<P extends SystemPlan> {
  readonly channels: readonly Pick<ChannelFacts, "name" | "subscribers">[];
  permit(grant: Grant): readonly Permission[];
  plan(statements: ResourceStatements): P;
}

/** One engine: a pure planner. Its construct is in the engine's folder, and stacks know which belongs to which. */
export interface Engine<P extends SystemPlan> {
  readonly name: P["engine"];
  readonly platform: "aws";
  readonly patterns: readonly Pattern[];
  /** The schemas of what the engine reads, for the JSON Schema and for explaining defaults. */
  schemas(pattern: Pattern): { readonly channels: z.ZodType; readonly options: z.ZodType };
  /** Reads and names a system; undefined when it could not be read, and then there are issues. */
  open(input: SystemInput, place: Place, issues: Issues): OpenSystem<P> | undefined;
}
