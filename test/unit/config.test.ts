import * as fc from "fast-check";
import { stringify } from "yaml";
import { loadLayers, locateAll } from "../../lib/config";
import { specKinds } from "../../lib/core/spec";

const load = (files: Readonly<Record<string, string>>, file = "top.yaml") => loadLayers(file, (path) => files[path]);

describe("layers", () => {
  test("mappings are merged, lists and values replaced, null removes", () => {
    const { data, issues } = load({
      "top.yaml": "extends: low/base.yaml\na: { x: 1 }\nlist: [3]\ngone: null\n",
      "low/base.yaml": "a: { x: 0, y: 2 }\nlist: [1, 2]\ngone: here\nkept: yes it is\n",
    });
    expect(issues).toEqual([]);
    expect(data).toEqual({ a: { x: 1, y: 2 }, list: [3], kept: "yes it is" });
  });

  test("of several, the later wins, and the file wins over all", () => {
    const { data } = load({
      "top.yaml": "extends: [a.yaml, b.yaml]\nz: top\n",
      "a.yaml": "x: a\ny: a\nz: a\n",
      "b.yaml": "y: b\nz: b\n",
    });
    expect(data).toEqual({ x: "a", y: "b", z: "top" });
  });

  test("a problem stands in the layer that said the value", () => {
    const loaded = load({ "top.yaml": "extends: base.yaml\nb: 2\n", "base.yaml": "a:\n  deep: [1, 2]\n" });
    const at = (path: (string | number)[]) =>
      locateAll([{ kind: specKinds.WrongType, path, message: "" }], loaded).map(
        ({ file, line, column }) => `${file}:${line}:${column}`,
      )[0];
    expect(at(["a", "deep", 1])).toBe("base.yaml:2:13");
    expect(at(["b"])).toBe("top.yaml:2:4");
    expect(at(["a", "missing"])).toBe("base.yaml:1:1");
    expect(at(["nowhere"])).toBe("top.yaml:1:1");
  });

  test("anchors and merge keys are followed; what the mapping itself says wins", () => {
    const { data } = load({ "top.yaml": "a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }\nc: *a\n" });
    expect(data).toEqual({ a: { x: 1, y: 2 }, b: { x: 1, y: 3 }, c: { x: 1, y: 2 } });
  });
});

const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[a-z]{1,8}$/));
const keys = fc.stringMatching(/^[a-d]$/);
const mapping = fc.dictionary(keys, fc.oneof(leaf, fc.dictionary(keys, leaf, { minKeys: 1 })), { minKeys: 1 });

test("a layer over itself changes nothing, and an empty one neither", () => {
  fc.assert(
    fc.property(mapping, (data) => {
      const text = stringify(data);
      const layered = load({ "top.yaml": `extends: base.yaml\n${text}`, "base.yaml": text });
      expect(layered.issues).toEqual([]);
      expect(layered.data).toEqual(load({ "top.yaml": text }).data);
    }),
  );
});
