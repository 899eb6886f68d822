import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { terraform } from "../../bin/tools";
import { Issues } from "../../lib/core/issues";
import type { StreamPlan } from "../../lib/engines/kinesis/plan";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { emulatorEnv, startEmulator, type Emulator } from "../support/emulator";
import { makeClientRoles, start } from "../support/sandbox";
import { Streams } from "../support/streams";

/** What the sandbox has not: a client of another account, with a fan-out, and metrics of each shard. */
const environment = {
  environment: "streams",
  aws: { account: "123456789012", region: "eu-west-1" },
  state: { s3: { bucket: "never-used" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  protection: { deletion: false, reason: "made to be destroyed by this test" },
  clients: {
    web: { role: "arn:aws:iam::123456789012:role/web" },
    reports: { role: "arn:aws:iam::123456789012:role/reports" },
    partner: { role: "arn:aws:iam::444455556666:role/partner" },
  },
  systems: {
    clicks: {
      pattern: "event-stream",
      engine: "kinesis",
      channels: {
        views: { owner: "web" },
        purchases: {
          partitions: 2,
          retention: "30d",
          kinesis: { fanOut: ["billing", "partner"], shardMetrics: "all" },
        },
      },
      access: [
        { client: "web", produce: ["views", "purchases"], administer: ["views"] },
        { client: "reports", consume: ["views"], group: "totals" },
        { client: "reports", consume: ["views"], group: "search" },
        { client: "reports", consume: ["purchases"], group: "billing" },
        { client: "partner", consume: ["purchases"], group: "partner" },
      ],
    },
  },
};

const minutes = 60_000;
const log = ".cache/logs/e2e-kinesis.log";
const outdir = mkdtempSync(join(tmpdir(), "signalbox-kinesis-"));
const folder = join(outdir, "stacks", "streams-clicks");
let emulator: Emulator;
let plan: EnvironmentPlan;

beforeAll(async () => {
  emulator = await startEmulator({ log: ".cache/logs/e2e-kinesis-emulator.log" });
  Object.assign(process.env, emulatorEnv(emulator.endpoint));
  const issues = new Issues();
  const planned = planEnvironment(environment, { inventory: undefined, today: "2026-11-25" }, issues);
  const codes = issues.all.map(({ kind }) => kind.code).filter((code) => code !== "InventoryOutdated");
  if (planned === undefined || codes.length > 0) throw new Error(codes.join());
  plan = planned;
  await makeClientRoles(plan);
  const app = new App({ outdir });
  addEnvironment(app, plan);
  app.synth();
  writeFileSync(join(folder, "local_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
}, minutes);

afterAll(async () => {
  await emulator.stop();
  rmSync(outdir, { recursive: true });
});

/** Runs Terraform on the stack against the emulator; fails with its output. */
async function run(command: string): Promise<string> {
  const { path, env } = terraform();
  const running = start(`${path} ${command}`, { ...env, ...emulator.env }, log, folder);
  const { code, output } = await running.done;
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${output}`);
  return output;
}

function stream(channel: string): StreamPlan {
  const streams = plan.systems.flatMap(({ system }) => (system.engine === "kinesis" ? system.streams : []));
  const found = streams.find((one) => one.channel === channel);
  if (found === undefined) throw new Error(`no stream of ${channel}`);
  return found;
}

test(
  "the stack is deployed, and a second plan is empty",
  async () => {
    await run("init -input=false -no-color");
    expect(await run("apply -input=false -no-color -auto-approve")).toContain("Apply complete!");
    expect(await run("plan -input=false -no-color -detailed-exitcode")).toContain("No changes.");
  },
  4 * minutes,
);

test("every group reads what was written, in order of its key, from where it was", async () => {
  const streams = new Streams();
  for (const [channel, groups] of [
    ["views", ["totals", "search"]],
    ["purchases", ["billing", "partner"]],
  ] as const) {
    const bodies = ["first", "second", "third"];
    await streams.put(stream(channel), ...bodies.map((body) => ({ body })));
    for (const group of groups) expect(await streams.drain(stream(channel), group)).toEqual(bodies);
    await streams.put(stream(channel), { body: "fourth" });
    for (const group of groups) expect(await streams.drain(stream(channel), group)).toEqual(["fourth"]);
  }
});

test("messages with other keys are read too, whatever shard they lie in", async () => {
  const streams = new Streams();
  const sent = Array.from({ length: 20 }, (_, i) => ({ body: `of ${i}`, key: `key ${i}` }));
  await streams.put(stream("purchases"), ...sent);
  expect(await streams.drain(stream("purchases"), "billing")).toEqual(
    expect.arrayContaining(sent.map(({ body }) => body)),
  );
});

test(
  "destroy takes the streams with their consumers",
  async () => {
    expect(await run("destroy -input=false -no-color -auto-approve")).toContain("Destroy complete!");
    await expect(new Streams().put(stream("views"), { body: "late" })).rejects.toThrow(/not found/);
  },
  4 * minutes,
);
