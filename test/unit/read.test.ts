import * as z from "zod";
import { Issues } from "../../lib/core/issues";
import { read, suggestion } from "../../lib/core/read";
import { duration, region } from "../../lib/core/spec";

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

describe("a text that has a form", () => {
  const archive = z.strictObject({ retention: duration("1d", "10y").describe("…"), region, note: z.string() });
  const whole = { retention: "30d", region: "eu-west-1", note: "none" };

  test.each([
    [{ retention: undefined }, "retention MissingKey: 'retention' is missing; it takes a duration from 1d to 10y"],
    [{ region: undefined }, "region MissingKey: 'region' is missing; it takes an AWS region such as eu-west-1"],
    [
      { retention: 400 },
      "retention WrongType: 400 is a number; a duration from 1d to 10y is expected; write it with its unit",
    ],
    [{ retention: [] }, "retention WrongType: [] is a list; a duration from 1d to 10y is expected"],
    [{ region: 1 }, "region WrongType: 1 is a number; an AWS region such as eu-west-1 is expected; write it in quotes"],
    [{ note: true }, "note WrongType: true is a boolean; a text is expected; write it in quotes"],
  ])("%p is told what is written there", (value, issue) => {
    expect(issuesOf({ ...whole, ...value }, archive)).toEqual([issue]);
  });
});

test.each([
  [Infinity, ".inf is no finite number; a number is expected"],
  [-Infinity, "-.inf is no finite number; a number is expected"],
  [NaN, ".nan is no finite number; a number is expected"],
  [null, "null is nothing; a number is expected"],
])("%p is shown as it stands in the file", (threshold, text) => {
  expect(issuesOf({ threshold }, z.strictObject({ threshold: z.number() }))).toEqual([`threshold WrongType: ${text}`]);
});

test("a bound is in what it counts", () => {
  const bounds = z.strictObject({
    reason: z.string().min(8).max(9),
    one: z.string().min(1),
    list: z.array(z.int()).min(1),
  });
  expect(issuesOf({ reason: "busy", one: "", list: [] }, bounds)).toEqual([
    'reason OutOfRange: "busy" (4 characters) is below the smallest allowed, 8 characters',
    'one OutOfRange: "" (0 characters) is below the smallest allowed, 1 character',
    "list OutOfRange: a list of 0 is below the smallest allowed, 1",
  ]);
  expect(issuesOf({ reason: "ten letters", one: "1", list: [1] }, bounds)).toEqual([
    'reason OutOfRange: "ten letters" (11 characters) is above the largest allowed, 9 characters',
  ]);
});

test.each([
  ["zone", ["from", "timeZone"], "timeZone"],
  ["timeZone", ["time", "zone"], "zone"],
  ["jobs-dead-letters", ["backlog", "dead-letters"], undefined],
  ["lag", ["purchases-lag", "purchases"], "purchases-lag"],
  ["retenton", ["retention", "lock"], "retention"],
  ["subscriber", ["name", "type"], undefined],
])("'%s' of %j suggests %s", (word, known, near) => {
  expect(suggestion(word, known)).toBe(near === undefined ? "" : `; did you mean '${near}'?`);
});
