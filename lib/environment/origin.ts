import * as z from "zod";
import type { DataPath } from "../core/issues";
import { computed } from "../core/spec";
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
  return lookUp(wholeSchema(schemaOfSystem(system)), path, {}, valueAt(data, path.slice(0, -1)) ?? {});
}

/** The value that the data has at a path. */
export function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, step) => (typeof value === "object" && value !== null ? Reflect.get(value, step) : undefined),
    data,
  );
}

type Found = Pick<ValueOrigin, "description" | "standard">;

function lookUp(schema: unknown, path: DataPath, found: Found, beside: unknown): ValueOrigin | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const follows = path.length === 0 ? computed.get(schema)?.compute(beside) : undefined;
  const here: Found = {
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(follows === undefined ? {} : { standard: follows }),
    ...found,
  };
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return lookUp(schema.unwrap(), path, { standard: schema.def.defaultValue, ...here }, beside);
  if (schema instanceof z.ZodOptional) return lookUp(schema.unwrap(), path, here, beside);
  if (schema instanceof z.ZodPipe) return lookUp(schema.in, path, here, beside);
  const [step, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, unknown> = schema.shape;
    return step === undefined ? { ...here, keys: Object.keys(shape) } : lookUp(shape[step], rest, {}, beside);
  }
  if (step === undefined) return { ...here, keys: [] };
  if (schema instanceof z.ZodRecord) return lookUp(schema.valueType, rest, {}, beside);
  if (schema instanceof z.ZodArray) return lookUp(schema.element, rest, {}, beside);
  if (!(schema instanceof z.ZodUnion)) return undefined;
  const branches = schema.options.map((option) => lookUp(option, path, here, beside));
  return branches.find((branch) => branch !== undefined);
}
