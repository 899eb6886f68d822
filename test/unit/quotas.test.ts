import { Issues } from "../../lib/core/issues";
import { quotaNames, quotaOf, type QuotaName } from "../../lib/core/quotas";
import { planEnvironment } from "../../lib/environment/plan";
import { checkQuotas, quotasSpec } from "../../lib/environment/quotas";
import { sharedUse, systemUse } from "../../lib/environment/usage";
import { planned } from "../support/environments";
import { environmentOf } from "../support/least";
import { synthesize, type StackJson } from "../support/render";

/** What is counted by the resources that Terraform gets; the others count parts of one. */
const resources: Partial<Record<QuotaName, readonly string[]>> = {
  roles: ["aws_iam_role"],
  policies: ["aws_iam_policy"],
  logResourcePolicies: ["aws_cloudwatch_log_resource_policy"],
  eventRules: ["aws_cloudwatch_event_rule"],
  scheduleGroups: ["aws_scheduler_schedule_group"],
  deliveryStreams: ["aws_kinesis_firehose_delivery_stream"],
  buckets: ["aws_s3_bucket"],
  documents: ["aws_ssm_document"],
  vpcs: ["aws_vpc"],
  securityGroups: ["aws_security_group"],
  mqBrokers: ["aws_mq_broker"],
};

/** How much an environment uses of each quota. */
function used(name: string): Partial<Record<QuotaName, number>> {
  const plan = planned(name);
  const issues = new Issues();
  const parts = [
    ...sharedUse({ ...plan, copies: plan.copies }, issues),
    ...plan.systems.map((one) => systemUse(one, issues)),
  ];
  expect(issues.all).toEqual([]);
  const sums: Partial<Record<QuotaName, number>> = {};
  for (const { quota, count } of parts.flatMap(({ uses }) => uses)) sums[quota] = (sums[quota] ?? 0) + count;
  return sums;
}

const all = (stacks: Record<string, StackJson>, type: string): Record<string, unknown>[] =>
  Object.values(stacks).flatMap(({ resource }) => Object.values(resource[type] ?? {}));

test.each(["prod", "sandbox"])("what %s is said to use is what its stacks make", (name) => {
  const stacks = synthesize(planned(name));
  const use = used(name);
  for (const quota of quotaNames) {
    const types = resources[quota];
    if (types === undefined) continue;
    expect({ quota, count: use[quota] ?? 0 }).toEqual({
      quota,
      count: types.reduce((sum, type) => sum + all(stacks, type).length, 0),
    });
  }
  const reserved = all(stacks, "aws_lambda_function").map((one) => Number(one.reserved_concurrent_executions ?? 0));
  expect(use.lambdaConcurrency ?? 0).toBe(reserved.reduce((sum, one) => sum + one, 0));
  const brokers = all(stacks, "aws_msk_cluster").map((one) => Number(one.number_of_broker_nodes));
  expect(use.mskBrokers ?? 0).toBe(brokers.reduce((sum, one) => sum + one, 0));
  const shards = all(stacks, "aws_kinesis_stream").map((one) => Number(one.shard_count ?? 0));
  expect(use.shards ?? 0).toBeGreaterThanOrEqual(shards.reduce((sum, one) => sum + one, 0));
});

function judged(quota: QuotaName, counts: readonly number[], granted: object = {}) {
  const issues = new Issues();
  const parts = counts.map((count, index) => ({
    name: `s${index}`,
    path: ["systems", `s${index}`],
    uses: [{ quota, count }],
  }));
  checkQuotas(parts, quotasSpec.parse(granted), issues);
  return issues.all.map(({ kind }) => kind.code);
}

test.each(quotaNames)("%s is summed over the environment, and refused from one above the quota on", (quota) => {
  const most = quotaOf(quota).count - (quota === "lambdaConcurrency" ? 100 : 0);
  expect(judged(quota, [most - 1, 1])).toEqual([]);
  expect(judged(quota, [most, 1])).toEqual(["QuotaExceeded"]);
  const { count, ceiling } = quotaOf(quota);
  if (ceiling !== count) expect(judged(quota, [most, 1], { [quota]: count + 1 })).toEqual([]);
});

test.each(quotaNames.filter((name) => quotaOf(name).ceiling !== undefined))(
  "AWS grants no more of %s than it can",
  (quota) => {
    const ceiling = quotaOf(quota).ceiling ?? 0;
    expect(quotasSpec.safeParse({ [quota]: ceiling }).success).toBe(true);
    expect(quotasSpec.safeParse({ [quota]: ceiling + 1 }).success).toBe(false);
  },
);

const shop = { shop: { role: "arn:aws:iam::111122223333:role/shop" } };
const queue = {
  pattern: "work-queue",
  engine: "sns-sqs",
  channels: { jobs: {} },
  access: [{ client: "shop", produce: ["jobs"] }],
};
const broker = { pattern: "work-queue", engine: "mq", mq: { broker: "activemq" }, channels: { jobs: {} } };

function issuesOf(system: object, number: number, aws: object = {}): string[] {
  const systems = Object.fromEntries(Array.from({ length: number }, (_, index) => [`s${index}`, system]));
  const data = { ...environmentOf(system, { clients: shop }), systems };
  const issues = new Issues();
  planEnvironment(
    { ...data, aws: { account: "111122223333", region: "eu-west-1", ...aws } },
    { inventory: undefined, today: "2026-12-01" },
    issues,
  );
  return issues.all
    .filter(({ kind }) => kind.code === "QuotaExceeded")
    .map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("one role in more systems than it can have policies", () => {
  expect(issuesOf(queue, 10)).toEqual([]);
  expect(issuesOf(queue, 11)).toEqual([
    "systems.s0.access.0.produce.0: the role shop needs 11 managed policies; must be at most 10 for each role. s0 1, s1 1, s2 1, s3 1, s4 1 and 6 others. Use fewer, or ask AWS for more and write aws: { quotas: { policiesPerRole: … } }",
  ]);
  expect(issuesOf(queue, 11, { quotas: { policiesPerRole: 11 } })).toEqual([]);
});

test("more ActiveMQ brokers than Logs has resource policies", () => {
  expect(issuesOf(broker, 10)).toEqual([]);
  expect(issuesOf(broker, 11)).toEqual([
    expect.stringContaining("needs 11 resource policies of CloudWatch Logs; must be at most 10"),
  ]);
});

test("an account too new for the reservations", () => {
  expect(issuesOf(broker, 2, { quotas: { lambdaConcurrency: 102 } })).toEqual([]);
  expect(issuesOf(broker, 2, { quotas: { lambdaConcurrency: 101 } })).toEqual([
    expect.stringContaining("needs 2 concurrent executions of Lambda functions; must be at most 1"),
  ]);
});
