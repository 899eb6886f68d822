import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import * as z from "zod";
import { deploymentSteps } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { planned, plannedWith } from "../support/environments";
import { render, renderWhole, synthesize } from "../support/render";

const manifestSpec = z.object({ stacks: z.record(z.string(), z.object({ dependencies: z.array(z.string()) })) });
const environments = ["dev", "staging", "prod", "sandbox"];

/** An environment's stacks without its own name and account, and what follows from them. */
function neutral(name: string): string {
  const plan = planned(name);
  return renderWhole(plan)
    .replaceAll(name, "ENV")
    .replaceAll(plan.place.account, "ACCOUNT")
    .replace(/_[0-9A-F]{8}\b/g, "");
}

test("prod", () => {
  expect(render(planned("prod"))).toMatchSnapshot();
});

test.each(["dev", "staging", "sandbox"])("%s, as far as it is not as prod is", (name) => {
  const prod = new Set(neutral("prod").split("\n"));
  const differing = neutral(name)
    .split("\n")
    .filter((line) => !prod.has(line));
  expect(differing.join("\n")).toMatchSnapshot();
});

test("the snapshots are so small that a reviewer reads them", () => {
  const files = readdirSync("test/stacks/__snapshots__").map((file) => join("test/stacks/__snapshots__", file));
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(300_000);
});

/** A queue of failed calls comes and goes with the functions; no message of a user is in it. */
const holdsFailedCalls = (name: string): boolean => name.startsWith("Functions_FailedCalls");

test("the addresses of what is stateful are a contract", () => {
  const stateful = [
    "aws_sqs_queue",
    "aws_sns_topic",
    "aws_kinesis_stream",
    "aws_kms_key",
    "aws_s3_bucket",
    "aws_cloudwatch_log_group",
    "aws_vpc",
  ];
  const addresses = Object.entries(synthesize(planned("prod"))).flatMap(([stack, { resource }]) =>
    stateful.flatMap((type) =>
      Object.keys(resource[type] ?? {})
        .filter((name) => !holdsFailedCalls(name))
        .map((name) => `${stack} ${type}.${name}`),
    ),
  );
  expect(addresses.join("\n")).toMatchInlineSnapshot(`
   "prod-copies aws_kms_key.Key_961B73FD
   prod-copies aws_s3_bucket.AccessLogs_8B620ECA
   prod-copies aws_s3_bucket.Stores_Exports_C217E887
   prod-copies aws_s3_bucket.Stores_Messages-clicks_8A19B176
   prod-copies aws_s3_bucket.Stores_Messages-notifications_A5C0E506
   prod-copies aws_s3_bucket.Stores_Messages-orders-stream_25D715D9
   prod-copies aws_s3_bucket.Stores_Messages-stores_C575004C
   prod-foundation aws_sqs_queue.Alerts_Undelivered_DEEA54B1
   prod-foundation aws_sns_topic.Alerts_91F83244
   prod-foundation aws_sns_topic.Alerts_shop-page_0AC42B45
   prod-foundation aws_sns_topic.Alerts_ticket_638E93BE
   prod-foundation aws_kms_key.Key_961B73FD
   prod-foundation aws_s3_bucket.AccessLogs_8B620ECA
   prod-foundation aws_s3_bucket.Archive_DA4CB258
   prod-foundation aws_s3_bucket.Stores_Exports_C217E887
   prod-foundation aws_s3_bucket.Stores_Messages-clicks_8A19B176
   prod-foundation aws_s3_bucket.Stores_Messages-notifications_A5C0E506
   prod-foundation aws_s3_bucket.Stores_Messages-orders-stream_25D715D9
   prod-foundation aws_s3_bucket.Stores_Messages-stores_C575004C
   prod-foundation aws_s3_bucket.Trail_Bucket_6C1E344E
   prod-foundation aws_cloudwatch_log_group.FlowLogs_16C1943A
   prod-foundation aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-foundation aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-foundation aws_cloudwatch_log_group.Search-search_Logs-search-application_1CFD7342
   prod-foundation aws_cloudwatch_log_group.Search-search_Logs-search-audit_AA4520DB
   prod-foundation aws_cloudwatch_log_group.Search-search_Logs-search-index-slow_9453E401
   prod-foundation aws_cloudwatch_log_group.Search-search_Logs-search-search-slow_F665B0AA
   prod-foundation aws_cloudwatch_log_group.Trail_Logs_73276642
   prod-foundation aws_vpc.Network_1C6012B5
   prod-notifications aws_sqs_queue.System_Channels_orders_Archive_DeadLetters_C90178BB
   prod-notifications aws_sqs_queue.System_Channels_orders_Archive_Queue_59F6574D
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_billing_DeadLetters_31E7526D
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_billing_Queue_85FDD640
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_large-orders_DeadLetters_CFF8F27E
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_large-orders_Queue_29880D4B
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_warehouse_DeadLetters_D9424122
   prod-notifications aws_sqs_queue.System_Channels_orders_Subscribers_warehouse_Queue_B5DCEEAC
   prod-notifications aws_sqs_queue.System_Channels_orders_Undelivered_51ECC2DC
   prod-notifications aws_sqs_queue.System_Channels_user-events_Archive_DeadLetters_EDFEF40D
   prod-notifications aws_sqs_queue.System_Channels_user-events_Archive_Queue_892C5F0B
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_audit_DeadLetters_704C21DF
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_audit_Queue_1562F00A
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_email_DeadLetters_AC45C0D3
   prod-notifications aws_sqs_queue.System_Channels_user-events_Subscribers_email_Queue_69539C23
   prod-notifications aws_sqs_queue.System_Channels_user-events_Undelivered_F1D0D303
   prod-notifications aws_sns_topic.System_Channels_orders_37F711D7
   prod-notifications aws_sns_topic.System_Channels_user-events_34A9EBDC
   prod-notifications aws_kms_key.Key_961B73FD
   prod-notifications aws_cloudwatch_log_group.Logs-function-archive_8F275819
   prod-notifications aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-notifications aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-notifications aws_cloudwatch_log_group.Logs-function-replay_066F795E
   prod-notifications aws_cloudwatch_log_group.Logs-function-restore-age_CFF70762
   prod-notifications aws_cloudwatch_log_group.Logs-function-restore-compare_55BACE75
   prod-notifications aws_cloudwatch_log_group.Logs-function-restore-report_EB9C5A4B
   prod-notifications aws_cloudwatch_log_group.Logs-function-restore-sample_A6EC62B7
   prod-notifications aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-notifications aws_cloudwatch_log_group.Logs-orders-failure_D17C5703
   prod-notifications aws_cloudwatch_log_group.Logs-restore-test_C3568B91
   prod-notifications aws_cloudwatch_log_group.Logs-user-events-failure_2B73366E
   prod-clicks aws_kinesis_stream.System_Streams_page-views_907E6A95
   prod-clicks aws_kinesis_stream.System_Streams_purchases_F3BAD06F
   prod-clicks aws_kms_key.Key_961B73FD
   prod-clicks aws_cloudwatch_log_group.Logs-function-archive_8F275819
   prod-clicks aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-clicks aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-clicks aws_cloudwatch_log_group.Logs-function-replay_066F795E
   prod-clicks aws_cloudwatch_log_group.Logs-function-restore-age_CFF70762
   prod-clicks aws_cloudwatch_log_group.Logs-function-restore-compare_55BACE75
   prod-clicks aws_cloudwatch_log_group.Logs-function-restore-report_EB9C5A4B
   prod-clicks aws_cloudwatch_log_group.Logs-function-restore-sample_A6EC62B7
   prod-clicks aws_cloudwatch_log_group.Logs-function-scale-shards_F827B4F6
   prod-clicks aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-clicks aws_cloudwatch_log_group.Logs-restore-test_C3568B91
   prod-work aws_sqs_queue.System_Channels_thumbnails_DeadLetters_83EA9322
   prod-work aws_sqs_queue.System_Channels_thumbnails_Queue_6171499F
   prod-work aws_kms_key.Key_961B73FD
   prod-work aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-work aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-work aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-backoffice aws_kms_key.Key_961B73FD
   prod-backoffice aws_cloudwatch_log_group.Logs-function-broker_56C19E63
   prod-backoffice aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-backoffice aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-backoffice aws_cloudwatch_log_group.Logs-function-queues_A0F52778
   prod-backoffice aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-stores aws_kms_key.Key_961B73FD
   prod-stores aws_cloudwatch_log_group.Logs-function-archive_8F275819
   prod-stores aws_cloudwatch_log_group.Logs-function-broker_56C19E63
   prod-stores aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-stores aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-stores aws_cloudwatch_log_group.Logs-function-queues_A0F52778
   prod-stores aws_cloudwatch_log_group.Logs-function-replay_066F795E
   prod-stores aws_cloudwatch_log_group.Logs-function-restore-age_CFF70762
   prod-stores aws_cloudwatch_log_group.Logs-function-restore-compare_55BACE75
   prod-stores aws_cloudwatch_log_group.Logs-function-restore-report_EB9C5A4B
   prod-stores aws_cloudwatch_log_group.Logs-function-restore-sample_A6EC62B7
   prod-stores aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-stores aws_cloudwatch_log_group.Logs-restore-test_C3568B91
   prod-legacy aws_kms_key.Key_961B73FD
   prod-legacy aws_cloudwatch_log_group.Logs-function-broker_56C19E63
   prod-legacy aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-legacy aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-legacy aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-orders-stream aws_kms_key.Key_961B73FD
   prod-orders-stream aws_cloudwatch_log_group.Logs-broker_7A57EA82
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-archive_8F275819
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-replay_066F795E
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-restore-age_CFF70762
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-restore-compare_55BACE75
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-restore-report_EB9C5A4B
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-restore-sample_A6EC62B7
   prod-orders-stream aws_cloudwatch_log_group.Logs-function-topics_F0C1D2B3
   prod-orders-stream aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-orders-stream aws_cloudwatch_log_group.Logs-restore-test_C3568B91
   prod-bookings aws_kms_key.Key_961B73FD
   prod-bookings aws_cloudwatch_log_group.Logs-broker_7A57EA82
   prod-bookings aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-bookings aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-bookings aws_cloudwatch_log_group.Logs-function-topics_F0C1D2B3
   prod-bookings aws_cloudwatch_log_group.Logs-log-delivery_1E27730F
   prod-activity aws_kms_key.Key_961B73FD
   prod-activity aws_cloudwatch_log_group.Logs-function-export_87933F01
   prod-activity aws_cloudwatch_log_group.Logs-function-log-documents_EF3A236F
   prod-activity aws_cloudwatch_log_group.Logs-function-topics_F0C1D2B3
   prod-activity aws_cloudwatch_log_group.Logs-log-delivery_1E27730F"
  `);
});

test("what protects messages, keys and logs is on everything stateful of prod, and off in the sandbox", () => {
  for (const type of ["aws_sqs_queue", "aws_kinesis_stream", "aws_kms_key", "aws_s3_bucket"]) {
    const all = (name: string) =>
      Object.values(synthesize(planned(name))).flatMap(({ resource }) =>
        Object.entries(resource[type] ?? {}).flatMap(([id, body]) => (holdsFailedCalls(id) ? [] : [body])),
      );
    expect(all("prod").length).toBeGreaterThan(1);
    for (const body of all("prod")) expect(body.lifecycle).toMatchObject({ prevent_destroy: true });
    for (const body of all("sandbox")) expect(Object.keys(body.lifecycle ?? {})).not.toContain("prevent_destroy");
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
    const [first = [], systems = []] = deploymentSteps(planned(name));
    const foundation = first.at(-1) ?? "";
    expect(stacks.map(({ node }) => node.id)).toEqual([...first, ...systems]);
    expect(manifest.stacks[foundation]?.dependencies).toEqual(first.slice(0, -1));
    for (const system of systems) expect(manifest.stacks[system]?.dependencies).toEqual([foundation]);
  }
});

/** Every template that a stack may hold: a reference to what AWS assigns, or one of these. */
const templates = [
  /^\$\{(aws_|data\.terraform_remote_state\.|terraform_data\.|ephemeral\.)[\w.[\]-]+\}$/,
  /^\$\{element\(aws_mq_broker\.[\w.[\]-]+, \d\)\}$/,
  // As many subnets as brokers are in.
  /^\$\{slice\(data\.terraform_remote_state\.Foundation\.outputs\.subnetIds, 0, \d\)\}$/,
  // An address that somebody wrote into a secret.
  /^\$\{data\.aws_secretsmanager_secret_version\.[\w.-]+\.secret_string\}$/,
  // A password that is made once, and one that no plan asks for.
  /^\$\{(uuid\(\)|sensitive\(uuid\(\)\)|sensitive\(terraform_data\.[\w.-]+\))\}$/,
  /^\$\{timestamp\(\) != \\*"\\*"\}$/,
];

test("no token and no accident of text reaches Terraform", () => {
  for (const name of environments) {
    const text = JSON.stringify(synthesize(planned(name)));
    expect(text).not.toMatch(/TfToken|\[object Object\]|undefined|NaN/);
    // What is escaped reaches Terraform as text.
    const found = [...new Set(text.match(/(?<!\$)\$\{[^}]*\}/g))];
    expect(found.filter((one) => !templates.some((template) => template.test(one)))).toEqual([]);
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
  expect(neutral("dev")).toEqual(neutral("staging"));
});

test("one more subscriber changes fewer than 150 lines of all snapshots together", () => {
  const more = (text: string) =>
    text.replace("          audit: {", "          reports: { maxDeliveries: 3 }\n          audit: {");
  let changed = 0;
  for (const name of environments) {
    const before = render(plannedWith(name, (text) => text)).split("\n");
    const after = render(plannedWith(name, more)).split("\n");
    const added = without(after, before);
    expect(added.some((line) => line.includes("reports"))).toBe(true);
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
