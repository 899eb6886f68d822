import { loadEnvironment } from "../../bin/environment-file";
import type { SystemStackPlan } from "../../lib/environment/system";
import { decide, everything, type Request } from "../support/iam";
import { channelsOf } from "../support/sns-sqs";

const { plan, issues } = loadEnvironment("stacks/environments/prod.yaml");
if (plan === undefined || issues.length > 0) throw new Error("prod.yaml has issues");
const { systems, foundation } = plan;
const account = "111122223333";
const role = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;

interface Target {
  readonly name: string;
  readonly arn: string;
  readonly policy: string;
}

const targets: Target[] = channelsOf(plan).flatMap((channel) => {
  const queues = channel.kind === "topic" ? channel.subscribers : [channel];
  const all = queues.flatMap(({ queue, deadLetters }) => [queue, deadLetters]);
  return channel.kind === "topic" ? [channel.topic, channel.undelivered, ...all] : all;
});
const target = (name: string): Target => {
  const found = targets.find((one) => one.name === `prod-${name}`);
  if (found === undefined) throw new Error(`no ${name}; there are ${targets.map((one) => one.name).join(", ")}`);
  return found;
};
const identityPolicies = (client: string) =>
  systems
    .flatMap(({ access }) => access.identityPolicies.filter((policy) => policy.client === client))
    .map((p) => p.document);

const receiving = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:ChangeMessageVisibility",
  "sqs:GetQueueAttributes",
  "sqs:GetQueueUrl",
];
const sending = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"];
const actions = {
  sns: ["sns:Publish", "sns:Subscribe", "sns:SetTopicAttributes", "sns:DeleteTopic", "sns:AddPermission"],
  sqs: [
    ...receiving,
    "sqs:SendMessage",
    "sqs:PurgeQueue",
    "sqs:SetQueueAttributes",
    "sqs:DeleteQueue",
    "sqs:StartMessageMoveTask",
  ],
};

/** Written by hand from `access:` in base.yaml and prod.yaml. */
const allowed: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  identity: { "notifications-user-events": ["sns:Publish"] },
  shop: { "notifications-orders.fifo": ["sns:Publish"], "work-thumbnails": sending },
  mailer: { "notifications-user-events-email": receiving, "work-thumbnails": receiving },
  partner: { "notifications-orders-warehouse.fifo": receiving },
};

const principals: Readonly<Record<string, Pick<Request, "principal" | "identityPolicies">>> = {
  identity: { principal: role("identity"), identityPolicies: identityPolicies("identity") },
  shop: { principal: role("shop"), identityPolicies: identityPolicies("shop") },
  mailer: { principal: role("mailer"), identityPolicies: identityPolicies("mailer") },
  partner: { principal: role("warehouse", "444455556666"), identityPolicies: [everything] },
};

/** Every action on every resource that a principal gets through. */
async function reach(of: Pick<Request, "principal" | "identityPolicies" | "context">) {
  const reached: Record<string, string[]> = {};
  for (const { name, arn, policy } of targets)
    for (const action of arn.includes(":sns:") ? actions.sns : actions.sqs)
      if ((await decide({ ...of, action, resource: arn, account, resourcePolicy: policy })) === "allowed")
        (reached[name.replace(/^prod-/, "")] ??= []).push(action);
  return reached;
}
const sorted = (all: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(all).map(([name, list]) => [name, [...list].sort()]));

describe("each client reaches what access: says, and nothing else", () => {
  test.each(Object.keys(allowed))("%s", async (client) => {
    expect(sorted(await reach(principals[client]!))).toEqual(sorted(allowed[client]!));
  });

  test.each(Object.keys(allowed))("%s reaches nothing without TLS", async (client) => {
    expect(await reach({ ...principals[client]!, context: { "aws:SecureTransport": "false" } })).toEqual({});
  });

  test.each([
    ["another role of the partner's account", role("intruder", "444455556666")],
    ["an administrator of an account that nobody named", role("admin", "999999999999")],
  ])("%s reaches nothing", async (_, principal) => {
    expect(await reach({ principal, identityPolicies: [everything] })).toEqual({});
  });

  test("an administrator of the own account without TLS reaches nothing", async () => {
    const context = { "aws:SecureTransport": "false" };
    expect(await reach({ principal: role("admin"), identityPolicies: [everything], context })).toEqual({});
  });
});

describe("SNS delivers to a queue", () => {
  const deliver = (queue: string, topic: string, more = {}) => {
    const { arn, policy } = target(queue);
    const context = { "aws:SourceArn": topic, "aws:SourceAccount": account, ...more };
    return decide({
      principal: "sns.amazonaws.com",
      action: "sqs:SendMessage",
      resource: arn,
      account,
      resourcePolicy: policy,
      context,
    });
  };
  const own = target("notifications-user-events").arn;

  test("from its own topic", async () => {
    expect(await deliver("notifications-user-events-email", own)).toBe("allowed");
    expect(await deliver("notifications-user-events-undelivered", own)).toBe("allowed");
  });
  test("not from another topic, and not to a queue without a topic", async () => {
    expect(await deliver("notifications-user-events-email", target("notifications-orders.fifo").arn)).toBe("denied");
    expect(await deliver("notifications-user-events-email", own.replace(account, "999999999999"))).toBe("denied");
    expect(await deliver("work-thumbnails", own)).toBe("denied");
  });
  test("not without TLS", async () => {
    expect(await deliver("notifications-user-events-email", own, { "aws:SecureTransport": "false" })).toBe("denied");
  });
});

describe("keys", () => {
  const keyArn = `arn:aws:kms:eu-west-1:${account}:key/00000000-0000-0000-0000-000000000000`;
  const keyOf = (name: string): NonNullable<SystemStackPlan["key"]> => {
    const key = systems.find((system) => system.name === name)?.key;
    if (key === undefined) throw new Error(`${name} has no key`);
    return key;
  };
  const use = (
    of: Pick<Request, "principal" | "identityPolicies">,
    action: string,
    { alias, policy }: { alias: string; policy: string },
    more = {},
  ) => {
    const isRole = of.principal.startsWith("arn:");
    const context = {
      ...(isRole
        ? {
            "kms:ResourceAliases": [alias],
            "kms:ViaService": "sqs.eu-west-1.amazonaws.com",
            "kms:CallerAccount": /::(\d+):/.exec(of.principal)?.[1] ?? "",
          }
        : {}),
      ...more,
    };
    return decide({ ...of, action, resource: keyArn, account, resourcePolicy: policy, context });
  };

  test("a consumer decrypts with its system's key, through SQS, and with no other key", async () => {
    expect(await use(principals.mailer!, "kms:Decrypt", keyOf("work"))).toBe("allowed");
    expect(await use(principals.mailer!, "kms:GenerateDataKey", keyOf("work"))).toBe("denied");
    expect(await use(principals.mailer!, "kms:Decrypt", foundation.key)).toBe("denied");
    expect(await use(principals.identity!, "kms:Decrypt", keyOf("work"))).toBe("denied");
    const around = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
    expect(await use(principals.mailer!, "kms:Decrypt", keyOf("work"), around)).toBe("denied");
  });

  test("the partner decrypts with the key of the system that it consumes from, and only its role", async () => {
    const key = keyOf("notifications");
    expect(await use(principals.partner!, "kms:Decrypt", key)).toBe("allowed");
    expect(await use(principals.partner!, "kms:Decrypt", keyOf("work"))).toBe("denied");
    expect(await use(principals.partner!, "kms:ScheduleKeyDeletion", key)).toBe("denied");
    const intruder = { principal: role("intruder", "444455556666"), identityPolicies: [everything] };
    expect(await use(intruder, "kms:Decrypt", key)).toBe("denied");
    expect(await use(principals.partner!, "kms:Decrypt", key, { "kms:ViaService": "s3.eu-west-1.amazonaws.com" })).toBe(
      "denied",
    );
  });

  test("SNS uses the key for topics of this system only", async () => {
    const sns = { principal: "sns.amazonaws.com" };
    const topic = (arn: string) => ({ "aws:SourceArn": arn, "aws:SourceAccount": /:(\d{12}):/.exec(arn)?.[1] ?? "" });
    const own = target("notifications-user-events").arn;
    expect(await use(sns, "kms:GenerateDataKey", keyOf("notifications"), topic(own))).toBe("allowed");
    expect(await use(sns, "kms:GenerateDataKey", keyOf("work"), topic(own))).toBe("denied");
    expect(
      await use(sns, "kms:GenerateDataKey", keyOf("notifications"), topic(own.replace(account, "999999999999"))),
    ).toBe("denied");
  });

  test("CloudWatch Logs uses foundation's key for this environment's account only", async () => {
    const logs = { principal: "logs.eu-west-1.amazonaws.com" };
    const group = (of: string) => ({
      "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:eu-west-1:${of}:log-group:/signalbox/prod/audit`,
    });
    expect(await use(logs, "kms:Decrypt", foundation.key, group(account))).toBe("allowed");
    expect(await use(logs, "kms:Decrypt", foundation.key, group("999999999999"))).toBe("denied");
  });

  test("an administrator of the own account manages the key; one of another account does not", async () => {
    const admin = (of: string) => ({ principal: role("admin", of), identityPolicies: [everything] });
    expect(await use(admin(account), "kms:ScheduleKeyDeletion", keyOf("work"))).toBe("allowed");
    expect(await use(admin("999999999999"), "kms:ScheduleKeyDeletion", keyOf("work"))).toBe("denied");
  });
});
