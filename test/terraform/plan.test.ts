import { planStacks, type StackPlan } from "../../bin/commands/plan";

const files = ["dev", "staging", "prod"].map((name) => `stacks/environments/${name}.yaml`);
let plans: StackPlan[] = [];
beforeAll(async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_ENDPOINT_URL"])
    delete process.env[name];
  plans = await planStacks(files, true);
}, 300_000);

test("every stack of every environment validates and plans with the real provider, without credentials", () => {
  expect(plans.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(plans.map(({ stack }) => stack)).toEqual(
    ["dev", "staging", "prod"].flatMap((name) => [
      `${name}-foundation`,
      `${name}-notifications`,
      `${name}-clicks`,
      `${name}-work`,
    ]),
  );
  for (const { changes } of plans) expect(changes.length).toBeGreaterThan(5);
});

test("from nothing, everything is made and nothing else happens", () => {
  const actions = plans.flatMap(({ changes }) => changes.flatMap(({ change }) => change.actions));
  expect([...new Set(actions)]).toEqual(["create"]);
});

/** Types that carry a policy, and the argument that it stands in. */
const policies: Readonly<Record<string, string>> = {
  aws_sqs_queue: "policy",
  aws_sns_topic: "policy",
  aws_sns_topic_policy: "policy",
  aws_kinesis_resource_policy: "policy",
  aws_s3_bucket_policy: "policy",
  aws_kms_key: "policy",
  aws_iam_policy: "policy",
  aws_iam_role: "assume_role_policy",
  aws_vpc_endpoint: "policy",
};

test("no policy is known only after apply", () => {
  const withPolicy = plans.flatMap(({ changes }) => changes).filter(({ type }) => type in policies);
  expect(new Set(withPolicy.map(({ type }) => type)).size).toBeGreaterThanOrEqual(6);
  const unknown = withPolicy.filter(({ type, change }) => {
    const after = change.after_unknown;
    return typeof after === "object" && after !== null && Reflect.get(after, policies[type] ?? "") === true;
  });
  expect(unknown.map(({ address }) => address)).toEqual([]);
});
