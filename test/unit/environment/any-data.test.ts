import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { loadLayers } from "../../../lib/config";
import { Issues } from "../../../lib/core/issues";
import { planEnvironment } from "../../../lib/environment/plan";
import { originOf } from "../../../lib/environment/origin";

const { data } = loadLayers("stacks/environments/prod.yaml", (path) => readFileSync(path, "utf8"));
const world = { inventory: undefined, today: "2026-11-24" };

type Path = (string | number)[];

/** Every place in the data. */
function places(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value)
    ? value.map((item, i) => places(item, [...path, i]))
    : Object.entries(value).map(([key, item]) => places(item, [...path, key]));
  return [path, ...below.flat()];
}

/** The data with another value at one place. */
function withValue(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
  if (step === undefined) return other;
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === step ? withValue(item, rest, other) : item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === step ? withValue(item, rest, other) : item]),
  );
}

const accidents = /undefined|\[object Object\]|NaN/;
const junk = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e99, "", " ", "${x}", "30s", "__proto__", "constructor", [], {}, [[]], {
    "": 1,
  }),
  fc.jsonValue({ maxDepth: 2 }),
);
const place = fc.constantFrom(...places(data));

test("whatever stands anywhere in a file, a check ends with issues or a plan, never with an exception", () => {
  fc.assert(
    fc.property(place, junk, (path, value) => {
      const issues = new Issues();
      planEnvironment(withValue(data, path, value), world, issues);
      for (const { message, kind } of issues.all) {
        expect(kind).toBeDefined();
        // A word that the junk itself brings along is quoted rightly.
        if (!accidents.test(JSON.stringify(value))) expect(message).not.toMatch(accidents);
      }
    }),
    { numRuns: 1_500 },
  );
});

test("what is not a whole environment is never planned without an issue", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const issues = new Issues();
      planEnvironment(value, world, issues);
      expect(issues.any).toBe(true);
    }),
  );
});

test("every place of a sound file can be explained", () => {
  for (const path of places(data)) expect(originOf(data, path)).toBeDefined();
});
