import * as fc from "fast-check";
import { stringify } from "yaml";
import { inOrder, issueText, loadLayers, locateAll } from "../../lib/config";
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

  test("layers beside each other must agree, or the file above them decides", () => {
    const files = {
      "top.yaml": "extends: [a.yaml, b.yaml]\nz: top\nlist: null\n",
      "a.yaml": "extends: base.yaml\nsame: [1]\ny: a\nz: a\nlist: [1]\ngone: null\n",
      "b.yaml": "extends: base.yaml\nsame: [1]\ny: b\nz: b\nlist: [2]\ngone: null\n",
      "base.yaml": "y: base\nkept: base\ngone: base\n",
    };
    const { data, issues } = load(files);
    expect(data).toEqual({ y: "b", z: "top", kept: "base", same: [1] });
    expect(issues.map(issueText)).toEqual([
      expect.stringMatching(/^b\.yaml:3:1 {2}SiblingConflict {2}y is also set in a\.yaml/),
    ]);
    expect(
      load({ ...files, "b.yaml": files["b.yaml"].replace("base.yaml", "a.yaml").replace("gone: null\n", "") }).issues,
    ).toEqual([]);
  });

  test("what a layer inherits does not undo what a layer beside it sets", () => {
    const { data, issues } = load({
      "top.yaml": "extends: [a.yaml, b.yaml]\n",
      "a.yaml": "extends: base.yaml\nx: a\n",
      "b.yaml": "extends: base.yaml\ny: b\n",
      "base.yaml": "x: base\ny: base\n",
    });
    expect(issues).toEqual([]);
    expect(data).toEqual({ x: "a", y: "b" });
  });

  test("each file is read once, however many extend it", () => {
    const reads: string[] = [];
    const { data, issues } = loadLayers("0.yaml", (path) => {
      reads.push(path);
      const next = `${Number.parseInt(path) + 1}.yaml`;
      return path === "24.yaml" ? "costCentre: x" : `extends: [${next}, ./${next}]`;
    });
    expect({ data, issues }).toEqual({ data: { costCentre: "x" }, issues: [] });
    expect(reads).toHaveLength(25);
  });

  test("a chain of files has an end", () => {
    const endless = loadLayers("0.yaml", (path) => `extends: ${Number.parseInt(path) + 1}.yaml`);
    expect(endless.issues.map(({ kind }) => kind.code)).toEqual(["ExtendsCycle"]);
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

describe("nesting and aliases", () => {
  const nested = (levels: number) => `a: ${"[".repeat(levels - 1)}1${"]".repeat(levels - 1)}`;
  const codes = (text: string) => load({ "top.yaml": text }).issues.map(({ kind }) => kind.code);

  test("64 levels are read, 65 are not, written out or by aliases", () => {
    expect(codes(nested(64))).toEqual([]);
    expect(codes(nested(65))).toEqual(["TooDeep"]);
    expect(codes(nested(100_000))).toEqual(["TooDeep"]);
    const chain = Array.from({ length: 80 }, (_, i) => `k${i + 1}: &a${i + 1} [*a${i}]`).join("\n");
    expect(codes(`k0: &a0 [1]\n${chain}\n`)).toContain("TooDeep");
  });

  test("an alias names the anchor before it, and one into itself has no end", () => {
    expect(load({ "top.yaml": "a: &x 1\nb: *x\nc: &x 2\nd: *x\n" }).data).toEqual({ a: 1, b: 1, c: 2, d: 2 });
    expect(codes("a: *x\nb: &x 1\n")).toEqual(["YamlSyntax"]);
    expect(codes("a: &x { b: { c: *x } }\n")).toEqual(["AliasCycle"]);
    expect(codes("a: &x [1]\nb: [*x, *x]\n")).toEqual([]);
  });

  test("a merge key merges mappings alone", () => {
    expect(load({ "top.yaml": "a: &a { x: 1 }\nb: { <<: [*a, { y: 2 }] }\n" }).data).toEqual({
      a: { x: 1 },
      b: { x: 1, y: 2 },
    });
    for (const value of ["5", "null", "[5]", "[[]]", "text"])
      expect(codes(`a: { <<: ${value} }\n`)).toEqual(["BadMerge"]);
  });

  test("a key that JavaScript would lose is refused; others of its names are ordinary keys", () => {
    expect(codes("a: { __proto__: 1 }\n")).toEqual(["BadKey"]);
    expect(load({ "top.yaml": "a: { constructor: 1, toString: 2 }\n" }).data).toEqual({
      a: { constructor: 1, toString: 2 },
    });
  });
});

describe("the order of the report", () => {
  test("what keeps a file from being read comes before what is wrong in others", () => {
    const { issues } = load({ "top.yaml": "extends: [zzz.yaml]\n" });
    const later = { kind: specKinds.WrongType, file: "a.yaml", line: 1, column: 1, message: "" };
    expect(inOrder([later, ...issues]).map(({ kind }) => kind.code)).toEqual(["FileMissing", "WrongType"]);
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
