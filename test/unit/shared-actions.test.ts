import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import { environmentOf } from "../support/least";

const clients = {
  partner: { role: "arn:aws:iam::444455556666:role/partner" },
  developers: {
    role: "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef",
  },
  scaling: {
    role: "arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  },
};

function planned(system: object) {
  const issues = new Issues();
  const plan = planEnvironment(
    environmentOf(system, { clients }),
    { inventory: undefined, today: "2026-12-01" },
    issues,
  );
  const found = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated" && kind.code !== "RouteMissing");
  return { system: plan?.systems[0], issues: found };
}

/** What each service lets a resource's policy grant to another account (sources beside the lists in permits.ts). */
const shared: Readonly<Record<string, readonly string[]>> = {
  sns: ["sns:Publish"],
  sqs: [
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ReceiveMessage",
    "SendMessage",
  ].map((name) => `sqs:${name}`),
  kinesis: [
    ...[
      "DescribeStream",
      "DescribeStreamSummary",
      "GetRecords",
      "GetShardIterator",
      "ListShards",
      "PutRecord",
      "PutRecords",
    ],
    ...["DescribeStreamConsumer", "SubscribeToShard"],
  ].map((name) => `kinesis:${name}`),
};

const systems = [
  { pattern: "work-queue", engine: "sns-sqs", channels: { a: {} }, consume: {} },
  {
    pattern: "pub-sub",
    engine: "sns-sqs",
    channels: { a: { subscribers: { mail: {} } } },
    consume: { subscriber: "mail" },
  },
  {
    pattern: "event-stream",
    engine: "kinesis",
    channels: { a: { partitions: 2, kinesis: { fanOut: ["mail"] } } },
    consume: { group: "mail" },
  },
];

test.each(systems)(
  "$pattern on $engine shares with another account what its service lets it",
  ({ consume, ...system }) => {
    const access = [
      { client: "partner", produce: ["a"] },
      { client: "partner", consume: ["a"], ...consume },
    ];
    const { system: plan } = planned({ ...system, access });
    const actions = Object.values(plan?.access.resourceStatements ?? {}).flatMap((all) =>
      all.flatMap(({ Action }) => Action),
    );
    expect(actions.filter((action) => !shared[action.split(":")[0] ?? ""]?.includes(action))).toEqual([]);
    expect(actions.length).toBeGreaterThan(3);
    const { issues } = planned({ ...system, access: [{ client: "partner", administer: ["a"] }] });
    expect(issues.map(({ kind }) => kind.code)).toContain("AdministerNotShared");
  },
);

test("a stream's policy admits what Lambda of another account asks for", () => {
  const { consume, ...stream } = systems[2]!;
  const { system } = planned({ ...stream, access: [{ client: "partner", consume: ["a"], ...consume }] });
  expect(JSON.stringify(system?.access.resourceStatements)).toContain('"kinesis:DescribeStream"');
});

test("roles that no policy can be attached to are refused, with what to do", () => {
  const queue = { pattern: "work-queue", engine: "sns-sqs", channels: { a: {} } };
  const refused = (client: string) =>
    planned({ ...queue, access: [{ client, produce: ["a"] }] }).issues.map(({ message }) => message);
  expect(refused("developers")).toEqual([
    expect.stringContaining('permission set (aws sso-admin put-inline-policy-to-permission-set): {"Statement":['),
  ]);
  expect(refused("scaling")).toEqual([expect.stringContaining("belongs to an AWS service")]);
});

test.each(["0%", "10%"])("successSample %s: SNS finds the groups that it writes to", (successSample) => {
  const channels = { orders: { subscribers: { mail: {} } }, paid: { ordered: true, subscribers: { mail: {} } } };
  const { system } = planned({ pattern: "pub-sub", engine: "sns-sqs", "sns-sqs": { successSample }, channels });
  const names = (system?.logGroups ?? []).map(({ name }) => name).filter((name) => name.startsWith("sns/"));
  const failures = ["orders", "paid.fifo"].map((topic) => `sns/eu-west-1/111122223333/test-orders-${topic}/Failure`);
  const successes = failures.map((name) => name.replace("/Failure", ""));
  expect(names.sort()).toEqual((successSample === "0%" ? failures : [...failures, ...successes]).sort());
});
