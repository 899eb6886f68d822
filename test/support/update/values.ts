/** Steps into nested data: `["storage", 0, "size"]`. */
export type Path = readonly (string | number)[];

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

export function member(value: unknown, key: string | number): unknown {
  return isObject(value) ? Reflect.get(value, key) : undefined;
}

/** The keys of an object, or none. */
export const keysOf = (value: unknown): string[] => (isObject(value) ? Object.keys(value) : []);

/** A copy with a value at a path; what the path needs is made. */
export function withValue(target: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  const inner = withValue(member(target, step), rest, value);
  if (typeof step === "string") return { ...(isObject(target) && target), [step]: inner };
  const items = Array.isArray(target) ? target.map((item: unknown) => item) : [];
  items[step] = inner;
  return items;
}
