import { App, TerraformStack, Testing } from "cdktf";
import * as z from "zod";
import type { LateReferences } from "../../../lib/core/late";
import { policyText } from "../../../lib/core/policy";
import { planMq, type MqPlan } from "../../../lib/engines/mq";
import { Mq } from "../../../lib/engines/mq/aws";
import { decide } from "../../support/iam";
import { activeMqPlan, soundPlan } from "../../support/mq";

const late: LateReferences = {
  keyArn: "arn:aws:kms:eu-west-1:111122223333:key/1",
  network: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2", "subnet-3"] },
  logGroupNames: {},
};
const stackSpec = z.object({
  ephemeral: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  resource: z.record(z.string(), z.record(z.string(), z.looseObject({}))).default({}),
});
const brokerSpec = z.looseObject({
  subnet_ids: z.string(),
  logs: z.unknown(),
  user: z.array(z.looseObject({ password: z.string() })),
  lifecycle: z.object({ ignore_changes: z.array(z.string()), prevent_destroy: z.boolean().optional() }),
  depends_on: z.array(z.string()),
});

function build(plan: MqPlan) {
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  const { built } = new Mq(stack, "System", { plan, ...late });
  const text = Testing.synth(stack);
  const json = stackSpec.parse(JSON.parse(text));
  return { ...json, built, text, all: (type: string) => Object.values(json.resource[type] ?? {}) };
}
const brokerOf = (plan: MqPlan) => brokerSpec.parse(build(plan).all("aws_mq_broker")[0]);

const access = [
  { client: "till", produce: ["jobs"] },
  { client: "ledger", consume: ["jobs"] },
];
const system = { channels: { jobs: {} }, access };
const single = { deployment: "single", reason: "a place to try things out" };

test.each([
  ["a cluster", soundPlan(system), 3],
  ["a single RabbitMQ", soundPlan({ ...system, mq: single }), 1],
  ["a pair", activeMqPlan(system), 2],
  ["a single ActiveMQ", activeMqPlan({ ...system, mq: { broker: "activemq", ...single } }), 1],
])(
  "%s is in as many subnets as Amazon MQ takes for it, also when they are known after apply only",
  (_, plan, count) => {
    expect(brokerOf(plan).subnet_ids).toBe(`\${slice(["subnet-1", "subnet-2", "subnet-3"], 0, ${count})}`);
  },
);

test("no change of users makes a broker anew, and it is protected as its system is", () => {
  const { lifecycle } = brokerOf(soundPlan(system));
  expect(lifecycle).toEqual({ ignore_changes: ["user"], prevent_destroy: true });
  expect(brokerOf({ ...soundPlan(system), protect: false }).lifecycle).toEqual({ ignore_changes: ["user"] });
});

test("audit logs are asked for of ActiveMQ alone: Amazon MQ refuses a RabbitMQ broker with the key", () => {
  expect(brokerOf(soundPlan(system)).logs).toEqual({ general: true });
  expect(brokerOf(activeMqPlan(system)).logs).toEqual({ general: true, audit: "true" });
});

test("a broker waits for what it writes its logs by, and for every password", () => {
  const wanted = (plan: MqPlan) => brokerOf(plan).depends_on.map((address) => address.split(".")[0]);
  const passwords = ["aws_secretsmanager_secret_version", "aws_secretsmanager_secret_version"];
  expect(wanted(soundPlan(system))).toEqual([passwords[0], passwords[0], ...passwords]);
  expect(wanted(soundPlan({ ...system, mq: { version: "3.13" } }))).toEqual([passwords[0], ...passwords]);
  expect(wanted(activeMqPlan(system))).toEqual([passwords[0], ...passwords, "aws_cloudwatch_log_resource_policy"]);
});

test("passwords of clients are in no argument that Terraform keeps", () => {
  const { ephemeral, all, resource } = build(soundPlan(system));
  expect(Object.keys(ephemeral?.aws_secretsmanager_random_password ?? {})).toHaveLength(3);
  const versions = all("aws_secretsmanager_secret_version");
  expect(versions).toHaveLength(4);
  for (const version of versions) expect(Object.keys(version)).toEqual(expect.arrayContaining(["secret_string_wo"]));
  for (const [type, one] of Object.entries(resource))
    if (type !== "aws_secretsmanager_secret_version") expect(JSON.stringify(one)).not.toContain("random_password");
});

test("a system that stands already is not built", () => {
  const place = { environment: "prod", account: "111122223333", region: "eu-west-1" };
  const plan = planMq(place, "old", {
    pattern: "work-queue",
    channels: { jobs: {} },
    existing: { name: "old-broker" },
  });
  const { resource, built } = build(plan);
  expect(resource).toEqual({});
  expect(built.outputs).toEqual({});
  expect(plan.facts.signals[0]?.metric).toMatchObject({ metrics: { part: { dimensions: { Broker: "old-broker" } } } });
});

describe("secrets", () => {
  const plan = soundPlan(system);
  const role = (account: string) => `arn:aws:iam::${account}:role/somebody`;
  const resource = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/shop/till-Ab12Cd";
  const action = "secretsmanager:GetSecretValue";
  const all = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  const read = (account: string, context = {}) => {
    const resourcePolicy = plan.users.find(({ user }) => user === "till")?.secret.policy ?? "";
    const own = { principal: role(account), action, resource, account: "111122223333", context };
    return decide({ ...own, resourcePolicy, identityPolicies: [all] });
  };

  test("are closed to other accounts and to plain text", async () => {
    expect(await read("111122223333")).toBe("allowed");
    expect(await read("111122223333", { "aws:SecureTransport": "false" })).toBe("denied");
    expect(await read("444455556666")).toBe("denied");
  });

  test("can be taken back for as long as the system is protected", () => {
    expect(plan.administrator.recoveryDays).toBe(30);
  });
});

describe("the function", () => {
  const account = "111122223333";
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
  const secret = (name: string) => arn("secretsmanager", `secret:prod/shop/${name}-Ab12Cd`);
  const broker = (name: string) => arn("mq", `broker:${name}:b-1`);
  const group = (name: string) => arn("logs", `log-group:${name}`);
  const may = (plan: MqPlan, action: string, resource: string) =>
    decide({
      principal: `arn:aws:iam::${account}:role/prod-shop-broker`,
      action,
      resource,
      account,
      identityPolicies: [policyText(plan.facts.functions[0]?.statements ?? [])],
    });
  const rabbit = soundPlan(system);
  const active = activeMqPlan(system);

  test.each([
    ["secretsmanager:GetSecretValue", secret("till"), "allowed", "allowed"],
    ["secretsmanager:GetSecretValue", secret("signalbox"), "allowed", "allowed"],
    ["secretsmanager:GetSecretValue", secret("operator"), "denied", "denied"],
    ["secretsmanager:PutSecretValue", secret("signalbox"), "allowed", "allowed"],
    ["secretsmanager:PutSecretValue", secret("till"), "denied", "denied"],
    ["mq:UpdateUser", broker("prod-shop"), "denied", "allowed"],
    ["mq:UpdateUser", broker("prod-shop-2"), "denied", "denied"],
    ["mq:DeleteBroker", broker("prod-shop"), "denied", "denied"],
    ["logs:DescribeLogGroups", "*", "allowed", "allowed"],
    ["logs:PutRetentionPolicy", group("/aws/amazonmq/broker/b-1/general"), "allowed", "allowed"],
    ["logs:PutRetentionPolicy", group("/aws/lambda/prod-shop-broker"), "denied", "denied"],
  ])("%s on %s: %s (ActiveMQ: %s)", async (action, resource, ofRabbit, ofActive) => {
    expect(await may(rabbit, action, resource)).toBe(ofRabbit);
    expect(await may(active, action, resource)).toBe(ofActive);
  });

  test("of RabbitMQ is in the network, and knows how long logs are kept", () => {
    expect(rabbit.facts.functions[0]).toMatchObject({
      inNetwork: true,
      variables: { ADMIN_SECRET: "prod/shop/signalbox", RETENTION_DAYS: "400" },
      lateVariables: ["BROKER_ID", "ENDPOINT"],
    });
  });
});
