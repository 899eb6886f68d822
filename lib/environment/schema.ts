import * as z from "zod";
import type { Pattern } from "../core/engine";
import { identifier } from "../core/spec";
import { engines } from "./engines";
import { environmentBase, systemBase } from "./spec";

/** What a system of one engine and pattern may say, all of it. */
function systemSchema(engine: (typeof engines)[number], pattern: Pattern) {
  const { channels, options } = engine.schemas(pattern);
  return z.strictObject({
    ...systemBase,
    pattern: z.literal(pattern).describe(systemBase.pattern.description ?? ""),
    engine: z.literal(engine.name).describe(systemBase.engine.description ?? ""),
    channels: channels.describe("The system's channels, by name"),
    [engine.name]: options.optional().describe(`What only ${engine.name} has`),
  });
}

/** The schema of the system that a value names by its engine and pattern; of any when it names none. */
export function schemaOfSystem(value: unknown): z.ZodType {
  const all = engines.flatMap((engine) =>
    engine.patterns.map((pattern) => ({ engine, pattern, schema: systemSchema(engine, pattern) })),
  );
  const says = (key: string): unknown =>
    typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  const fitting = all.find(({ engine, pattern }) => says("engine") === engine.name && says("pattern") === pattern);
  return fitting?.schema ?? z.union(all.map(({ schema }) => schema));
}

/** The schema of a whole environment file. `systemsOf` gives that of each system. */
export function wholeSchema(system: z.ZodType) {
  const files = z.union([z.string(), z.array(z.string())]);
  return z.strictObject({
    extends: files.optional().describe("Files whose layers lie below this one; their paths are relative to it"),
    ...environmentBase,
    systems: z.record(identifier, system).describe("The messaging systems, by name"),
  });
}

/**
 * The JSON Schema for editors. Nothing is required in it, because a file may be a layer that another one completes;
 * `signalbox check` says what is missing in the whole.
 */
export function environmentJsonSchema(): object {
  const schema = z.toJSONSchema(wholeSchema(schemaOfSystem(undefined)), { io: "input", unrepresentable: "any" });
  return { title: "Signalbox environment", ...withoutRequired(schema) };
}

/** A union is then any of its branches: what would tell them apart for certain may stand in another layer. */
function withoutRequired(value: object): object {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === "required" && Array.isArray(inner) ? undefined : inner,
  );
  const copy: unknown = JSON.parse(text.replaceAll('"oneOf":', '"anyOf":'));
  return typeof copy === "object" && copy !== null ? copy : {};
}
