#!/usr/bin/env node
// `npm test`: gets ready what is needed, runs every tier that this machine can run, and says plainly which it did not.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { activemq, kafka, rabbitmq } from "../bin/setup/brokers.mjs";
import { packages, setUp } from "../bin/setup.mjs";
import { Missing } from "../bin/setup/steps.mjs";

const tiers = ["unit", "contract", "stacks", "terraform", "e2e"];
const needTools = ["terraform", "e2e"];
/** Brokers that tests of the tier e2e run, in files that begin with its name, and what gets the broker ready. */
const brokers = { activemq, kafka, rabbitmq };

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

function run(tier, without) {
  const report = `reports/${tier}.json`;
  rmSync(report, { force: true });
  const ignored = without.flatMap((name) => ["--testPathIgnorePatterns", `/e2e/${name}[.-]`]);
  const jest = [
    "node_modules/jest/bin/jest.js",
    "--ci",
    // Whoever drives Terraform and brokers waits most of the time.
    "--maxWorkers=100%",
    "--selectProjects",
    tier,
    "--json",
    `--outputFile=${report}`,
    ...ignored,
  ];
  const { status } = spawnSync(process.execPath, jest, {
    stdio: ["inherit", "ignore", "inherit"],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
  // A file that cannot even be loaded has no tests that could fail; a tier without a test proves nothing.
  const failed =
    numFailedTests + (numFailedTests === 0 && (numFailedTestSuites > 0 || status !== 0 || numPassedTests === 0));
  return { passed: numPassedTests, failed };
}

const started = Date.now();
// The brokers first: set-up writes down where everything is.
const noBroker = await missingBrokers();
const missing = await missingTools();
const ran = tiers.filter((tier) => missing === undefined || !needTools.includes(tier));
mkdirSync("reports", { recursive: true });
let passed = 0;
let failed = 0;
for (const tier of ran) {
  const since = Date.now();
  console.log(`\n${tier}`);
  const result = run(tier, tier === "e2e" ? Object.keys(noBroker) : []);
  console.log(
    `${tier}: ${result.passed} passed, ${result.failed} failed in ${Math.round((Date.now() - since) / 1000)} s`,
  );
  passed += result.passed;
  failed += result.failed;
}
console.log(`\n${Math.round((Date.now() - started) / 1000)} s in all`);
const notRun = [
  ...tiers.filter((tier) => !ran.includes(tier)).map((tier) => `${tier}: did not run: ${missing}`),
  ...(ran.includes("e2e") ? Object.entries(noBroker) : []).map(([name, what]) => `e2e/${name}: did not run: ${what}`),
];
for (const line of notRun) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
// On a developer's machine a missing tool is not a failure; where CI runs, every test must run.
process.exit(failed > 0 || (notRun.length > 0 && process.env.CI) ? 1 : 0);
