import { readFileSync } from "node:fs";
import * as z from "zod";

const reportSpec = z.object({ unparsed: z.literal(0), checks: z.record(z.string(), z.object({ name: z.string() })) });
const report = reportSpec.parse(JSON.parse(readFileSync("test/scan/report.json", "utf8")));
const argued = readFileSync("docs/scanners.md", "utf8");

test("each check that failed when the stacks were last scanned is argued, and no other", () => {
  const ids = [...argued.matchAll(/^\| `(CKV\w+)` \|/gm)].map(([, id]) => id);
  expect(ids).toEqual(Object.keys(report.checks).sort());
});
