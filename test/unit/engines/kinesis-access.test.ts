import type { Client } from "../../../lib/core/grants";
import { planKey } from "../../../lib/encryption/plan";
import { decide, everything, type Request } from "../../support/iam";
import { roleArn, roleClient, streamOf, withAccess } from "../../support/kinesis";
import { place } from "../../support/sns-sqs";

const { account } = place;
const elsewhere = "444455556666";
const wholeAccount: Client = { name: "whole", path: [], identity: { kind: "account", account: elsewhere } };

const { plan, access, codes } = withAccess(
  {
    views: { kinesis: { fanOut: ["billing", "far"] } },
    orders: { partitions: 2, kinesis: { fanOut: ["billing"] } },
  },
  [
    { client: roleClient("web"), verb: "produce", channel: "views" },
    { client: roleClient("totals"), verb: "consume", channel: "views", group: "totals" },
    { client: roleClient("billing"), verb: "consume", channel: "views", group: "billing" },
    { client: roleClient("operator"), verb: "administer", channel: "views" },
    { client: roleClient("shop", elsewhere), verb: "produce", channel: "orders" },
    { client: roleClient("far", elsewhere), verb: "consume", channel: "views", group: "far" },
    { client: wholeAccount, verb: "consume", channel: "orders", group: "whole" },
  ],
);

/** What AWS would put at the end of a consumer's ARN. */
const created = "1764054000";
interface Target {
  readonly name: string;
  readonly arn: string;
  readonly policy?: string;
}
const targets: Target[] = plan.streams.flatMap(({ channel, arn, policy, consumers }) => [
  { name: channel, arn, ...(policy && { policy }) },
  ...consumers.map((consumer) => ({
    name: `${channel}/${consumer.name}`,
    arn: consumer.arn.replace("*", created),
    ...(consumer.policy && { policy: consumer.policy }),
  })),
]);
const actions = {
  stream: [
    "PutRecord",
    "PutRecords",
    "GetRecords",
    "GetShardIterator",
    "ListShards",
    "DescribeStream",
    "DescribeStreamSummary",
    "ListStreamConsumers",
    "RegisterStreamConsumer",
    "IncreaseStreamRetentionPeriod",
    "DecreaseStreamRetentionPeriod",
    "SplitShard",
    "MergeShards",
    "DeleteStream",
  ],
  consumer: ["SubscribeToShard", "DescribeStreamConsumer", "DeregisterStreamConsumer"],
};
type Who = Pick<Request, "principal" | "identityPolicies">;

/** A role of the own account has what is attached to it; another account lets its principals do everything. */
const own = (client: string): Who => ({
  principal: roleArn(client),
  identityPolicies: access.identityPolicies.filter((policy) => policy.client === client).map((p) => p.document),
});
const foreign = (role: string, of = elsewhere): Who => ({
  principal: roleArn(role, of),
  identityPolicies: [everything],
});

/** Every action on every stream and consumer that a principal gets through. */
async function reach(who: Who): Promise<Record<string, string[]>> {
  const reached: Record<string, string[]> = {};
  for (const { name, arn, policy } of targets)
    for (const action of arn.includes("/consumer/") ? actions.consumer : actions.stream) {
      const request = { ...who, action: `kinesis:${action}`, resource: arn, account };
      if ((await decide({ ...request, ...(policy && { resourcePolicy: policy }) })) === "allowed")
        (reached[name] ??= []).push(action);
    }
  return Object.fromEntries(Object.entries(reached).map(([name, list]) => [name, list.sort()]));
}

const producing = ["DescribeStreamSummary", "ListShards", "PutRecord", "PutRecords"];
const consuming = ["DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards"];
const fanOut = ["DescribeStreamConsumer", "SubscribeToShard"];

test("nothing of this is an issue", () => {
  expect(codes).toEqual([]);
});

describe("each client reaches what it was granted, and nothing else", () => {
  test.each<[string, Who, Record<string, string[]>]>([
    ["a producer", own("web"), { views: producing }],
    ["a group that shares the reading", own("totals"), { views: consuming }],
    ["a group with a fan-out", own("billing"), { views: consuming, "views/billing": fanOut }],
    ["a producer of another account", foreign("shop"), { orders: [...producing, ...consuming].sort() }],
    [
      "a group of another account with a fan-out",
      foreign("far"),
      { orders: consuming, views: consuming, "views/far": fanOut },
    ],
    ["a role of an account that was let in as a whole", foreign("anybody"), { orders: consuming }],
    ["a role of an account that nobody named", foreign("admin", "999999999999"), {}],
    ["a role of the own account without a grant", { principal: roleArn("nobody") }, {}],
  ])("%s", async (_, who, expected) => {
    const all = Object.fromEntries(Object.entries(expected).map(([name, list]) => [name, [...new Set(list)].sort()]));
    expect(await reach(who)).toEqual(all);
  });

  test("whoever administers changes shards and retention, and neither reads, nor deletes, nor lets others in", async () => {
    expect(await reach(own("operator"))).toEqual({
      views: [
        "DecreaseStreamRetentionPeriod",
        "DescribeStream",
        "DescribeStreamSummary",
        "IncreaseStreamRetentionPeriod",
        "ListShards",
        "ListStreamConsumers",
        "MergeShards",
        "SplitShard",
      ],
    });
  });
});

test("a stream that no other account comes to has no policy, and none names everybody: Kinesis would refuse it", () => {
  const alone = withAccess({ views: {} }, [{ client: roleClient("web"), verb: "produce", channel: "views" }]).plan;
  expect(streamOf(alone)).not.toHaveProperty("policy");
  const policies = targets.flatMap(({ policy }) => policy ?? []);
  expect(policies).toHaveLength(3);
  for (const policy of policies) {
    expect(policy).not.toMatch(/"Principal":"\*"|"AWS":"\*"|"Action":"[^"]*\*/);
    expect(policy).not.toMatch(/dynamodb|cloudwatch/);
  }
});

test("plain text has nowhere to go: every listener speaks HTTPS", () => {
  expect(plan.facts.listeners.map(({ protocol, endpoint }) => [protocol, endpoint?.slice(0, 8)])).toEqual([
    ["https", "https://"],
  ]);
});

test("another account does not administer", () => {
  const far = withAccess({ views: {} }, [{ client: wholeAccount, verb: "administer", channel: "views" }]);
  expect(far.codes).toEqual(["AdministerNotShared clicks.access.0"]);
  expect(far.access.report).toEqual([]);
});

describe("leases of the Kinesis Client Library", () => {
  const table = (group: string, of = account) => `arn:aws:dynamodb:eu-west-1:${of}:table/prod-clicks-views-${group}`;
  const may = (who: Who, action: string, resource: string, context = {}) =>
    decide({ ...who, action, resource, account: /:(\d{12}):/.exec(resource)?.[1] ?? account, context });
  const items = ["CreateTable", "DescribeTable", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Scan"];

  test("a group keeps its own, in the three tables and the index of version 3", async () => {
    const totals = own("totals");
    for (const action of items)
      for (const suffix of ["", "-WorkerMetricStats", "-CoordinatorState"])
        expect(await may(totals, `dynamodb:${action}`, table(`totals${suffix}`))).toBe("allowed");
    expect(await may(totals, "dynamodb:UpdateTable", table("totals"))).toBe("allowed");
    expect(await may(totals, "dynamodb:Query", `${table("totals")}/index/LeaseOwnerToLeaseKeyIndex`)).toBe("allowed");
  });

  test("and no table else, nor deletes one", async () => {
    for (const action of items) expect(await may(own("totals"), `dynamodb:${action}`, table("billing"))).toBe("denied");
    expect(await may(own("totals"), "dynamodb:DeleteTable", table("totals"))).toBe("denied");
    expect(await may(own("web"), "dynamodb:GetItem", table("totals"))).toBe("denied");
  });

  test("and tells CloudWatch of itself only", async () => {
    const tell = (namespace: string) =>
      may(own("totals"), "cloudwatch:PutMetricData", `arn:aws:cloudwatch:eu-west-1:${account}:dataset/default`, {
        "cloudwatch:namespace": namespace,
      });
    expect(await tell("prod-clicks-views-totals")).toBe("allowed");
    expect(await tell("prod-clicks-views-billing")).toBe("denied");
    expect(await tell("AWS/Kinesis")).toBe("denied");
  });

  test("a client of another account has them there, by the policy that its account is told to attach", () => {
    expect(access.foreignPolicies.far).toContain(`"${table("far", elsewhere)}"`);
    expect(access.foreignPolicies.whole).toContain(`arn:aws:dynamodb:eu-west-1:${elsewhere}:table/prod-clicks-orders-`);
    expect(access.foreignPolicies.shop).not.toContain("dynamodb");
  });
});

describe("keys", () => {
  const key = (system: string, uses = access.keyUses) =>
    planKey(place, {
      parts: ["prod", system],
      description: system,
      uses: [...plan.facts.keyUses, ...uses],
      protect: true,
    });
  const arn = `arn:aws:kms:eu-west-1:${account}:key/00000000-0000-0000-0000-000000000000`;
  const use = (who: Who, action: string, { alias, policy } = key("clicks"), more = {}) =>
    decide({
      ...who,
      action: `kms:${action}`,
      resource: arn,
      account,
      resourcePolicy: policy,
      context: {
        "kms:ResourceAliases": [alias],
        "kms:ViaService": "kinesis.eu-west-1.amazonaws.com",
        "kms:CallerAccount": /::(\d+):/.exec(who.principal)?.[1] ?? "",
        ...more,
      },
    });

  test.each([
    ["a producer", own("web"), "GenerateDataKey", "Decrypt"],
    ["a reader", own("totals"), "Decrypt", "GenerateDataKey"],
    ["a producer of another account", foreign("shop"), "GenerateDataKey", "Decrypt"],
    ["a reader of another account", foreign("far"), "Decrypt", "ScheduleKeyDeletion"],
  ])("%s uses the system's key as far as it must, through Kinesis", async (_, who, needed, not) => {
    expect(await use(who, needed)).toBe("allowed");
    const around = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
    expect(await use(who, needed, key("clicks"), around)).toBe("denied");
    if (who.principal !== roleArn("shop", elsewhere)) expect(await use(who, not)).toBe("denied");
  });

  test("and no other system's key", async () => {
    for (const who of [own("web"), own("totals")])
      for (const action of ["Decrypt", "GenerateDataKey"])
        expect(await use(who, action, key("work", []))).toBe("denied");
    expect(await use(foreign("far"), "Decrypt", key("work", []))).toBe("denied");
  });

  test("whoever administers, or is of another account without a grant, does not use it", async () => {
    for (const action of ["Decrypt", "GenerateDataKey"]) {
      expect(await use(own("operator"), action)).toBe("denied");
      expect(await use(foreign("admin", "999999999999"), action)).toBe("denied");
    }
  });
});
