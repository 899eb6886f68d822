import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";

const stackSpec = z.object({ resource: z.record(z.string(), z.record(z.string(), z.looseObject({}))) });
let project: string;

const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "signalbox-outside-"));
  cpSync("test/e2e/outside-project", project, { recursive: true });
  run("npm", ["pack", "--silent", "--pack-destination", project], ".");
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync("package.json", "utf8")));
  const tarball = `signalbox-${version}.tgz`;
  run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${tarball}`], project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const stack = (name: string) =>
  stackSpec.parse(JSON.parse(readFileSync(join(project, "cdktf.out", "stacks", name, "cdk.tf.json"), "utf8"))).resource;

test("a project outside installs the package, type-checks and synthesizes", () => {
  run(process.execPath, [resolve("node_modules/@typescript/native/bin/tsc"), "-p", "."], project);
  run(process.execPath, ["built/main.js"], project);
});

test("the system composed in TypeScript is whole", () => {
  const made = stack("notifications");
  const names = Object.values(made.aws_sqs_queue ?? {}).map(({ name }) => name);
  expect(names.sort()).toEqual([
    "prod-notifications-user-events-email",
    "prod-notifications-user-events-email-dead-letters",
    "prod-notifications-user-events-undelivered",
  ]);
  for (const queue of Object.values(made.aws_sqs_queue ?? {})) {
    expect(queue.kms_master_key_id).toMatch(/^\$\{aws_kms_key\./);
    expect(queue).toMatchObject({ lifecycle: { prevent_destroy: true } });
  }
  const [grant] = Object.values(made.aws_iam_role_policy ?? {});
  expect(grant?.role).toMatch(/^\$\{aws_iam_role\.Email\.name\}$/);
  expect(grant?.policy).toContain("sqs:ReceiveMessage");
  expect(grant?.policy).not.toContain("sqs:SendMessage");
  expect(Object.keys(made.aws_cloudwatch_metric_alarm ?? {}).length).toBeGreaterThanOrEqual(5);
});

test("of a system that exists nothing is built, and alarms watch it: ours and the project's own", () => {
  const made = stack("orders");
  expect(Object.keys(made)).toEqual(["aws_cloudwatch_metric_alarm"]);
  const alarms = Object.values(made.aws_cloudwatch_metric_alarm ?? {});
  expect(alarms.map(({ alarm_name }) => alarm_name)).toContain("orders-nothing-sent");
  const queues = alarms.map(({ dimensions }) => z.object({ QueueName: z.string() }).parse(dimensions).QueueName);
  expect(new Set(queues)).toEqual(new Set(["legacy-orders", "legacy-orders-dlq"]));
});

test("the command line comes with the package", () => {
  cpSync("stacks/environments", join(project, "stacks", "environments"), { recursive: true });
  expect(run("node_modules/.bin/signalbox", ["check", "prod"], project)).toContain("fine");
});
