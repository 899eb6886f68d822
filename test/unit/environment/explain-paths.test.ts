import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePath } from "../../../bin/path";
import { loadLayers } from "../../../lib/config";
import { pathText, type DataPath } from "../../../lib/core/issues";
import { originOf } from "../../../lib/environment/origin";

const folder = "stacks/environments";
const files = ["dev.yaml", "sandbox.yaml"];

function places(value: unknown, path: DataPath = []): DataPath[] {
  if (typeof value !== "object" || value === null) return [path];
  const below = Array.isArray(value)
    ? value.flatMap((item, index) => places(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => places(item, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

describe.each(files)("of %s", (file) => {
  const { data } = loadLayers(join(folder, file), (path) => readFileSync(path, "utf8"));
  const all = places(data);

  test("every path is explained, as an issue writes it and with its dots unquoted", () => {
    for (const path of all) {
      expect({ path, parsed: parsePath(pathText(path), data) }).toEqual({ path, parsed: path });
      const bare = path
        .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
        .join("")
        .slice(1);
      expect(parsePath(bare, data)).toEqual(path);
      expect({ path, found: originOf(data, path) !== undefined }).toEqual({ path, found: true });
    }
  });

  test("no path is explained of which one step is another", () => {
    for (const path of all.filter((_, at) => at % 5 === 0))
      for (const index of path.keys())
        for (const other of ["nowhere", "constructor", "__proto__", "length", 99])
          expect(originOf(data, path.with(index, other))).toBeUndefined();
  });
});

test.each(["", ".", "a..b", "a.", "a[", "a[b]", "]", 'a["b]', "a[1"])("%j is no path", (text) => {
  expect(parsePath(text, {})).toBeUndefined();
});
