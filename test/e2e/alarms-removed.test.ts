import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudWatchClient, DeleteAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { runTerraform } from "../../bin/run-terraform";
import { Alarms } from "../../lib/monitoring/aws";
import type { CompositePlan } from "../../lib/monitoring/composites";
import type { AlarmPlan, AlarmsPlan } from "../../lib/monitoring/plan";
import { startEmulator, type Emulator } from "../support/emulator";
import { alarmsThere } from "../support/left";

jest.setTimeout(5 * 60_000);
const out = mkdtempSync(join(tmpdir(), "signalbox-alarms-"));
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
  Object.assign(process.env, emulator.env);
});
afterAll(async () => {
  await emulator.stop();
  rmSync(out, { recursive: true });
});

/** Terraform's output. Fails with it where Terraform does. */
async function terraform(...args: readonly string[]): Promise<string> {
  const { code, output } = await runTerraform([...args, "-no-color"], join(out, "stacks", "alarms"), emulator.env);
  if (code !== 0) throw new Error(output.slice(-3000));
  return output;
}

const alarm = (id: string): AlarmPlan => ({
  id,
  name: id,
  description: `Alarm ${id}`,
  metric: {
    source: "cloudwatch",
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: id },
    statistic: "Maximum",
    periodSeconds: 300,
  },
  comparison: "GreaterThanThreshold",
  threshold: 0,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  treatMissingData: "notBreaching",
  severity: "ticket",
  to: [],
});

const composite = (id: string, after: readonly string[], suppressor?: string): CompositePlan => ({
  id,
  name: id,
  description: `Composite alarm ${id}`,
  rule: after.map((name) => `ALARM("${name}")`).join(" OR "),
  after,
  to: [],
  ...(suppressor !== undefined && {
    suppressor: { id: suppressor, name: suppressor, waitSeconds: 120, extensionSeconds: 600 },
  }),
});

/** Deploys these alarms in place of those that exist, and compares what CloudWatch then has. */
async function deploys(
  alarms: readonly string[],
  composites: readonly CompositePlan[],
  edit = (json: string) => json,
): Promise<void> {
  const plan: AlarmsPlan = {
    signals: [],
    usual: [],
    objectives: [],
    changes: [],
    alarms: alarms.map(alarm),
    composites,
  };
  const app = new App({ outdir: out });
  const stack = new TerraformStack(app, "alarms");
  new AwsProvider(stack, "Aws", { region: "eu-west-1" });
  new LocalBackend(stack, { path: join(out, "alarms.tfstate") });
  new Alarms(stack, "Alarms", { plan, topicArn: "arn:aws:sns:eu-west-1:123456789012:alerts" });
  app.synth();
  const file = join(out, "stacks", "alarms", "cdk.tf.json");
  writeFileSync(file, edit(readFileSync(file, "utf8")));
  await terraform("init");
  await terraform("apply", "-auto-approve");
  expect(await alarmsThere()).toEqual([...alarms, ...composites.map(({ name }) => name)].sort());
  expect(await terraform("plan", "-detailed-exitcode")).toContain("No changes.");
}

test("CloudWatch deletes no alarm that a composite alarm names, in its rule or as its suppressor", async () => {
  await deploys(["a", "b"], [composite("all", ["a"], "b")]);
  const cloudwatch = new CloudWatchClient({});
  for (const AlarmNames of [["a"], ["b"]])
    await expect(cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }))).rejects.toThrow();
});

/** Each is deployed over the one before: what is missing in it is removed. */
const steps: readonly (readonly [string, readonly string[], readonly CompositePlan[]])[] = [
  [
    "alarms, composite alarms over composite alarms, and a suppressor that is a composite alarm",
    ["a", "b", "c", "d", "e", "f"],
    [
      composite("broken", ["a", "b"]),
      composite("part-1", ["c", "d"]),
      composite("part-2", ["e", "f"]),
      composite("all", ["part-1", "part-2"], "broken"),
    ],
  ],
  [
    "one alarm of a part, and one of the suppressor, which is a single alarm from then on",
    ["a", "c", "d", "e"],
    [composite("part-1", ["c", "d"]), composite("part-2", ["e"]), composite("all", ["part-1", "part-2"], "a")],
  ],
  ["the parts: the root names the alarms themselves", ["a", "c", "d", "e"], [composite("all", ["c", "d", "e"], "a")]],
  ["the suppressor", ["c", "d", "e"], [composite("all", ["c", "d", "e"])]],
  ["all alarms of the root but one, and the root", ["c"], []],
  ["the last", [], []],
];
test.each(steps)("removed in one deploy: %s", (_, alarms, composites) => deploys(alarms, composites));

test("alarms that an earlier version deployed are removed after one deploy that changes nothing else", async () => {
  const earlier = (json: string) => json.replaceAll('"create_before_destroy": true', '"create_before_destroy": false');
  await deploys(["a", "b"], [composite("all", ["a", "b"])], earlier);
  await expect(deploys(["a"], [composite("all", ["a"])])).rejects.toThrow(/depend/i);
  await deploys(["a", "b"], [composite("all", ["a", "b"])]);
  await deploys(["a"], [composite("all", ["a"])]);
});
