import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import * as z from "zod";
import { deploymentSteps, type EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { planned, plannedWith } from "../support/environments";
import { render, synthesize } from "../support/render";

const manifestSpec = z.object({ stacks: z.record(z.string(), z.object({ dependencies: z.array(z.string()) })) });
const environments = ["dev", "staging", "prod", "sandbox"];

const rendered = (plan: EnvironmentPlan): string =>
  Object.entries(synthesize(plan))
    .map(([stack, json]) => `# ${stack}\n${render(json)}`)
    .join("\n");

test.each(environments)("%s", (name) => {
  expect(rendered(planned(name))).toMatchSnapshot();
});

test("the addresses of what is stateful are a contract", () => {
  const stateful = [
    "aws_sqs_queue",
    "aws_sns_topic",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_cloudwatch_log_group",
    "aws_vpc",
  ];
  const addresses = Object.entries(synthesize(planned("prod"))).flatMap(([stack, { resource }]) =>
    stateful.flatMap((type) => Object.keys(resource[type] ?? {}).map((name) => `${stack} ${type}.${name}`)),
  );
  expect(addresses.join("\n")).toMatchInlineSnapshot(`
   "prod-foundation aws_sns_topic.Alerts_91F83244
   prod-foundation aws_kms_key.Key_961B73FD
   prod-foundation aws_s3_bucket.AccessLogs_8B620ECA
   prod-foundation aws_s3_bucket.Trail_Bucket_6C1E344E
   prod-foundation aws_cloudwatch_log_group.FlowLogs_16C1943A
   prod-foundation aws_cloudwatch_log_group.Trail_Logs_73276642
   prod-foundation aws_vpc.Network_1C6012B5
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_billing_DeadLetters_31E7526D
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_billing_Queue_85FDD640
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_large-orders_DeadLetters_CFF8F27E
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_large-orders_Queue_29880D4B
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_warehouse_DeadLetters_D9424122
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_warehouse_Queue_B5DCEEAC
   prod-notifications aws_sqs_queue.System_Channels_orders_Undelivered_51ECC2DC
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_audit_DeadLetters_704C21DF
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_audit_Queue_1562F00A
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_email_DeadLetters_AC45C0D3
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_email_Queue_69539C23
   prod-notifications aws_sqs_queue.System_Channels_user-events_Undelivered_F1D0D303
   prod-notifications aws_sns_topic.System_Channels_orders_37F711D7
   prod-notifications aws_sns_topic.System_Channels_user-events_34A9EBDC
   prod-notifications aws_kms_key.Key_961B73FD
   prod-notifications aws_cloudwatch_log_group.Logs-orders-failure_D17C5703
   prod-notifications aws_cloudwatch_log_group.Logs-user-events-failure_2B73366E
   prod-work aws_sqs_queue.System_Channels_thumbnails_DeadLetters_83EA9322
   prod-work aws_sqs_queue.System_Channels_thumbnails_Queue_6171499F
   prod-work aws_kms_key.Key_961B73FD"
  `);
});

test("what protects messages, keys and logs is on everything stateful of prod, and off in the sandbox", () => {
  for (const type of ["aws_sqs_queue", "aws_kms_key", "aws_s3_bucket"]) {
    const all = (name: string) =>
      Object.values(synthesize(planned(name))).flatMap(({ resource }) => Object.values(resource[type] ?? {}));
    expect(all("prod").length).toBeGreaterThan(1);
    for (const body of all("prod")) expect(body.lifecycle).toMatchObject({ prevent_destroy: true });
    for (const body of all("sandbox")) expect(body.lifecycle).toBeUndefined();
  }
});

test("the foundation is deployed before every system", () => {
  for (const name of environments) {
    const outdir = mkdtempSync(join(tmpdir(), "signalbox-stacks-"));
    const app = new App({ outdir });
    const stacks = addEnvironment(app, planned(name));
    app.synth();
    const manifest = manifestSpec.parse(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")));
    rmSync(outdir, { recursive: true });
    const [[foundation = ""] = [], systems = []] = deploymentSteps(planned(name));
    expect(stacks.map(({ node }) => node.id)).toEqual([foundation, ...systems]);
    expect(manifest.stacks[foundation]?.dependencies).toEqual([]);
    for (const system of systems) expect(manifest.stacks[system]?.dependencies).toEqual([foundation]);
  }
});

test("no token and no accident of text reaches Terraform", () => {
  for (const name of environments) {
    const text = JSON.stringify(synthesize(planned(name)));
    expect(text).not.toMatch(/TfToken|\[object Object\]|undefined|NaN/);
    expect(
      text
        .match(/\$\{[^}]*\}/g)
        ?.filter((reference) => !/^\$\{(aws_|data\.terraform_remote_state\.)[\w.-]+\}$/.test(reference)),
    ).toEqual([]);
  }
});

test("text that looks like a template of Terraform reaches it as text", () => {
  const odd = (text: string) =>
    text.replace('costCentre: "4711"', 'costCentre: "${x} %{y}"').replace("[signup, deletion]", '["${z}"]');
  const { "dev-notifications": stack, "dev-foundation": foundation } = synthesize(plannedWith("dev", odd));
  expect(JSON.stringify(stack?.resource.aws_sns_topic_subscription)).toContain("$${z}");
  expect(JSON.stringify(foundation)).toContain('"CostCentre":"$${x} %%{y}"');
});

test("two environments of the same data but their place and name differ in nothing else", () => {
  const neutral = (name: string, account: string) =>
    rendered(planned(name))
      .replaceAll(name, "ENV")
      .replaceAll(account, "ACCOUNT")
      .replace(/_[0-9A-F]{8}\b/g, "");
  expect(neutral("dev", "222233334444")).toEqual(neutral("staging", "333344445555"));
});

test("one more subscriber changes fewer than 150 lines of all snapshots together", () => {
  const more = (text: string) =>
    text.replace("          audit: {", "          archive: { maxDeliveries: 3 }\n          audit: {");
  let changed = 0;
  for (const name of environments) {
    const before = rendered(plannedWith(name, (text) => text)).split("\n");
    const after = rendered(plannedWith(name, more)).split("\n");
    const added = without(after, before);
    expect(added.some((line) => line.includes("archive"))).toBe(true);
    changed += added.length + without(before, after).length;
  }
  expect(changed).toBeLessThan(150);
});

/** The lines of the one that the other does not have. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
