// `npm run facts [-- FILE]`: compares what lib/ states of AWS with AWS's own models, and names the sources that were read
// long ago. Writes the report to FILE, or prints it. Ends with 1 when there is a difference.
import { writeFileSync } from "node:fs";
import { agedOn, citations, mostDays } from "./ages";
import { compareAll } from "./comparisons";

const today = new Date().toISOString().slice(0, 10);
const { version, outcomes } = compareAll();
const all = citations();
const aged = agedOn(today, all);
const row = (...cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
const report = [
  `# Facts, compared on ${today}`,
  "",
  `Written by \`npm run facts\`. Models: botocore ${version}.`,
  "",
  row("field", "model", "differences"),
  "|---|---|---|",
  ...outcomes.map(({ field, shape, differences }) =>
    row(`\`${field}\``, shape, differences.length === 0 ? "none" : JSON.stringify(differences.slice(0, 5))),
  ),
  "",
  `${all.length} sources have the day or month in which they were read; ${aged.length} of them more than ${mostDays} days ago${aged.length === 0 ? "." : ":"}`,
  ...(aged.length === 0 ? [] : ["", row("place", "read", "text"), "|---|---|---|"]),
  ...aged.map(({ place, read, text }) => row(place, read, text)),
  "",
].join("\n");

const file = process.argv[2];
if (file === undefined) console.log(report);
else writeFileSync(file, report);
process.exitCode = outcomes.some(({ differences }) => differences.length > 0) ? 1 : 0;
