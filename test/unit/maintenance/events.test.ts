import { planEndings, endingSoon } from "../../../lib/maintenance/support";
import { healthRules, supportRules } from "../../../lib/maintenance/events";
import { planned } from "../../support/environments";
import { decide } from "../../support/iam";
import { place } from "../../support/sns-sqs";

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

test("it is told 180, 90 and 30 days ahead, by literal days that a leap day is counted in", () => {
  const rules = supportRules(place, planEndings([{ name: "orders", supportEnds: [end] }]));
  expect(rules.map(({ trigger }) => trigger)).toEqual([
    { schedule: "cron(0 9 3 9 ? 2027)" },
    { schedule: "cron(0 9 2 12 ? 2027)" },
    { schedule: "cron(0 9 31 1 ? 2028)" },
  ]);
  for (const { message, name } of rules) {
    expect(JSON.parse(message ?? "")).toMatch(
      /^prod: in \d+ days support of Kafka on MSK 3\.8\.x ends on 2028-03-01 \(orders/,
    );
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
  const patterns = healthRules(place).map(({ trigger }) => ("pattern" in trigger ? trigger.pattern : ""));
  expect(patterns.map((pattern): unknown => JSON.parse(pattern))).toMatchObject(
    ["scheduledChange", "issue", "accountNotification"].map((category) => ({
      source: ["aws.health"],
      detail: { eventTypeCategory: [category] },
    })),
  );
  for (const pattern of patterns)
    for (const name of ["KAFKA", "MQ", "SQS", "SNS", "KINESIS", "LAMBDA", "ES"]) expect(pattern).toContain(`"${name}"`);
});

describe("EventBridge, by simulation", () => {
  const { foundation } = planned("prod");
  const { alerts, key } = foundation;
  const account = "111122223333";
  const topic = (principal: string, action: string, context = {}) =>
    decide({ principal, action, resource: alerts.arn, account, resourcePolicy: alerts.policy, context });
  const keyArn = `arn:aws:kms:eu-west-1:${account}:key/00000000-0000-0000-0000-000000000000`;
  const ofKey = (action: string) =>
    decide({
      principal: "events.amazonaws.com",
      action,
      resource: keyArn,
      account,
      resourcePolicy: key.policy,
      context: { "kms:CallerAccount": "999999999999" },
    });

  test("publishes to the alerts topic over TLS, and does nothing else with it", async () => {
    await expect(topic("events.amazonaws.com", "sns:Publish")).resolves.toBe("allowed");
    await expect(topic("events.amazonaws.com", "sns:Publish", { "aws:SecureTransport": "false" })).resolves.toBe(
      "denied",
    );
    await expect(topic("events.amazonaws.com", "sns:Subscribe")).resolves.toBe("denied");
    await expect(topic("scheduler.amazonaws.com", "sns:Publish")).resolves.toBe("denied");
    await expect(topic("arn:aws:iam::999999999999:role/other", "sns:Publish")).resolves.toBe("denied");
  });

  test("uses the foundation's key to encrypt what it publishes, and for nothing else", async () => {
    await expect(ofKey("kms:GenerateDataKey")).resolves.toBe("allowed");
    await expect(ofKey("kms:Decrypt")).resolves.toBe("allowed");
    await expect(ofKey("kms:ScheduleKeyDeletion")).resolves.toBe("denied");
  });
});
