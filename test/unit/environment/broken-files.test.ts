import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { loadEnvironment } from "../../../bin/environment-file";
import { inOrder } from "../../../lib/config";
import { issueCatalogue } from "../../../lib/environment/catalogue";

const folder = join("test", "config", "broken");
const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));

/** Kinds that no small file can show; each is tested where it is made. */
const elsewhere = [
  "TooManyTopics",
  "TooManyFilters",
  "TooManySubscriptions",
  "TooManyPolicies",
  "TooMany",
  "TooManyBindings",
  "TooManyQueues",
  "BadEncoding",
  "FileTooLarge",
  "FileUnreadable",
  "FunctionVariables",
  "FunctionPolicy",
  "Frozen",
  "QueueNamesTooLong",
  "StackNameShared",
  "StateShared",
  "CalendarTooLarge",
];

/** `# expect 7:28 BadQuantity`, or with a layer's file in front of the line. */
function expected(file: string): string[] {
  const lines = readFileSync(join(folder, file), "utf8").split("\n");
  return lines.flatMap((line) => /^# expect (.+)$/.exec(line)?.[1] ?? []);
}

function found(file: string): string[] {
  const { issues } = loadEnvironment(join(folder, file));
  return inOrder(issues)
    .map((issue) => ({
      ...issue,
      layer: issue.file === join(folder, file) ? "" : `${issue.file.slice(folder.length + 1)}:`,
    }))
    .sort((a, b) => a.layer.length - b.layer.length)
    .map(({ layer, line, column, kind }) => `${layer}${line}:${column} ${kind.code}`);
}

test.each(files)("%s", (file) => {
  expect(expected(file).length).toBeGreaterThan(0);
  expect(found(file).sort()).toEqual(expected(file).sort());
});

test("every kind of issue is in a file, or named here with those that are tested elsewhere", () => {
  const seen = new Set(files.flatMap(expected).map((line) => line.split(" ")[1]));
  expect(files.length).toBeGreaterThanOrEqual(60);
  expect(
    issueCatalogue
      .map(({ code }) => code)
      .filter((code) => !seen.has(code))
      .sort(),
  ).toEqual([...elsewhere].sort());
});

test("each message says more than the code, and each kind has a way out", () => {
  for (const file of files)
    for (const { message, kind } of loadEnvironment(join(folder, file)).issues) {
      expect(message.length).toBeGreaterThan(10);
      expect(kind.remedy.length).toBeGreaterThan(10);
    }
  expect(basename(folder)).toBe("broken");
});

test("no two kinds have one code", () => {
  const codes = issueCatalogue.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)]);
});
