import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The command line as a user runs it, each time in a process of its own. */
function signalbox(...args: string[]) {
  return run(args, process.env);
}
function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", resolve("bin/signalbox.ts"), ...args],
    { encoding: "utf8", env },
  );
  return { status, stdout, stderr, all: stdout + stderr };
}
/** Whatever the day: prod has a freeze. */
const open = ["--override-freeze", "a test deploys nothing"];
const stackTrace = /^\s+at .+:\d+:\d+\)?$/m;

test("check says what is wrong with every broken file, ends with 2, and never with a stack trace", () => {
  const folder = "test/config/broken";
  const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
  const { status, all } = signalbox("check", ...files.map((file) => join(folder, file)));
  expect(status).toBe(2);
  expect(all).not.toMatch(stackTrace);
  for (const file of files)
    for (const [, layer, at, code] of readFileSync(join(folder, file), "utf8").matchAll(
      /^# expect (?:(\S+?):)?(\d+:\d+) (\w+)$/gm,
    ))
      expect(all).toContain(`${join(folder, layer ?? file)}:${at}  ${code}  `);
});

test("commands print nothing on the stream of errors but warnings of their own, on any Node", () => {
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = process.env;
  const out = mkdtempSync(join(tmpdir(), "signalbox-quiet-"));
  for (const args of [
    ["check", "prod", ...open],
    ["explain", "BadCidr"],
    ["explain", "systems.work.engine", "prod"],
    ["stacks", "prod"],
    ["synth", "prod", "--out", out],
  ]) {
    const { stderr, status } = run(args, env);
    expect(stderr.split("\n").filter((line) => line !== "" && !/: warning: /.test(line))).toEqual([]);
    expect(status).toBe(0);
  }
  rmSync(out, { recursive: true });
});

test("a file with five faults is told five", () => {
  const { status, stdout } = signalbox("check", "test/config/broken/five-at-once.yaml");
  expect(status).toBe(2);
  expect(stdout.trim().split("\n")).toHaveLength(5);
  expect(stdout).toContain("test/config/broken/five-at-once.yaml:2:38  BadQuantity  ");
});

test("check of sound files ends with 0, as text and as JSON", () => {
  expect(signalbox("check", "prod", "dev", ...open)).toMatchObject({ status: 0 });
  expect(JSON.parse(signalbox("check", "prod", "--format", "json", ...open).stdout)).toMatchObject({ issues: [] });
});

test.each([
  [["check", "nowhere.yaml"], 2, /nowhere\.yaml:1:1 {2}FileMissing/],
  [["check"], 2, /missing required argument/],
  [["chek", "prod"], 2, /unknown command/],
  [["check", "prod", "--format", "xml"], 2, /text, json/],
  [["check", "prod", "--override-freeze", "because"], 2, /at least 8 characters/],
  [["check", "prod", "--override-freeze", "            "], 2, /at least 8 characters/],
  [["drill", "preflight", "prod", "--system", "legcay"], 2, /no system 'legcay'; did you mean 'legacy'/],
  [["explain", "BadCidr"], 0, /What to do:/],
  [["explain", "BadCdir"], 2, /did you mean 'BadCidr'/],
  [["explain", "systems.work.channels.thumbnails.ackDeadline", "prod"], 0, /"3m"[^]*default/],
  [["explain", "systems.clicks.channels.purchases.alarms", "prod"], 0, /^ {2}alarm: purchases-lag \(stream-lag\), /m],
  [
    ["explain", "systems.clicks.alarms", "prod"],
    0,
    /^ {2}alarm: page-views-throttled-reads \(stream-throttled-reads\)/m,
  ],
  [["explain", "systems.work.chanels", "prod"], 2, /did you mean 'channels'/],
  [
    ["stacks", "prod", "--step", "2"],
    0,
    /^prod-notifications prod-clicks prod-work prod-backoffice prod-stores .*prod-activity$/m,
  ],
  [["stacks", "prod", "--step", "9"], 2, /no step '9'/],
])("signalbox %p ends with %i", (args, status, text) => {
  const ran = signalbox(...args);
  expect(ran.all).toMatch(text);
  expect(ran.all).not.toMatch(stackTrace);
  expect(ran.status).toBe(status);
});

test.each([
  ["restore", "notifications", /^AWS does not answer states:StartExecution of arn:\S+: Could not load credentials/],
  ["preflight", "notifications", /^notifications: AWS does not tell the alarms: Could not load credentials/m],
])("drill %s without credentials ends with 3, and says what AWS was asked", (drill, system, text) => {
  const env = {
    PATH: process.env.PATH,
    HOME: "/nowhere",
    AWS_EC2_METADATA_DISABLED: "true",
    // On Node 20 the AWS SDK adds a warning of its own, which users see.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  };
  const ran = run(["drill", drill, "prod", "--system", system], env);
  expect(ran.stderr).toMatch(text);
  expect(ran.all).not.toMatch(/report it|warning|Node/i);
  expect(ran.status).toBe(3);
});

test("removing a queue without a word fails check and synth; with one, both pass and check says until when", () => {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-removed-"));
  try {
    cpSync("stacks/environments", folder, { recursive: true });
    const file = join(folder, "prod.yaml");
    const text = readFileSync(file, "utf8")
      .replace(/^ +orders: \{ subscribers: .*\n/m, "")
      .replace(/^ +channels:\n/m, "")
      .replace(/^ +- \{ client: partner.*\n/m, "");
    writeFileSync(file, text);
    for (const ran of [signalbox("check", file), signalbox("synth", file, "--out", join(folder, "out"))]) {
      expect(ran.status).toBe(2);
      expect(ran.all).toMatch(/RemovedStateful.*prod-notifications-orders-warehouse\.fifo/);
    }
    const id = "notifications/orders/subscribers/warehouse";
    writeFileSync(file, `${text}retired:\n  ${id}: { reason: the partner left, until: 2099-12-31 }\n`);
    const checked = signalbox("check", file, ...open);
    expect(checked.stdout).toMatch(/warehouse may be removed until 2099-12-31 \(the partner left\)/);
    expect(checked.status).toBe(0);
    expect(signalbox("synth", file, "--out", join(folder, "out")).status).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the JSON Schema for editors is current: npm run schema writes it", () => {
  expect(signalbox("schema").stdout).toBe(readFileSync("stacks/environments/environment.schema.json", "utf8"));
});
