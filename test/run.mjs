#!/usr/bin/env node
// `npm test`: gets ready what is needed, runs every tier that this machine can run, and says plainly which it did not.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { delimiter, join } from "node:path";
import { activemq, kafka, rabbitmq, ruler } from "../bin/setup/brokers.mjs";
import { nodes } from "../bin/setup/node.mjs";
import { packages, setUp } from "../bin/setup.mjs";
import { Missing } from "../bin/setup/steps.mjs";

const cores = availableParallelism();
/** What runs side by side. Whoever deploys waits most of the time, as long as AWS would need to settle. */
const rounds = [
  { tiers: ["unit", "contract", "stacks"], workers: cores },
  { tiers: ["terraform", "e2e"], workers: cores + 1, needTools: true },
];
/** Brokers, and Event Ruler, that tests of the tier e2e run, in files that begin with its name, and what gets the broker ready. */
const brokers = { activemq, kafka, rabbitmq, ruler };

/** What is missing for the tiers that need Terraform or the emulator; undefined when nothing is. */
async function missingTools() {
  try {
    await setUp();
    return undefined;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    await packages();
    return error.message;
  }
}

/** What is missing for each broker that this machine cannot run, by its name. */
async function missingBrokers() {
  const missing = {};
  for (const [name, getReady] of Object.entries(brokers))
    try {
      await getReady();
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      missing[name] = error.message;
    }
  return missing;
}

/** Everything that runs on a user's own Node: units, stacks, the command line, and a project outside. */
const onEachNode = { tiers: ["unit", "stacks", "e2e"], workers: cores };
const outsideAlone = ["--testPathPatterns", "/test/(unit|stacks)/|/test/e2e/package[.]"];

/** The folders of other versions of Node, or what is missing for them. */
async function otherNodes() {
  try {
    return { folders: await nodes() };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return { folders: {}, missing: error.message };
  }
}

/** Runs the tests of a user's own Node on another version; the result of each tier carries the version. */
function runOn(version, folder) {
  const node = { executable: join(folder, "node"), env: { ...env, PATH: `${folder}${delimiter}${env.PATH}` } };
  return run(onEachNode, [], { ...node, name: `node-${version}`, only: outsideAlone }).map(({ tier, ...result }) => ({
    ...result,
    tier: `${tier} on Node ${version}`,
  }));
}

/** Runs the tiers of a round, and gives back what came of each. */
function run(
  { tiers, workers },
  without,
  { executable = process.execPath, name = "", only = [], env: with_ = env } = {},
) {
  const report = `reports/${[...tiers, name].filter(Boolean).join("-")}.json`;
  rmSync(report, { force: true });
  const jest = [
    "node_modules/jest/bin/jest.js",
    "--ci",
    `--maxWorkers=${workers}`,
    "--selectProjects",
    ...tiers,
    "--json",
    `--outputFile=${report}`,
    ...only,
    ...without.flatMap((name) => ["--testPathIgnorePatterns", `/e2e/${name}[.-]`]),
  ];
  const { status } = spawnSync(executable, jest, { stdio: ["inherit", "ignore", "inherit"], env: with_ });
  const { testResults } = JSON.parse(readFileSync(report, "utf8"));
  const results = tiers.map((tier) => resultOf(tier, testResults));
  // Jest knows of failures that no test is to blame for.
  const [first] = results;
  if (status !== 0 && results.every(({ failed }) => failed === 0)) first.failed = 1;
  return results;
}

function resultOf(tier, testResults) {
  const files = testResults.filter(({ name }) => name.includes(`/test/${tier}/`));
  const count = (status) =>
    files.flatMap(({ assertionResults }) => assertionResults).filter((test) => test.status === status).length;
  const [passed, failed] = [count("passed"), count("failed")];
  // A file that cannot even be loaded has no tests that could fail; a tier without a test proves nothing.
  const broken = files.some(({ status }) => status === "failed") || passed === 0;
  return { tier, passed, failed: failed + (failed === 0 && broken) };
}

const env = {
  ...process.env,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  // Terraform and its provider spend a fifth of their time on memory that a short run need not give back.
  GOGC: process.env.GOGC ?? "300",
};

const started = Date.now();
// The brokers first: set-up writes down where everything is.
const noBroker = await missingBrokers();
const missing = await missingTools();
const ran = rounds.filter(({ needTools }) => missing === undefined || !needTools);
mkdirSync("reports", { recursive: true });
const { folders, missing: noNode } = await otherNodes();
function timed(title, runTiers) {
  console.log(`\n${title}`);
  const since = Date.now();
  const ended = runTiers();
  for (const { tier, passed, failed } of ended) console.log(`${tier}: ${passed} passed, ${failed} failed`);
  console.log(`${Math.round((Date.now() - since) / 1000)} s`);
  return ended;
}
const results = [
  ...ran.flatMap((round) => timed(round.tiers.join(", "), () => run(round, Object.keys(noBroker)))),
  ...Object.entries(folders).flatMap(([version, folder]) => timed(`Node ${version}`, () => runOn(version, folder))),
];
console.log(`\n${Math.round((Date.now() - started) / 1000)} s in all`);
const notRun = [
  ...rounds
    .filter((round) => !ran.includes(round))
    .flatMap(({ tiers }) => tiers.map((tier) => `${tier}: did not run: ${missing}`)),
  ...(noNode === undefined ? [] : [`Node 22 and 24: did not run: ${noNode}`]),
  ...(missing === undefined ? Object.entries(noBroker).map(([name, what]) => `e2e/${name}: did not run: ${what}`) : []),
];
for (const line of notRun) console.log(line);
const sum = (what) => results.reduce((total, result) => total + result[what], 0);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
// On a developer's machine a missing tool is not a failure; where CI runs, every test must run.
process.exit(sum("failed") > 0 || (notRun.length > 0 && process.env.CI) ? 1 : 0);
