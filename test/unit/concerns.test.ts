import { Issues } from "../../lib/core/issues";
import type { Client, IamPermission } from "../../lib/core/grants";
import { renderAccess } from "../../lib/access/plan";
import { planKey } from "../../lib/encryption/plan";
import { planSnsSqs } from "../../lib/engines/sns-sqs";
import { planBucket } from "../../lib/logging/bucket";
import { retentionDays } from "../../lib/logging/plan";
import { planAlarms } from "../../lib/monitoring/plan";
import { planNetwork } from "../../lib/network/plan";
import { networkSpec } from "../../lib/network/spec";
import { codesOf, place } from "../support/sns-sqs";

describe("network", () => {
  const plan = (spec: object) => {
    const issues = new Issues();
    const network = planNetwork(place, networkSpec.parse({ cidr: "10.40.0.0/16", ...spec }), ["network"], issues);
    return { network, codes: issues.all.map(({ kind }) => kind.code) };
  };

  test.each([
    ["10.0.0.0/15", false],
    ["10.0.0.0/16", true],
    ["10.0.0.0/24", true],
    ["10.0.0.0/25", false],
    ["172.31.0.0/16", true],
    ["172.32.0.0/16", false],
    ["192.168.0.0/16", true],
    ["192.169.0.0/16", false],
    ["10.0.1.0/16", false],
    ["10.0.0.256/24", false],
  ])("%s is taken: %s", (cidr, ok) => {
    expect(plan({ cidr }).codes).toEqual(ok ? [] : ["BadCidr"]);
  });

  test("zones by number begin at a; by letters they are what is said", () => {
    const zones = (spec: object) => plan(spec).network.subnets.map(({ zone }) => zone);
    expect(zones({ zones: 2 })).toEqual(["eu-west-1a", "eu-west-1b"]);
    expect(zones({ zones: ["a", "d"] })).toEqual(["eu-west-1a", "eu-west-1d"]);
  });

  test("subnets lie in the range and do not overlap", () => {
    expect(plan({}).network.subnets.map(({ cidr }) => cidr)).toEqual([
      "10.40.0.0/18",
      "10.40.64.0/18",
      "10.40.128.0/18",
    ]);
  });
});

test.each([
  [1, 1],
  [2, 3],
  [90, 90],
  [91, 120],
  [400, 400],
  [6 * 365, 2192],
  [10 * 365, 3653],
])("logs kept %i days stay %i in CloudWatch: never shorter", (asked, kept) => {
  expect(retentionDays(asked * 86_400)).toBe(kept);
});

describe("buckets", () => {
  const bucket = (more = {}) =>
    planBucket(place, { purpose: "archive", encryption: "our-key", expireSeconds: 86_401, protect: true, ...more });
  test("a retention is rounded up to days, and a lock keeps its mode", () => {
    expect(bucket().expireDays).toBe(2);
    expect(bucket({ lock: { mode: "compliance", retention: 86_400 } }).lock).toEqual({ mode: "COMPLIANCE", days: 1 });
    expect(bucket().lock).toBeUndefined();
  });
  test("plain text is refused for the bucket and all in it", () => {
    expect(JSON.parse(bucket().policy)).toMatchObject({
      Statement: [{ Effect: "Deny", Principal: "*", Resource: [bucket().arn, `${bucket().arn}/*`] }],
    });
  });
});

test.each([
  [true, 30],
  [false, 7],
])("a key whose protection is %s waits %i days before it is deleted", (protect, days) => {
  expect(planKey(place, { parts: ["prod", "x"], description: "x", uses: [], protect }).deletionWindowDays).toBe(days);
});

test("alarms keep the signal's words, and name the runbook and the severity", () => {
  const { facts } = planSnsSqs(place, "work", { pattern: "work-queue", channels: { jobs: { maxAge: "1h" } } });
  const alarm = planAlarms(place, facts).alarms.find(({ id }) => id === "jobs-oldest-message");
  expect(alarm).toMatchObject({
    name: "prod-work-jobs-oldest-message",
    comparison: "GreaterThanThreshold",
    threshold: 3600,
    metric: {
      name: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: "prod-work-jobs" },
      statistic: "Maximum",
    },
  });
  expect(alarm?.description).toMatch(/docs\/runbooks\/oldest-message\.md \(page\)$/);
});

describe("managed policies of one role", () => {
  const client: Client = {
    name: "shop",
    path: [],
    identity: { kind: "role", account: place.account, role: `arn:aws:iam::${place.account}:role/shop` },
  };
  const permissions = (count: number): IamPermission[] =>
    Array.from({ length: count }, (_, i) => ({
      mechanism: "iam",
      grant: { client, verb: "produce", channel: `c${i}`, path: [] },
      sid: `Produce${i}`,
      actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
      resourceArn: `arn:aws:sqs:eu-west-1:${place.account}:prod-work-${"x".repeat(60)}${i}`,
      keyActions: ["kms:Decrypt"],
      via: "sqs.eu-west-1.amazonaws.com",
    }));
  const render = (count: number) => {
    return renderAccess(place, "work", permissions(count), "alias/prod-work");
  };

  test("are filled to IAM's limit, with nothing lost and no name twice", () => {
    const access = render(100);
    expect(access.identityPolicies.length).toBeGreaterThan(1);
    for (const { document } of access.identityPolicies) expect(document.length).toBeLessThanOrEqual(6_144);
    expect(new Set(access.identityPolicies.map(({ name }) => name)).size).toBe(access.identityPolicies.length);
    const all = access.identityPolicies.map(({ document }) => document).join();
    for (let i = 0; i < 100; i++) expect(all).toContain(`"Produce${i}"`);
  });
});

describe("what is the client's own", () => {
  const permission = (account: string, more: Partial<IamPermission>): IamPermission => ({
    mechanism: "iam",
    grant: {
      client: {
        name: "reader",
        path: [],
        identity: { kind: "role", account, role: `arn:aws:iam::${account}:role/reader` },
      },
      verb: "consume",
      channel: "views",
      group: "totals",
      path: [],
    },
    sid: "Lease",
    actions: ["dynamodb:GetItem"],
    resourceArn: `arn:aws:dynamodb:eu-west-1:${account}:table/totals`,
    keyActions: [],
    via: "",
    ...more,
  });
  const render = (...permissions: IamPermission[]) => renderAccess(place, "clicks", permissions, "alias/prod-clicks");

  test.each([place.account, "444455556666"])("ends in no resource's policy, for a client of account %s", (account) => {
    const { resourceStatements, identityPolicies, foreignPolicies, report } = render(
      permission(account, { ownedByClient: true }),
    );
    expect(resourceStatements).toEqual({});
    const own = account === place.account ? identityPolicies[0]?.document : foreignPolicies.reader;
    expect(own).toContain(`arn:aws:dynamodb:eu-west-1:${account}:table/totals`);
    expect(report.map(({ mechanism }) => mechanism)).toEqual(["identity-policy"]);
  });

  test("a condition holds in a resource's policy too, beside the one on the principal", () => {
    const condition = { ArnEquals: { "x:Arn": "a" }, Bool: { "x:Flag": "true" } };
    const [[statement] = []] = Object.values(render(permission("444455556666", { condition })).resourceStatements);
    expect(statement?.Condition).toEqual({
      ArnEquals: { "x:Arn": "a", "aws:PrincipalArn": ["arn:aws:iam::444455556666:role/reader"] },
      Bool: { "x:Flag": "true" },
    });
  });
});

test.each([
  [1_000, []],
  [1_001, ["TooManyTopics"]],
])("%i ordered topics", (count, codes) => {
  const channels = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`c${i}`, { ordered: true, subscribers: { reader: {} } }]),
  );
  expect(codesOf(() => planSnsSqs(place, "many", { channels })).map((code) => code.split(" ")[0])).toEqual(codes);
});
