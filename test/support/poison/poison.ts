import * as fc from "fast-check";

/** What a field of an event may hold instead of what AWS documents. */
const values: readonly unknown[] = [
  null,
  undefined,
  "",
  "\ud800",
  "\u0000",
  "=",
  "YQ",
  "YR==",
  "_-8",
  "not base64!",
  "NaN",
  "9".repeat(400),
  "x".repeat(300),
  true,
  -1,
  0.5,
  -9.2e18,
  9.2e18,
  1.7e15,
  1e300,
  [],
  [null],
  {},
  JSON.parse('{"__proto__":{"bytes":[1]},"constructor":null,"":[]}'),
  { "!": "unknown" },
  { type: "Buffer", data: [1, 300, "x"] },
  { type: "Buffer", data: [97] },
  { type: "Table", fields: { type: "Buffer" } },
  { bytes: [255, 254] },
  { bytes: [256] },
];
export const poison = fc.oneof(fc.constantFrom(...values), fc.jsonValue({ maxDepth: 2 }));

type Path = readonly string[];
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Every place in a value: of its fields, and of those within. */
const placesIn = (value: unknown): Path[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [[key], ...placesIn(inner).map((path) => [key, ...path])])
    : [];

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (!isObject(value)) return value;
  const inner = replaced(value[key], rest, by);
  if (Array.isArray(value)) return value.map((one: unknown, index) => (String(index) === key ? inner : one));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === key ? inner : one]));
}

/** Records of which each has poison in one of its places, whichever, or none. They are as JSON brings them. */
export const poisoned = <R extends object>(record: fc.Arbitrary<R>): fc.Arbitrary<unknown> =>
  fc.tuple(record, fc.nat(), fc.option(fc.tuple(poison), { freq: 4 })).map(([one, where, by]): unknown => {
    const places = placesIn(one);
    const path = places[where % places.length] ?? [];
    return JSON.parse(JSON.stringify(by === null ? one : replaced(one, path, by[0])));
  });
