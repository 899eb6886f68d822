import * as z from "zod";
import type { DataPath } from "../core/issues";
import { computed } from "../core/spec";
import { branchesFor, valueAt } from "../core/walk";
import { schemaOfSystem, wholeSchema } from "./schema";

/** What is known of one value of an environment, without the file's own word on it. */
export interface ValueOrigin {
  /** What the value means, and how it is decided when nobody says it. */
  readonly description?: string;
  /** What holds when nothing is said, as one would write it; undefined where there is no fixed default. */
  readonly standard?: unknown;
  /** The keys below, where the path ends at a mapping. */
  readonly keys: readonly string[];
}

/** Looks a path up in the schema; undefined when no file could say anything there. */
export function originOf(data: unknown, path: DataPath): ValueOrigin | undefined {
  const system = path[0] === "systems" ? valueAt(data, path.slice(0, 2)) : undefined;
  return lookUp(wholeSchema(schemaOfSystem(system)), path, {}, { value: data, beside: {} });
}

type Found = Pick<ValueOrigin, "description" | "standard">;

/** What the file says where a schema is looked at, and in the mapping around it. */
interface Said {
  readonly value: unknown;
  readonly beside: unknown;
}

function lookUp(schema: unknown, path: DataPath, found: Found, said: Said): ValueOrigin | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const follows = path.length === 0 ? computed.get(schema)?.compute(said.beside) : undefined;
  const here: Found = {
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(follows === undefined ? {} : { standard: follows }),
    ...found,
  };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return lookUp(schema.unwrap(), path, { standard: schema.def.defaultValue, ...here }, said);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodLazy) return lookUp(schema.unwrap(), path, here, said);
  if (schema instanceof z.ZodPipe) return lookUp(schema.in, path, here, said);
  if (schema instanceof z.ZodUnion) {
    const branches = branchesFor(schema, said.value).map((option) => lookUp(option, path, here, said));
    return branches.find((branch) => branch !== undefined);
  }
  const [step, ...rest] = path;
  if (step === undefined) return { ...here, keys: schema instanceof z.ZodObject ? Object.keys(schema.shape) : [] };
  const below = { value: valueAt(said.value, [step]), beside: said.value ?? {} };
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, unknown> = schema.shape;
    return Object.hasOwn(shape, step) ? lookUp(shape[step], rest, {}, below) : undefined;
  }
  // Of a name or an index that the file does not have, nothing holds.
  if (below.value === undefined) return undefined;
  if (schema instanceof z.ZodRecord) return lookUp(schema.valueType, rest, {}, below);
  return schema instanceof z.ZodArray ? lookUp(schema.element, rest, {}, below) : undefined;
}
