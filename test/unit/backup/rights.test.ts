import { planned } from "../../support/environments";
import { decide } from "../../support/iam";

const plan = planned("prod");
const system = plan.systems.find(({ name }) => name === "notifications")!;
const { restore } = system.backup;
const bucket = plan.foundation.stores.messages.find((one) => one.system === "notifications")!.bucket.arn;
const account = "111122223333";

const of = (id: string) => system.functions.functions.find((one) => one.id === id)!;
const may = (document: string, action: string, resource: string, context = {}) =>
  decide({
    principal: `arn:aws:iam::${account}:role/program`,
    action,
    resource,
    account,
    identityPolicies: [document],
    context,
  });

test.each([
  ["archive", "s3:PutObject", "messages/notifications/orders/2026/11/25/13/a.ndjson.gz", "allowed"],
  ["archive", "s3:PutObject", "manifests/notifications/orders/2026/11/25/13/a.json", "allowed"],
  ["archive", "s3:GetObject", "messages/notifications/orders/2026/11/25/13/a.ndjson.gz", "denied"],
  ["archive", "s3:DeleteObject", "messages/notifications/orders/2026/11/25/13/a.ndjson.gz", "denied"],
  ["archive", "s3:PutObject", "restore-state/latest-good.json", "denied"],
  ["restore-sample", "s3:GetObject", "messages/notifications/orders/a.ndjson.gz", "allowed"],
  ["restore-sample", "s3:PutObject", "messages/notifications/orders/a.ndjson.gz", "denied"],
  ["restore-sample", "s3:PutObject", "restore-samples/run/orders/expected.ndjson.gz", "allowed"],
  ["replay", "s3:GetObject", "restore-samples/run/orders/expected.ndjson.gz", "allowed"],
  ["replay", "s3:GetObject", "messages/notifications/orders/a.ndjson.gz", "denied"],
  ["restore-compare", "s3:GetObject", "restore-samples/run/orders/received.ndjson.gz", "allowed"],
  ["restore-compare", "s3:PutObject", "restore-samples/run/orders/received.ndjson.gz", "denied"],
  ["restore-report", "s3:PutObject", "restore-tests/run/evidence.json", "allowed"],
  ["restore-report", "s3:PutObject", "restore-state/latest-good.json", "allowed"],
  ["restore-age", "s3:GetObject", "restore-state/latest-good.json", "allowed"],
  ["restore-age", "s3:PutObject", "restore-state/watched-since.json", "allowed"],
  ["restore-age", "s3:PutObject", "restore-tests/run/evidence.json", "denied"],
] as const)("%s: %s on %s is %s", async (id, action, key, decision) => {
  expect(await may(of(id).role.document, action, `${bucket}/${key}`)).toBe(decision);
});

test.each([
  ["prod-notifications-restore-0a1b2c3d.fifo", "allowed"],
  ["prod-notifications-orders-billing.fifo", "denied"],
  ["prod-notifications-orders-archive.fifo", "denied"],
])("what replays may send to %s: %s", async (queue, decision) => {
  for (const action of ["sqs:CreateQueue", "sqs:SendMessage", "sqs:DeleteQueue"])
    expect(await may(of("replay").role.document, action, `arn:aws:sqs:eu-west-1:${account}:${queue}`)).toBe(decision);
});

test("the state machine calls its four programs, and no other", async () => {
  const calls = system.functions.functions.map(async ({ id, arn }) =>
    (await may(restore!.role.document, "lambda:InvokeFunction", arn)) === "allowed" ? [id] : [],
  );
  expect((await Promise.all(calls)).flat().sort()).toEqual([
    "replay",
    "restore-compare",
    "restore-report",
    "restore-sample",
  ]);
});

test("the schedule starts the state machine, and no other", async () => {
  const start = (arn: string) => may(restore!.schedule.role.document, "states:StartExecution", arn);
  expect(await start(restore!.arn)).toBe("allowed");
  expect(await start(restore!.arn.replace("notifications", "clicks"))).toBe("denied");
});

test("metrics are published in the environment's own namespace alone", async () => {
  const publish = (namespace: string) =>
    may(
      of("restore-report").role.document,
      "cloudwatch:PutMetricData",
      `arn:aws:cloudwatch:eu-west-1:${account}:dataset/default`,
      { "cloudwatch:namespace": namespace },
    );
  expect(await publish("Signalbox/prod")).toBe("allowed");
  expect(await publish("AWS/SQS")).toBe("denied");
});

describe("logs of encrypted executions", () => {
  const key = `arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d-0000-4000-8000-000000000000`;
  const uses = (who: string, action: string, context: Readonly<Record<string, string>>) =>
    decide({
      principal: who,
      action,
      resource: key,
      account,
      identityPolicies: who.startsWith("arn:") ? [restore!.role.document] : [],
      resourcePolicy: system.key!.policy,
      context: { ...context, "kms:CallerAccount": account, "kms:ResourceAliases": ["alias/prod-notifications"] },
    });
  const delivery = (of: string) => ({ "kms:EncryptionContext:SourceArn": `arn:aws:logs:eu-west-1:${of}:*` });

  test.each([
    [`arn:aws:iam::${account}:role/machine`, "kms:GenerateDataKey"],
    ["delivery.logs.amazonaws.com", "kms:Decrypt"],
  ])("%s may call %s for their delivery in this account, and for no other", async (who, action) => {
    expect(await uses(who, action, delivery(account))).toBe("allowed");
    expect(await uses(who, action, delivery("999999999999"))).toBe("denied");
  });
});
