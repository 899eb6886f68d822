import * as z from "zod";
import { planEndings, endingSoon } from "../../../lib/maintenance/support";
import { healthRule, supportRules } from "../../../lib/maintenance/events";
import { planned } from "../../support/environments";
import { decide } from "../../support/iam";
import { place } from "../../support/sns-sqs";

const contentSpec = z.object({ title: z.string(), description: z.string() });
const end = { what: "Kafka on MSK", version: "3.8.x", until: "2028-03-01", source: "a test" };

test("what several systems run on is told once, with all of them", () => {
  const endings = planEndings([
    { name: "orders", supportEnds: [end] },
    { name: "bookings", supportEnds: [end, { ...end, version: "3.9.x" }] },
    { name: "work", supportEnds: [] },
  ]);
  expect(endings.map(({ id, systems }) => [id, systems])).toEqual([
    ["kafka-on-msk-3-8-x", ["orders", "bookings"]],
    ["kafka-on-msk-3-9-x", ["bookings"]],
  ]);
});

test("it is told from 180, 90 and 30 days ahead on, by literal days that a leap day is counted in", () => {
  const rules = supportRules(place, planEndings([{ name: "orders", supportEnds: [end] }]));
  expect(rules.map(({ trigger }) => trigger)).toEqual([
    { schedule: "cron(0 9 3 9 ? 2027-2199)" },
    { schedule: "cron(0 9 2 12 ? 2027-2199)" },
    { schedule: "cron(0 9 31 1 ? 2028-2199)" },
  ]);
  for (const { message, name } of rules) {
    // The form that chat channels show.
    const shown = z.object({ version: z.literal("1.0"), source: z.literal("custom"), content: contentSpec });
    const { content } = shown.parse(JSON.parse(message ?? ""));
    expect(content.title).toBe("prod: support ends on 2028-03-01");
    expect(content.description).toMatch(/^support of Kafka on MSK 3\.8\.x ends on 2028-03-01 \(orders/);
    expect(name).toMatch(/^prod-maintenance-/);
  }
});

test.each([
  ["2027-09-02", []],
  ["2027-09-03", ["in 180 days"]],
  ["2028-03-01", ["in 0 days"]],
  ["2028-03-02", ["and is over"]],
])("a check on %s says %p", (today, said) => {
  const lines = endingSoon(planEndings([{ name: "orders", supportEnds: [end] }]), today);
  expect(lines.map((line) => line.split("), ")[1])).toEqual(said);
});

test("patches, faults and requests of AWS Health are told of the services that messages run on", () => {
  const { trigger } = healthRule(place);
  const pattern = "pattern" in trigger ? trigger.pattern : "";
  expect(JSON.parse(pattern)).toMatchObject({
    source: ["aws.health"],
    detail: { eventTypeCategory: ["scheduledChange", "issue", "accountNotification"] },
  });
  for (const name of ["KAFKA", "MQ", "SQS", "SNS", "KINESIS", "LAMBDA", "ES"]) expect(pattern).toContain(`"${name}"`);
});

describe("the rules, by simulation", () => {
  const { foundation, maintenance } = planned("prod");
  const { alerts, key } = foundation;
  const account = "111122223333";
  const role = `arn:aws:iam::${account}:role/${maintenance.role.name}`;
  const ours = `arn:aws:events:eu-west-1:${account}:rule/prod-maintenance-health`;
  const others = `arn:aws:events:eu-west-1:${account}:rule/prod-orders`;
  const topic = (named: { readonly arn: string; readonly policy: string } | undefined, action = "sns:Publish") =>
    decide({
      principal: role,
      action,
      resource: named?.arn ?? "",
      account,
      identityPolicies: [maintenance.role.document],
      resourcePolicy: named?.policy ?? "",
    });
  const keyArn = `arn:aws:kms:eu-west-1:${account}:key/00000000-0000-0000-0000-000000000000`;

  test("tell the owner's tickets, by their role, and nobody else", async () => {
    const [pages, tickets] = alerts.topics;
    await expect(topic(tickets)).resolves.toBe("allowed");
    await expect(topic(tickets, "sns:Subscribe")).resolves.toBe("denied");
    await expect(topic(pages)).resolves.toBe("denied");
  });

  test("encrypt with the foundation's key what they tell, and with no other", async () => {
    const uses = (alias: string, action = "kms:GenerateDataKey") =>
      decide({
        principal: role,
        action,
        resource: keyArn,
        account,
        identityPolicies: [maintenance.role.document],
        resourcePolicy: key.policy,
        context: { "kms:CallerAccount": account, "kms:ResourceAliases": [alias] },
      });
    await expect(uses(key.alias)).resolves.toBe("allowed");
    await expect(uses("alias/prod-orders")).resolves.toBe("denied");
    await expect(uses(key.alias, "kms:ScheduleKeyDeletion")).resolves.toBe("denied");
  });

  test("are alone in having the role", () => {
    expect(JSON.parse(maintenance.role.trust)).toMatchObject({
      Statement: [
        {
          Principal: { Service: "events.amazonaws.com" },
          Condition: {
            ArnLike: { "aws:SourceArn": `arn:aws:events:eu-west-1:${account}:rule/prod-maintenance-*` },
            StringEquals: { "aws:SourceAccount": account },
          },
        },
      ],
    });
    for (const { name } of maintenance.rules) expect(name).toMatch(/^prod-maintenance-.{1,47}$/);
  });

  test("set aside what could not be told, where an alarm says so, and other rules do not", async () => {
    const { arn, name, policy } = alerts.undelivered;
    const set = (source: string) =>
      decide({
        principal: "events.amazonaws.com",
        action: "sqs:SendMessage",
        resource: arn,
        account,
        resourcePolicy: policy,
        context: { "aws:SourceArn": source },
      });
    await expect(set(ours)).resolves.toBe("allowed");
    await expect(set(others)).resolves.toBe("denied");
    const watched = foundation.alarms.alarms.map(({ metric }) => JSON.stringify(metric));
    expect(watched.filter((metric) => metric.includes(`"QueueName":"${name}"`))).toHaveLength(2);
  });

  test("encrypt what they set aside for that queue alone", async () => {
    const uses = (queue: string, action = "kms:GenerateDataKey") =>
      decide({
        principal: "events.amazonaws.com",
        action,
        resource: keyArn,
        account,
        resourcePolicy: key.policy,
        context: { "kms:CallerAccount": "999999999999", "kms:EncryptionContext:aws:sqs:arn": queue },
      });
    await expect(uses(alerts.undelivered.arn)).resolves.toBe("allowed");
    await expect(uses(`${alerts.undelivered.arn}-2`)).resolves.toBe("denied");
    await expect(uses(alerts.undelivered.arn, "kms:ScheduleKeyDeletion")).resolves.toBe("denied");
  });
});
