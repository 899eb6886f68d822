import * as z from "zod";
import { Issues } from "../../lib/core/issues";
import { read } from "../../lib/core/read";

const cluster = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("provisioned").default("provisioned"), storage: z.string().optional() }),
    z.strictObject({ mode: z.literal("express"), instanceType: z.string() }),
  ])
  .prefault({ mode: "provisioned" });
const schema = z.strictObject({ cluster });

function issuesOf(value: unknown): string[] {
  const issues = new Issues();
  read(schema, value, [], issues);
  return issues.all.map(({ kind, path, message }) => `${path.join(".")} ${kind.code}: ${message}`);
}

describe("a union whose branch a key names", () => {
  test("takes the branch that stands for a key left out", () => {
    expect(issuesOf({})).toEqual([]);
    expect(issuesOf({ cluster: { storage: "1TiB" } })).toEqual([]);
  });

  test("knows only the keys of the branch that is named", () => {
    expect(issuesOf({ cluster: { mode: "express", instanceType: "large", storage: "1TiB" } })).toEqual([
      "cluster.storage UnknownKey: 'storage' is not known here; known: mode, instanceType",
    ]);
  });

  test("says what the naming key takes", () => {
    expect(issuesOf({ cluster: { mode: "expres" } })).toEqual([
      `cluster.mode NotAllowed: "expres" is not allowed; allowed: provisioned, express; did you mean 'express'?`,
    ]);
  });

  test("says what is missing in the branch", () => {
    expect(issuesOf({ cluster: { mode: "express" } })).toEqual([
      "cluster.instanceType MissingKey: 'instanceType' is missing; it takes a text",
    ]);
  });
});
