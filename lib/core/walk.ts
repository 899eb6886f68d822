import * as z from "zod";
import type { DataPath } from "./issues";

/** The branches of a union that a value can mean: of one with a discriminator only the one that the value names. */
export function branchesFor(union: z.ZodUnion, value: unknown): readonly z.core.$ZodType[] {
  if (!(union instanceof z.ZodDiscriminatedUnion)) return union.options;
  const { discriminator } = union.def;
  const said: unknown = typeof value === "object" && value !== null ? Reflect.get(value, discriminator) : undefined;
  const named = union.options.filter((option) => discriminatorValues(option, discriminator).includes(said));
  return named.length > 0 ? named : union.options;
}

/** What a discriminator may say, as one writes it. */
export function allowedDiscriminators(schema: unknown, discriminator: string): string[] {
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return [];
  return schema.options
    .flatMap((option) => discriminatorValues(option, discriminator))
    .filter((value) => value !== undefined)
    .map(String);
}

const discriminatorValues = (option: z.core.$ZodType, discriminator: string): unknown[] => [
  ...(option._zod.propValues?.[discriminator] ?? []),
];

/** The keys that the object at a path knows. zod does not tell them with the issue. */
export function knownKeys(schema: unknown, path: DataPath, value: unknown): string[] {
  const at = schemaAt(schema, path, value);
  const here = valueAt(value, path);
  const objects = at instanceof z.ZodUnion ? branchesFor(at, here).map((branch) => unwrapped(branch)) : [at];
  return objects.flatMap((object) => (object instanceof z.ZodObject ? Object.keys(object.shape) : []));
}

/** The schema of what stands at a path of a value. */
export function schemaAt(outer: unknown, path: DataPath, value: unknown): unknown {
  const schema = unwrapped(outer);
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const inner = valueAt(value, [step]);
  if (schema instanceof z.ZodUnion) {
    const found = branchesFor(schema, value).map((branch) => schemaAt(branch, path, value));
    return found.find((branch) => branch !== undefined);
  }
  if (schema instanceof z.ZodObject) {
    const shape: Record<string, unknown> = schema.shape;
    return Object.hasOwn(shape, step) ? schemaAt(shape[step], rest, inner) : undefined;
  }
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType, rest, inner);
  return schema instanceof z.ZodArray ? schemaAt(schema.element, rest, inner) : undefined;
}

/** A schema without what only says that a value may be left out, or what becomes of it. */
function unwrapped(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  )
    return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodLazy) return unwrapped(schema.unwrap());
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}

/** The value that data has at a path. */
export function valueAt(root: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(below, root);
}

/** The value below a mapping's own key or a list's index; what every object inherits, such as `constructor`, is no value. */
function below(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(String(step)) ? value[Number(step)] : undefined;
  return typeof value === "object" && value !== null && Object.hasOwn(value, step)
    ? Reflect.get(value, step)
    : undefined;
}
