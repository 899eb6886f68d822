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

const allSystemSchemas = () =>
  engines.flatMap((engine) =>
    engine.patterns.map((pattern) => ({ engine, pattern, schema: systemSchema(engine, pattern) })),
  );

let built: ReturnType<typeof allSystemSchemas> | undefined;

/** Built once, when they are first needed: a check needs none. */
const systemSchemas = () => (built ??= allSystemSchemas());

/** The schema of the system that a value names by its engine and pattern; of any when it names none. */
export function schemaOfSystem(value: unknown): z.ZodType {
  const all = systemSchemas();
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
 * The JSON Schema for editors, which validates one layer: no key is required, because another layer may complete it, and
 * each key admits null, which removes it from a lower layer. `signalbox check` validates the merged file.
 */
export function environmentJsonSchema(): object {
  const schema = z.toJSONSchema(wholeSchema(schemaOfSystem(undefined)), { io: "input", unrepresentable: "any" });
  const layer = withNull(withoutRequired(schema));
  return { title: "Signalbox environment", ...(isSchema(layer) ? layer : {}) };
}

const isSchema = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Admits null for each key of each mapping; an element of a list cannot be removed. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (!isSchema(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
    if (key === "properties" && isSchema(inner))
      return [key, Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, nullable(withNull(one))]))];
    if (key === "additionalProperties") return [key, nullable(withNull(inner))];
    return [key, key === "default" || key === "examples" ? inner : withNull(inner)];
  });
  return Object.fromEntries(entries);
}

function nullable(schema: unknown): unknown {
  if (!isSchema(schema) || Object.keys(schema).length === 0) return schema;
  if ("$ref" in schema) return { anyOf: [schema, { type: "null" }] };
  const { type, enum: words, const: word, anyOf, ...rest } = schema;
  if (isList(anyOf)) return { ...rest, anyOf: [...anyOf, { type: "null" }] };
  const values = isList(words) ? words : word === undefined ? undefined : [word];
  return {
    ...(type !== undefined && { type: [type, "null"].flat() }),
    ...(values && { enum: [...values, null] }),
    ...rest,
  };
}

/** A union is then any of its branches: what would tell them apart for certain may stand in another layer. */
function withoutRequired(value: object): object {
  const text = JSON.stringify(value, (key, inner: unknown) =>
    key === "required" && Array.isArray(inner) ? undefined : inner,
  );
  const copy: unknown = JSON.parse(text.replaceAll('"oneOf":', '"anyOf":'));
  return typeof copy === "object" && copy !== null ? copy : {};
}
