import fc from "fast-check";
import { renderAccess } from "../../lib/access/plan";
import type { IamPermission } from "../../lib/core/grants";
import { Issues } from "../../lib/core/issues";
import { policyText, type Statement } from "../../lib/core/policy";
import { checkPolicy, policyKindOf, policyLimit, statementsIn, type PolicyKind } from "../../lib/core/policy-limits";
import { planEnvironment } from "../../lib/environment/plan";
import { planned } from "../support/environments";
import { decide, everything } from "../support/iam";
import { environmentOf } from "../support/least";
import { synthesize } from "../support/render";
import { place } from "../support/sns-sqs";

/** Where Terraform gets each kind of policy. */
const attributes: Record<string, readonly [attribute: string, kind: PolicyKind][]> = {
  aws_iam_role: [["assume_role_policy", "trust"]],
  aws_iam_policy: [["policy", "identity"]],
  aws_sqs_queue: [["policy", "sqs"]],
  aws_sqs_queue_policy: [["policy", "sqs"]],
  aws_sns_topic: [["policy", "sns"]],
  aws_kms_key: [["policy", "kms"]],
  aws_s3_bucket_policy: [["policy", "s3"]],
  aws_kinesis_resource_policy: [["policy", "kinesis"]],
  aws_msk_cluster_policy: [["policy", "kafka"]],
  aws_secretsmanager_secret_policy: [["policy", "secretsmanager"]],
  aws_cloudwatch_log_resource_policy: [["policy_document", "logs"]],
  aws_opensearch_domain: [["access_policies", "es"]],
  aws_vpc_endpoint: [["policy", "endpoint"]],
};

test.each(["prod", "sandbox"])("every policy document of %s is of a kind that is measured", (name) => {
  for (const [stack, { resource }] of Object.entries(synthesize(planned(name))))
    for (const [type, all] of Object.entries(resource))
      for (const [id, body] of Object.entries(all))
        for (const [attribute, value] of Object.entries(body)) {
          const statements = typeof value === "string" ? statementsIn(value) : undefined;
          const expected = attributes[type]?.find(([one]) => one === attribute)?.[1];
          const kind = statements && policyKindOf(statements);
          expect({ at: `${stack} ${type}.${id}.${attribute}`, kind }).toEqual({
            at: `${stack} ${type}.${id}.${attribute}`,
            kind: statements === undefined ? undefined : expected,
          });
          if (expected !== undefined) expect(statements).toBeDefined();
        }
});

/** The service of a kind's actions, as its statements name it. */
const action: Readonly<Record<PolicyKind, string>> = {
  identity: "sqs:SendMessage",
  trust: "sts:AssumeRole",
  sqs: "sqs:SendMessage",
  sns: "sns:Publish",
  kms: "kms:Decrypt",
  s3: "s3:GetObject",
  kinesis: "kinesis:PutRecord",
  kafka: "kafka-cluster:Connect",
  secretsmanager: "secretsmanager:GetSecretValue",
  logs: "logs:PutLogEvents",
  es: "es:ESHttpPost",
  endpoint: "*",
};
const kinds = Object.keys(action).filter((kind): kind is PolicyKind => kind in action);

const statement = (kind: PolicyKind, more: Partial<Statement> = {}): Statement => ({
  Sid: "S",
  Effect: "Allow",
  Action: action[kind],
  ...(kind !== "identity" && { Principal: { AWS: "arn:aws:iam::444455556666:root" } }),
  Resource: "arn:aws:sqs:eu-west-1:111122223333:jobs",
  ...more,
});

function found(statements: readonly Statement[]): string[] {
  const issues = new Issues();
  const text = policyText(statements);
  checkPolicy(text, statementsIn(text) ?? [], ["here"], issues);
  return issues.all.map(({ kind, message }) => `${kind.code} ${message}`);
}

test.each(kinds)("the size of a policy of kind %s", (kind) => {
  const { bytes } = policyLimit(kind);
  const one = (length: number) => [statement(kind, { Sid: "x".repeat(length) })];
  const rest = policyText(one(0)).length;
  expect(found(one(bytes - rest))).toEqual([]);
  expect(found(one(bytes - rest + 1))).toEqual([
    expect.stringContaining(`has ${bytes + 1} bytes; must be at most ${bytes}`),
  ]);
});

test("what else SQS and SNS count", () => {
  const many = (count: number, more: (index: number) => Partial<Statement>) =>
    Array.from({ length: count }, (_, index) => statement("sqs", more(index)));
  const sids = (count: number) => many(count, (index) => ({ Sid: `S${index}` }));
  expect(found(sids(20))).toEqual([]);
  expect(found(sids(21))).toEqual([expect.stringContaining("has 21 statements; must be at most 20")]);
  const accounts = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:iam::${100_000_000_000 + index}:root`);
  const principals = (count: number) => many(1, () => ({ Principal: { AWS: accounts(count) } }));
  expect(found(principals(50))).toEqual([]);
  expect(found(principals(51))).toEqual([expect.stringContaining("has 51 principals in a statement")]);
  const actions = (count: number) => many(1, () => ({ Action: Array.from({ length: count }, (_, i) => `sqs:A${i}`) }));
  expect(found(actions(7))).toEqual([]);
  expect(found(actions(8))).toEqual([expect.stringContaining("has 8 actions in a statement")]);
});

/** One queue, consumed by so many roles of so many other accounts. */
function queueOf(roles: number, accounts: number, name = "reader") {
  const clients = Object.fromEntries(
    Array.from({ length: roles }, (_, index): [string, object] => [
      `c${index}`,
      { role: `arn:aws:iam::${500_000_000_000 + (index % accounts)}:role/${name}-${index}` },
    ]),
  );
  const access = Object.keys(clients).map((client) => ({ client, consume: ["jobs"] }));
  const system = { pattern: "work-queue", engine: "sns-sqs", channels: { jobs: {} }, access };
  const issues = new Issues();
  const plan = planEnvironment(
    environmentOf(system, { clients }),
    { inventory: undefined, today: "2026-12-01" },
    issues,
  );
  const codes = issues.all.filter(({ kind }) => kind.code === "PolicyTooLarge").map(({ path }) => path.join("."));
  return { plan, codes };
}

test("27 roles of other accounts consume one queue by one statement", () => {
  const { plan, codes } = queueOf(27, 27);
  expect(codes).toEqual([]);
  const [statements = []] = Object.values(plan?.systems[0]?.access.resourceStatements ?? {});
  expect(statements).toHaveLength(1);
});

test("more roles than a policy holds are refused where they are granted", () => {
  expect(queueOf(20, 1, "x".repeat(50)).codes).toEqual([]);
  expect(queueOf(100, 1, "x".repeat(50)).codes).toEqual(["systems.orders.access"]);
  expect(queueOf(51, 51).codes).toEqual(["systems.orders.access"]);
});

const arn = "arn:aws:sqs:eu-west-1:111122223333:jobs";
const roles = ["444455556666:role/a", "444455556666:role/b", "777788889999:role/a", "777788889999:role/c"];
const consuming = ["sqs:ReceiveMessage", "sqs:DeleteMessage"];

function permission(role: string, actions: readonly string[]): IamPermission {
  const account = role.slice(0, 12);
  const identity = { kind: "role" as const, account, role: `arn:aws:iam::${role}` };
  return {
    mechanism: "iam",
    grant: {
      client: { name: role.replace(/\W/g, "-"), path: [], identity },
      verb: "consume",
      channel: "jobs",
      path: [],
    },
    sid: `Jobs${actions.length}`,
    actions,
    resourceArn: arn,
    keyActions: [],
    via: "sqs.eu-west-1.amazonaws.com",
  };
}

test("statements that are merged decide as one statement for each client would", async () => {
  const granted = fc.uniqueArray(fc.tuple(fc.constantFrom(...roles), fc.constantFrom(consuming, ["sqs:SendMessage"])), {
    selector: ([role, actions]) => `${role} ${actions.join()}`,
  });
  await fc.assert(
    fc.asyncProperty(
      granted,
      fc.constantFrom(...roles),
      fc.constantFrom(...consuming, "sqs:SendMessage"),
      async (all, role, asked) => {
        const { resourceStatements } = renderAccess(
          place,
          "work",
          all.map((one) => permission(...one)),
          undefined,
        );
        const statements = resourceStatements[arn] ?? [];
        expect(statements.length).toBeLessThanOrEqual(2);
        const expected = all.some(([one, actions]) => one === role && actions.includes(asked));
        if (statements.length === 0) return expect(expected).toBe(false);
        const decision = await decide({
          principal: `arn:aws:iam::${role}`,
          action: asked,
          resource: arn,
          account: "111122223333",
          identityPolicies: [everything],
          resourcePolicy: policyText(statements),
        });
        expect(decision).toBe(expected ? "allowed" : "denied");
      },
    ),
    { numRuns: 60 },
  );
});
