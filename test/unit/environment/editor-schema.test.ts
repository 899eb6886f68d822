import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { stringify } from "yaml";
import * as z from "zod";
import { loadLayers } from "../../../lib/config";
import { plain } from "../../../lib/config/located";
import { parse } from "../../../lib/config/parse";
import { Issues } from "../../../lib/core/issues";
import { environmentJsonSchema } from "../../../lib/environment/schema";
import { planEnvironment } from "../../../lib/environment/plan";

const jsonSchema = z.custom<Parameters<typeof z.fromJSONSchema>[0]>((value) => typeof value === "object");
const editor = z.fromJSONSchema(jsonSchema.parse(environmentJsonSchema()));

/** What an editor reports of one layer. */
function reported(text: string): unknown[] {
  const layer = parse("layer.yaml", text, () => undefined);
  return layer === undefined ? [] : (editor.safeParse(plain(layer)).error?.issues ?? []);
}

const folder = "stacks/environments";
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

test.each(files)("%s passes the schema for editors", (file) => {
  expect(reported(readFileSync(join(folder, file), "utf8"))).toEqual([]);
});

const readFrom = (overlay: string) => (path: string) =>
  path === "stacks/environments/overlay.yaml" ? overlay : readFileSync(path, "utf8");
const { data: whole } = loadLayers("stacks/environments/prod.yaml", (path) => readFileSync(path, "utf8"));

type Path = readonly string[];
const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every key of every mapping. */
const keysBelow = (value: unknown, path: Path = []): Path[] =>
  isMapping(value)
    ? Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...keysBelow(inner, [...path, key])])
    : [];

const valueAt = (value: unknown, [step, ...rest]: Path): unknown =>
  step === undefined ? value : isMapping(value) ? valueAt(value[step], rest) : undefined;

/** An overlay that has one key alone, with its mappings around it. */
const nested = ([step, ...rest]: Path, value: unknown): unknown =>
  step === undefined ? value : { [step]: nested(rest, value) };

const overlay = fc.tuple(fc.constantFrom(...keysBelow(whole)), fc.boolean()).map(([path, removes]) => ({
  text: `extends: prod.yaml\n${stringify(nested(path, removes ? null : valueAt(whole, path)))}`,
}));

test("an overlay of any part, or one that removes it, passes the schema when check accepts it", () => {
  let accepted = 0;
  fc.assert(
    fc.property(overlay, ({ text }) => {
      const loaded = loadLayers("stacks/environments/overlay.yaml", readFrom(text));
      const issues = new Issues();
      planEnvironment(loaded.data, { inventory: undefined, today: "2026-11-24" }, issues);
      fc.pre([...loaded.issues, ...issues.all].every(({ kind }) => kind.code === "InventoryOutdated"));
      accepted++;
      expect(reported(text)).toEqual([]);
    }),
    { numRuns: 25 },
  );
  expect(accepted).toBeGreaterThan(10);
});

test("what check refuses as unknown or mistyped, the schema refuses", () => {
  for (const text of [
    "colour: red",
    "systems: { work: { channels: [] } }",
    "aws: { region: [] }",
    "clients: { shop: 5 }",
  ])
    expect(reported(text)).not.toEqual([]);
});
