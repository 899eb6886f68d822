import { basename } from "node:path";
import * as z from "zod";
import { planStacks, type StackPlan } from "../../bin/commands/plan";
import { deploymentSteps } from "../../lib/environment/plan";
import { withoutCredentials } from "../support/credentials";
import { planned } from "../support/environments";

const files = ["dev", "staging", "prod"].map((name) => `stacks/environments/${name}.yaml`);
let plans: StackPlan[] = [];
beforeAll(async () => {
  withoutCredentials();
  plans = await planStacks(files, true);
}, 900_000);

test("msk is planned, and not deployed: the emulator has no MSK configurations", () => {
  const types = plans.flatMap(({ changes }) => changes.map(({ type }) => type));
  const count = (type: string) => types.filter((one) => one === type).length;
  expect(count("aws_msk_cluster")).toBe(2);
  expect(count("aws_msk_serverless_cluster")).toBe(1);
  expect(count("aws_msk_configuration")).toBe(2);
});

test("every stack of every environment validates and plans with the real provider, without credentials", () => {
  expect(plans.filter(({ failure }) => failure !== undefined)).toEqual([]);
  expect(plans.map(({ stack }) => stack)).toEqual(
    files.flatMap((file) => deploymentSteps(planned(basename(file, ".yaml"))).flat()),
  );
  for (const { changes } of plans) expect(changes.length).toBeGreaterThan(5);
});

test("from nothing, everything is made and nothing else happens; what is read are secrets of endpoints", () => {
  const all = plans.flatMap(({ changes }) => changes);
  const isRead = ({ address }: { readonly address: string }) => address.startsWith("data.");
  expect([...new Set(all.filter((one) => !isRead(one)).flatMap(({ change }) => change.actions))]).toEqual(["create"]);
  expect([...new Set(all.filter(isRead).map(({ type }) => type))]).toEqual(["aws_secretsmanager_secret_version"]);
});

const tagsSpec = z.object({ tags_all: z.object({ Environment: z.string(), System: z.string().optional() }) });

test("every resource carries the tags of its own stack", () => {
  const tagged = plans.map(({ stack, changes }) => {
    const parsed = changes.map(({ change }) => tagsSpec.safeParse(change.after));
    const tags = parsed.flatMap(({ data }) => (data === undefined ? [] : [data.tags_all]));
    return [stack, [...new Set(tags.map(({ Environment, System }) => [Environment, System ?? []].flat().join("-")))]];
  });
  // What no system owns is the environment's.
  const owner = (stack: string) => stack.replace(/-(foundation|copies)$/, "");
  expect(tagged).toEqual(plans.map(({ stack }) => [stack, [owner(stack)]]));
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
  aws_mq_configuration: "data",
  aws_lambda_invocation: "input",
  aws_msk_configuration: "server_properties",
  aws_secretsmanager_secret_policy: "policy",
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
