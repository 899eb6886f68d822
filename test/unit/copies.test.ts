import { planned } from "../support/environments";
import { decide } from "../support/iam";

const { foundation, copies } = planned("prod");
const [store] = foundation.stores.messages;
const [copy] = copies!.stores.messages;
const account = "111122223333";
const here = "s3.eu-west-1.amazonaws.com";
const there = "s3.eu-central-1.amazonaws.com";
const key = (region: string) => `arn:aws:kms:${region}:${account}:key/11111111-1111-1111-1111-111111111111`;

const may = (action: string, resource: string, context = {}, resourcePolicy?: string) =>
  decide({
    principal: `arn:aws:iam::${account}:role/copies`,
    action,
    resource,
    account,
    identityPolicies: [foundation.copyRole!.document],
    context,
    ...(resourcePolicy && { resourcePolicy }),
  });

test("each bucket of messages and exports has its copy in the second region, with the same lock", () => {
  const buckets = [...foundation.stores.messages.map(({ bucket }) => bucket), foundation.stores.exports!];
  const others = [...copies!.stores.messages.map(({ bucket }) => bucket), copies!.stores.exports!];
  expect(buckets.map((bucket) => bucket.copy?.bucketArn)).toEqual(others.map(({ arn }) => arn));
  expect(others.map(({ lock }) => lock)).toEqual(buckets.map(({ lock }) => lock));
  expect(others.map(({ name }) => name)).toEqual(
    buckets.map(({ name }) => name.replace("-eu-west-1", "-eu-central-1")),
  );
  expect(others.every((bucket) => bucket.copy === undefined)).toBe(true);
  expect(new Set(buckets.map((bucket) => bucket.copy?.keyArn))).toEqual(
    new Set([`arn:aws:kms:eu-central-1:${account}:${copies!.key.alias}`]),
  );
});

test.each([
  ["s3:GetObjectVersionForReplication", `${store!.bucket.arn}/messages/a`, "allowed"],
  ["s3:GetObjectRetention", `${store!.bucket.arn}/messages/a`, "allowed"],
  ["s3:ReplicateObject", `${copy!.bucket.arn}/messages/a`, "allowed"],
  ["s3:ReplicateObject", `${store!.bucket.arn}/messages/a`, "denied"],
  ["s3:ReplicateObject", `${foundation.trail.bucket.arn}/a`, "denied"],
  ["s3:GetObjectVersionForReplication", `${foundation.trail.bucket.arn}/a`, "denied"],
  ["s3:DeleteObject", `${copy!.bucket.arn}/messages/a`, "denied"],
] as const)("the role that copies: %s on %s is %s", async (action, resource, decision) => {
  expect(await may(action, resource)).toBe(decision);
});

test.each([
  ["kms:Decrypt", "eu-west-1", foundation.key.alias, here, "allowed"],
  ["kms:Encrypt", "eu-central-1", copies!.key.alias, there, "allowed"],
  ["kms:Decrypt", "eu-central-1", copies!.key.alias, there, "denied"],
  ["kms:Encrypt", "eu-west-1", foundation.key.alias, here, "denied"],
  ["kms:Decrypt", "eu-west-1", "alias/prod-notifications", here, "denied"],
  ["kms:Decrypt", "eu-west-1", foundation.key.alias, "sqs.eu-west-1.amazonaws.com", "denied"],
] as const)("the role that copies: %s in %s with %s by %s is %s", async (action, region, alias, via, decision) => {
  const context = { "kms:ResourceAliases": [alias], "kms:ViaService": via, "kms:CallerAccount": account };
  const { policy } = region === "eu-west-1" ? foundation.key : copies!.key;
  expect(await may(action, key(region), context, policy)).toBe(decision);
});
