import { Issues } from "../../lib/core/issues";
import { planEnvironment } from "../../lib/environment/plan";
import { policyText } from "../../lib/core/policy";
import type { ServiceRolePlan } from "../../lib/core/service-role";
import type { DeliveryPlan } from "../../lib/logging/delivery";
import type { StreamPlan } from "../../lib/logging/stream";
import { decide } from "../support/iam";
import { environmentOf } from "../support/least";
import { clients } from "../support/signals";

const account = "111122223333";
const arn = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${account}:${rest}`;
const token = arn("secretsmanager", "secret:splunk-Ab12Cd");
const tokenKey = arn("kms", "key/11111111-1111-1111-1111-111111111111");
const teamLogs = arn("es", "domain/team-logs");

const splunk = { splunk: { logs: ["audit"], endpoint: "https://hec.acme.example:8088", token } };

/** ActiveMQ writes logs of both classes. */
const system = {
  engine: "mq",
  pattern: "broker",
  channels: { one: { type: "queue" } },
  mq: { broker: "activemq" },
  access: [{ client: "ledger", consume: ["one"] }],
};

function deliveriesOf(sinks: object) {
  const issues = new Issues();
  const plan = planEnvironment(
    environmentOf(system, { clients, logging: { sinks } }),
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const orders = plan?.systems[0]?.delivery;
  const foundation = plan?.foundation.delivery;
  const messagesKey = plan?.systems[0]?.key;
  if (plan === undefined || orders === undefined || foundation === undefined || messagesKey === undefined)
    throw new Error(issues.all.map(({ message }) => message).join("\n"));
  return { orders, foundation, logsKey: plan.foundation.key, messagesKey };
}

const { orders, foundation, logsKey, messagesKey } = deliveriesOf({
  archive: { s3: { logs: ["operational"] } },
  search: { opensearch: { domain: { administrator: `arn:aws:iam::${account}:role/log-reader` } } },
  security: { splunk: { ...splunk.splunk, tokenKey } },
});
const { orders: standing } = deliveriesOf({
  public: { opensearch: { logs: ["operational"], existing: { arn: teamLogs } } },
  private: {
    opensearch: {
      logs: ["audit"],
      existing: { arn: teamLogs, network: { subnets: ["subnet-1"], securityGroup: "sg-1" } },
    },
  },
});

interface Target {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly context?: Readonly<Record<string, string | string[]>>;
  readonly resourcePolicy?: string;
}
const bucket = "arn:aws:s3:::test-archive-111122223333-eu-west-1";
const otherBucket = "arn:aws:s3:::test-trail-111122223333-eu-west-1";
const onBuckets = ["s3:GetBucketLocation", "s3:ListBucket", "s3:PutBucketPolicy", "s3:DeleteBucket"];
const onObjects = ["s3:PutObject", "s3:GetObject", "s3:DeleteObject"];
const onKeys = ["kms:Decrypt", "kms:GenerateDataKey", "kms:CreateGrant"];
const object = (path: string): Target => ({ resource: `${bucket}/${path}/2026/11/24/10/x`, actions: onObjects });
const key = ({ alias, policy }: { alias: string; policy: string }, via: string): Target => ({
  resource: arn("kms", "key/00000000-0000-0000-0000-000000000000"),
  actions: onKeys,
  context: {
    "kms:ResourceAliases": [alias],
    "kms:ViaService": `${via}.eu-west-1.amazonaws.com`,
    "kms:CallerAccount": account,
  },
  resourcePolicy: policy,
});
const http = (domain: string, path: string): Target => ({
  resource: `${domain}/${path}`,
  actions: ["Get", "Post", "Put", "Delete"].map((verb) => `es:ESHttp${verb}`),
});
const domain = (resource: string): Target => ({
  resource,
  actions: ["es:DescribeDomain", "es:DescribeDomainConfig", "es:UpdateDomainConfig", "es:DeleteDomain"],
});
const lambda = (name: string): Target => ({
  resource: arn("lambda", `function:${name}:$LATEST`),
  actions: ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration", "lambda:UpdateFunctionCode"],
});
const errors = (stack: string, stream: string): Target => ({
  resource: arn("logs", `log-group:/signalbox/test/${stack}/log-delivery:log-stream:${stream}`),
  actions: ["logs:PutLogEvents", "logs:GetLogEvents"],
});
const secret = (resource: string): Target => ({
  resource,
  actions: ["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
});
const stream = (name: string): Target => ({
  resource: arn("firehose", `deliverystream/${name}`),
  actions: ["firehose:PutRecord", "firehose:PutRecordBatch", "firehose:UpdateDestination"],
});

/** A key whose policy leaves it to the account. */
const ownKey = {
  alias: "alias/token",
  policy: policyText([
    {
      Sid: "Account",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
  ]),
};
const ours = arn("es", "domain/test-search");
const targets: Readonly<Record<string, Target>> = {
  bucket: { resource: bucket, actions: onBuckets },
  "another bucket": { resource: otherBucket, actions: onBuckets },
  "another bucket's objects": { resource: `${otherBucket}/failed/orders/search-audit/x`, actions: onObjects },
  "archived operational": object("operational/orders"),
  "archived audit": object("audit/orders"),
  "archived of another stack": object("operational/foundation"),
  "failed archive-operational": object("failed/orders/archive-operational/processing-failed"),
  "failed search-operational": object("failed/orders/search-operational/processing-failed"),
  "failed search-audit": object("failed/orders/search-audit/AmazonOpenSearchService_failed"),
  "failed public-operational": object("failed/orders/public-operational/AmazonOpenSearchService_failed"),
  "failed private-audit": object("failed/orders/private-audit/AmazonOpenSearchService_failed"),
  "failed security-audit": object("failed/orders/security-audit/splunk-failed"),
  "failed of another stack": object("failed/foundation/search-operational/processing-failed"),
  "key of logs, through S3": key(logsKey, "s3"),
  "key of logs, through SQS": key(logsKey, "sqs"),
  "key of messages, through S3": key(messagesKey, "s3"),
  "key of the token, through Secrets Manager": { ...key(ownKey, "secretsmanager"), resource: tokenKey },
  "key of the token, through S3": { ...key(ownKey, "s3"), resource: tokenKey },
  "errors archive-operational": errors("orders", "archive-operational"),
  "errors search-operational": errors("orders", "search-operational"),
  "errors search-audit": errors("orders", "search-audit"),
  "errors public-operational": errors("orders", "public-operational"),
  "errors private-audit": errors("orders", "private-audit"),
  "errors security-audit": errors("orders", "security-audit"),
  "errors of another stack": errors("foundation", "search-operational"),
  "our domain": domain(ours),
  "our domain's bulk": http(ours, "_bulk"),
  "our domain's settings": http(ours, "_all/_settings"),
  "our domain's users": http(ours, "_plugins/_security/api/internalusers"),
  "mapping of the own index": http(ours, "logs-orders-operational-2026-11-24/_mapping/_doc"),
  "mapping of another index": http(ours, "logs-foundation-operational-2026-11-24/_mapping/_doc"),
  "another domain": domain(teamLogs),
  "another domain's bulk": http(teamLogs, "_bulk"),
  "function that takes records apart": lambda("test-orders-log-documents"),
  "function of another stack": lambda("test-foundation-log-documents"),
  "function of the broker": lambda("test-orders-broker"),
  token: secret(token),
  "another secret": secret(arn("secretsmanager", "secret:splunk-other-Ab12Cd")),
  "stream archive-operational": stream("test-orders-archive-operational"),
  "stream search-operational": stream("test-orders-search-operational"),
  "stream search-audit": stream("test-orders-search-audit"),
  "stream security-audit": stream("test-orders-security-audit"),
  "stream of another stack": stream("test-foundation-search-operational"),
  interfaces: {
    resource: arn("ec2", "network-interface/eni-0123456789abcdef0"),
    actions: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:AttachNetworkInterface"],
  },
};

/** Every action on every target that a role gets through. */
async function reach({ name, document }: ServiceRolePlan): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  const principal = `arn:aws:iam::${account}:role/${name}`;
  for (const [target, { actions, ...of }] of Object.entries(targets))
    for (const action of actions) {
      const request = { principal, account, identityPolicies: [document], ...of, action };
      if ((await decide(request)) === "allowed") (all[target] ??= []).push(action.replace(/^\w+:/, ""));
    }
  return all;
}
function streamOf({ streams }: DeliveryPlan, id: string): StreamPlan {
  const found = streams.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}; there are ${streams.map((one) => one.id).join(", ")}`);
  return found;
}

const writes = ["PutObject", "GetObject"];
/** What a stream may wherever it delivers, by hand from Firehose's developer guide, controlling access (2026-11). */
const every = (id: string) => ({
  bucket: ["GetBucketLocation", "ListBucket"],
  [`failed ${id}`]: writes,
  [`errors ${id}`]: ["PutLogEvents"],
  "key of logs, through S3": ["Decrypt", "GenerateDataKey"],
});
const find = ["DescribeDomain", "DescribeDomainConfig"];
const put = ["ESHttpPost", "ESHttpPut"];
const takeApart = { "function that takes records apart": ["InvokeFunction", "GetFunctionConfiguration"] };
const interfaces = { interfaces: ["CreateNetworkInterface", "DeleteNetworkInterface"] };
/** Which of its documents a role may write, the domain's own roles decide: a bulk request names its indexes inside. */
const ourDomain = {
  "our domain": find,
  "our domain's bulk": put,
  "our domain's settings": ["ESHttpGet", ...put],
  "our domain's users": put,
};
const another = { "another domain": find, "another domain's bulk": put };

/** By hand: the stream, and what it reaches besides what every stream reaches. */
const allowed: readonly (readonly [string, DeliveryPlan, string, Readonly<Record<string, readonly string[]>>])[] = [
  ["the archive", orders, "archive-operational", { "archived operational": writes }],
  [
    "our domain",
    orders,
    "search-operational",
    {
      ...ourDomain,
      ...takeApart,
      ...interfaces,
      "mapping of the own index": ["ESHttpGet", ...put],
      "mapping of another index": put,
    },
  ],
  [
    "our domain, of the other class",
    orders,
    "search-audit",
    { ...ourDomain, ...takeApart, ...interfaces, "mapping of the own index": put, "mapping of another index": put },
  ],
  [
    "Splunk",
    orders,
    "security-audit",
    { token: ["GetSecretValue"], "key of the token, through Secrets Manager": ["Decrypt"] },
  ],
  ["a public domain", standing, "public-operational", { ...another, ...takeApart }],
  ["a domain in another network", standing, "private-audit", { ...another, ...takeApart, ...interfaces }],
];

describe("a delivery reaches what its one destination takes, and nothing else", () => {
  test.each(allowed)("%s", async (_, plan, id, more) => {
    expect(await reach(streamOf(plan, id).role)).toEqual({ ...every(id), ...more });
  });

  test("a token under Secrets Manager's own key needs no other", () => {
    expect(streamOf(foundation, "security-audit").role.document).toContain(tokenKey);
    const { orders: usual } = deliveriesOf({ security: splunk });
    expect(streamOf(usual, "security-audit").role.document).not.toContain("secretsmanager.eu-west-1");
  });
});

test("CloudWatch hands over to the streams of this stack, and can do nothing else", async () => {
  const over = ["PutRecord", "PutRecordBatch"];
  expect(await reach(orders.role)).toEqual({
    "stream archive-operational": over,
    "stream search-operational": over,
    "stream search-audit": over,
    "stream security-audit": over,
  });
});

test("the function hands back to the streams that call it alone", async () => {
  const [{ statements } = { statements: [] }] = orders.functions;
  expect(await reach({ ...orders.role, document: policyText(statements) })).toEqual({
    "stream search-operational": ["PutRecordBatch"],
    "stream search-audit": ["PutRecordBatch"],
  });
});

describe("whoever assumes the roles", () => {
  const assume = (role: ServiceRolePlan, principal: string, context: Readonly<Record<string, string>>) =>
    decide({
      principal,
      action: "sts:AssumeRole",
      resource: `arn:aws:iam::${account}:role/${role.name}`,
      account,
      resourcePolicy: role.trust,
      context,
    });
  const own = streamOf(orders, "search-operational");
  const of = (source: string, from = account) => ({ "aws:SourceArn": source, "aws:SourceAccount": from });

  test("Firehose does on behalf of the one stream", async () => {
    const firehose = "firehose.amazonaws.com";
    expect(await assume(own.role, firehose, of(own.arn))).toBe("allowed");
    expect(await assume(own.role, firehose, of(streamOf(orders, "security-audit").arn))).toBe("denied");
    expect(await assume(own.role, firehose, of(own.arn, "444455556666"))).toBe("denied");
    expect(await assume(own.role, "lambda.amazonaws.com", of(own.arn))).toBe("denied");
  });

  test("CloudWatch Logs does on behalf of this account in this region", async () => {
    const logs = "logs.eu-west-1.amazonaws.com";
    const group = arn("logs", "log-group:/aws/lambda/x");
    expect(await assume(orders.role, logs, of(group))).toBe("allowed");
    expect(await assume(orders.role, logs, of(group.replace(account, "444455556666")))).toBe("denied");
    expect(await assume(orders.role, logs, of(group.replace("eu-west-1", "us-east-1")))).toBe("denied");
    expect(await assume(orders.role, "firehose.amazonaws.com", of(group))).toBe("denied");
  });
});
