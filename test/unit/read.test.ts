import * as z from "zod";
import { Issues } from "../../lib/core/issues";
import { read } from "../../lib/core/read";
import { duration } from "../../lib/core/spec";

const cluster = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: z.literal("provisioned").default("provisioned"), storage: z.string().optional() }),
    z.strictObject({ mode: z.literal("express"), instanceType: z.string() }),
  ])
  .prefault({ mode: "provisioned" });
const schema = z.strictObject({ cluster });

function issuesOf(value: unknown, of: z.ZodType = schema): string[] {
  const issues = new Issues();
  read(of, value, [], issues);
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

describe("a word, or a mapping in its place", () => {
  const schedule = z.strictObject({
    test: z.union([z.enum(["daily", "weekly"]), z.strictObject({ every: z.string(), maxAge: duration("1d", "366d") })]),
  });

  test.each([
    [{ every: "weekly", maxAge: "400d" }, "test.maxAge OutOfRange: 400d is outside 1d to 366d"],
    [
      { every: "weekly", maxAge: "6d", maxage: "6d" },
      "test.maxage UnknownKey: 'maxage' is not known here; did you mean 'maxAge'?; known: every, maxAge",
    ],
    [{ maxAge: "6d" }, "test.every MissingKey: 'every' is missing; it takes a text"],
    ["weekley", `test NotAllowed: "weekley" is not allowed; allowed: daily, weekly; did you mean 'weekly'?`],
    [5, "test WrongType: 5 is not allowed; one of daily, weekly, or a mapping is expected"],
  ])("%j is judged as what it was meant to be", (value, issue) => {
    expect(issuesOf({ test: value }, schedule)).toEqual([issue]);
  });
});
