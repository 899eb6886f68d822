import * as z from "zod";
import type { DataPath } from "../../../lib/core/issues";

/** A place of a schema that takes text: `systems.*.channels.*.owner`; `*` is any key of a mapping, `[]` any item. */
export interface TextPlace {
  readonly steps: readonly string[];
  /** Whether the text is the key itself. */
  readonly isKey: boolean;
  readonly accepts: (text: string) => boolean;
}

/** Every place of a schema that takes text. A schema that the walk does not know is an error, so that none is missed. */
export function textPlaces(schema: unknown): TextPlace[] {
  const found = new Map<string, TextPlace>();
  walk(schema, [], undefined, (place) => {
    const id = `${placeText(place)} ${place.isKey}`;
    const before = found.get(id);
    // Of a union's branches each may take it.
    found.set(id, before ? { ...place, accepts: (text) => before.accepts(text) || place.accepts(text) } : place);
  });
  return [...found.values()];
}

export const placeText = ({ steps, isKey }: TextPlace): string => `${steps.join(".")}${isKey ? " (key)" : ""}`;

/** @param outer what decides whether a text is taken: a schema that goes on to transform what it took */
function walk(schema: unknown, steps: string[], outer: z.ZodType | undefined, add: (place: TextPlace) => void): void {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNullable
  )
    return walk(schema.unwrap(), steps, outer, add);
  if (schema instanceof z.ZodPipe) return walk(schema.in, steps, outer ?? schema, add);
  if (schema instanceof z.ZodUnion) return schema.options.forEach((one) => walk(one, steps, outer, add));
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).forEach(([key, inner]) => walk(inner, [...steps, key], undefined, add));
  if (schema instanceof z.ZodArray) return walk(schema.element, [...steps, "[]"], undefined, add);
  if (schema instanceof z.ZodRecord) {
    walk(schema.keyType, [...steps, "*"], undefined, (place) => add({ ...place, isKey: true }));
    return walk(schema.valueType, [...steps, "*"], undefined, add);
  }
  // Only a schema that holds itself is lazy; its texts are found from its outermost place.
  if (schema instanceof z.ZodLazy) return;
  if (schema instanceof z.ZodString) {
    const judge = outer ?? schema;
    return add({ steps, isKey: false, accepts: (text) => judge.safeParse(text).success });
  }
  const free = [z.ZodEnum, z.ZodLiteral, z.ZodNumber, z.ZodBoolean, z.ZodNull].some((kind) => schema instanceof kind);
  if (!free) throw new Error(`the walk does not know the schema of ${steps.join(".")}`);
}

/** Where data has a text at a place. */
export function pathsAt({ steps, isKey }: TextPlace, data: unknown): DataPath[] {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof data === "string" ? [[]] : [];
  const keys =
    step === "[]"
      ? Array.isArray(data)
        ? data.map((_, index) => index)
        : []
      : typeof data === "object" && data !== null && !Array.isArray(data)
        ? Object.keys(data).filter((key) => step === "*" || key === step)
        : [];
  if (isKey && rest.length === 0) return keys.map((key) => [key]);
  return keys.flatMap((key) =>
    pathsAt({ steps: rest, isKey, accepts: () => true }, below(data, key)).map((path) => [key, ...path]),
  );
}

const objectOf = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});
const below = (value: unknown, key: string | number): unknown => Reflect.get(objectOf(value), key);

/** Data with other texts at some paths. Keys are renamed after what is below them was changed. */
export function withTexts(
  data: unknown,
  changes: readonly { path: DataPath; isKey: boolean; text: string }[],
  without: readonly string[] = [],
): unknown {
  const copy: unknown = structuredClone(data);
  for (const key of without) Reflect.deleteProperty(objectOf(copy), key);
  const deepestFirst = [...changes].sort((a, b) => Number(a.isKey) - Number(b.isKey) || b.path.length - a.path.length);
  for (const { path, isKey, text } of deepestFirst) {
    const last = path.at(-1) ?? "";
    const parent = path.slice(0, -1).reduce<unknown>(below, copy);
    if (!isKey) Reflect.set(objectOf(parent), last, text);
    else {
      Reflect.set(objectOf(parent), text, Reflect.get(objectOf(parent), last));
      Reflect.deleteProperty(objectOf(parent), last);
    }
  }
  return copy;
}
