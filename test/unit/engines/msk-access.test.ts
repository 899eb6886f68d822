import { Issues } from "../../../lib/core/issues";
import type { Grant, Identity } from "../../../lib/core/grants";
import { renderAccess } from "../../../lib/access/plan";
import { msk } from "../../../lib/engines/msk";
import { policyText } from "../../../lib/core/policy";
import { decide, everything, type Request } from "../../support/iam";
import { certificate, grant, network, place, role, user, type Options } from "../../support/msk";

const uuid = "00000000-1111-2222-3333-444444444444-2";
const arn = (kind: string, name: string, cluster = "prod-orders") =>
  `arn:aws:kafka:eu-west-1:111122223333:${kind}/${cluster}/${uuid}${name === "" ? "" : `/${name}`}`;
const targets = {
  cluster: arn("cluster", ""),
  "topic placed": arn("topic", "placed"),
  "topic shipped": arn("topic", "shipped"),
  "topic placed.old": arn("topic", "placed.old"),
  "group billing": arn("group", "billing"),
  "group audit": arn("group", "audit"),
  "transactions of shop": arn("transactional-id", "shop-1"),
  "transactions of billing": arn("transactional-id", "billing-1"),
  "another cluster": arn("cluster", "", "prod-orders-2"),
  "its topic placed": arn("topic", "placed", "prod-orders-2"),
};
const actions: Readonly<Record<string, readonly string[]>> = {
  cluster: ["Connect", "DescribeCluster", "AlterCluster", "WriteDataIdempotently", "AlterClusterDynamicConfiguration"],
  topic: [
    "CreateTopic",
    "DeleteTopic",
    "DescribeTopic",
    "AlterTopic",
    "ReadData",
    "WriteData",
    "AlterTopicDynamicConfiguration",
    "DescribeTopicDynamicConfiguration",
  ],
  group: ["DescribeGroup", "AlterGroup", "DeleteGroup"],
  "transactional-id": ["DescribeTransactionalId", "AlterTransactionalId"],
};

function open(grants: readonly Grant[], options: Options = {}) {
  const issues = new Issues();
  const system = msk.open(
    {
      name: "orders",
      path: ["orders"],
      pattern: "event-stream",
      channels: { placed: {}, shipped: {} },
      options,
      ownership: {},
      protect: true,
      network,
      standing: ["cluster"],
    },
    place,
    issues,
  );
  const permissions = grants.flatMap((one) => system?.permit(one) ?? []);
  const access = renderAccess(place, "orders", permissions, "alias/prod-orders");
  const plan = system?.plan({ statements: access.resourceStatements, permissions });
  return { access, plan, codes: issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`) };
}

const foreign = role("warehouse", "444455556666");
const grants = [
  grant("shop", role("shop"), "produce"),
  grant("shop", role("shop"), "produce", { channel: "shipped" }),
  grant("billing", role("billing"), "consume", { group: "billing" }),
  grant("platform", role("platform"), "administer"),
  grant("partner", foreign, "consume", { channel: "shipped", group: "audit" }),
];
const opened = open(grants, { connectivity: { phase: "multi-vpc" } });

/** Every action on every resource that a principal gets through. */
async function reach(of: Pick<Request, "principal" | "identityPolicies">) {
  const reached: Record<string, string[]> = {};
  for (const [name, resource] of Object.entries(targets))
    for (const action of actions[resource.split(":")[5]?.split("/")[0] ?? ""] ?? []) {
      const resourcePolicy = opened.plan?.clusterPolicy;
      const request = { ...of, action: `kafka-cluster:${action}`, resource, account: place.account };
      if ((await decide({ ...request, ...(resourcePolicy && { resourcePolicy }) })) === "allowed")
        (reached[name] ??= []).push(action);
    }
  return reached;
}
const own = (client: string) => ({
  principal: `arn:aws:iam::111122223333:role/${client}`,
  identityPolicies: opened.access.identityPolicies
    .filter((one) => one.client === client)
    .map(({ document }) => document),
});

test("the plan is sound", () => expect(opened.codes).toEqual([]));

/** Written by hand from the grants. */
describe("each client reaches what it was granted, and nothing else", () => {
  test("a producer writes to its topics, under transactional ids of its own name", async () => {
    expect(await reach(own("shop"))).toEqual({
      cluster: ["Connect", "DescribeCluster", "WriteDataIdempotently"],
      "topic placed": ["DescribeTopic", "WriteData"],
      "topic shipped": ["DescribeTopic", "WriteData"],
      "transactions of shop": ["DescribeTransactionalId", "AlterTransactionalId"],
    });
  });

  test("a consumer reads its topic in its group", async () => {
    expect(await reach(own("billing"))).toEqual({
      cluster: ["Connect", "DescribeCluster"],
      "topic placed": ["DescribeTopic", "ReadData"],
      "group billing": ["DescribeGroup", "AlterGroup"],
    });
  });

  test("who administers a topic changes its settings, and neither reads nor deletes it", async () => {
    expect(await reach(own("platform"))).toEqual({
      cluster: ["Connect", "DescribeCluster"],
      "topic placed": [
        "DescribeTopic",
        "AlterTopic",
        "AlterTopicDynamicConfiguration",
        "DescribeTopicDynamicConfiguration",
      ],
    });
  });

  test("a role of another account comes in by the cluster's policy, and only that role", async () => {
    const of = (name: string) => ({
      principal: `arn:aws:iam::444455556666:role/${name}`,
      identityPolicies: [everything],
    });
    expect(await reach(of("warehouse"))).toEqual({
      cluster: ["Connect", "DescribeCluster"],
      "topic shipped": ["DescribeTopic", "ReadData"],
      "group audit": ["DescribeGroup", "AlterGroup"],
    });
    expect(await reach(of("intruder"))).toEqual({});
    expect(await reach({ principal: "arn:aws:iam::999999999999:role/admin", identityPolicies: [everything] })).toEqual(
      {},
    );
  });

  test("it may also make its connection to the brokers, and nothing else of the cluster", async () => {
    const allowed = async (action: string) =>
      decide({
        principal: "arn:aws:iam::444455556666:role/warehouse",
        identityPolicies: [everything],
        action: `kafka:${action}`,
        resource: targets.cluster,
        account: place.account,
        resourcePolicy: opened.plan?.clusterPolicy ?? "",
      });
    // The simulator takes no resource for GetBootstrapBrokers; MSK's own guide names the cluster for it.
    for (const action of ["CreateVpcConnection", "DescribeCluster", "DescribeClusterV2"])
      expect(await allowed(action)).toBe("allowed");
    for (const action of ["DeleteCluster", "UpdateBrokerCount", "PutClusterPolicy"])
      expect(await allowed(action)).toBe("denied");
  });

  test("the function makes topics and entries of this cluster, and reads no message", async () => {
    const statements = opened.plan?.facts.functions[0]?.statements ?? [];
    const topic = ["CreateTopic", "DescribeTopic", "AlterTopic"];
    const settings = ["AlterTopicDynamicConfiguration", "DescribeTopicDynamicConfiguration"];
    expect(
      await reach({ principal: "arn:aws:iam::111122223333:role/topics", identityPolicies: [policyText(statements)] }),
    ).toEqual({
      cluster: ["Connect", "DescribeCluster", "AlterCluster"],
      "topic placed": [...topic, ...settings],
      "topic shipped": [...topic, ...settings],
      "topic placed.old": [...topic, ...settings],
    });
  });
});

test("a policy says what is the same for every topic once", () => {
  const documents = own("shop").identityPolicies;
  expect(documents).toHaveLength(1);
  expect(documents[0]?.match(/WriteDataIdempotently/g)).toHaveLength(1);
});

describe("clients that IAM does not know", () => {
  const entries = (all: readonly Grant[], options: Options = {}) =>
    open(all, options).plan?.desired.acls.map(
      ({ principal, resourceType, resourceName, resourcePattern, operations }) =>
        `${principal} ${operations.join("+")} ${resourceType}:${resourceName}${resourcePattern === "prefixed" ? "*" : ""}`,
    );

  test("a user has entries under both of its names", () => {
    expect(entries([grant("shop", user("shop"), "produce")])).toEqual(
      ["shop", "shop-next"].flatMap((name) => [
        `User:${name} IdempotentWrite cluster:kafka-cluster`,
        `User:${name} Describe+Write topic:placed`,
        `User:${name} Describe+Write transactional-id:shop-*`,
      ]),
    );
  });

  test("a certificate has them under its distinguished name", () => {
    const authentication = {
      certificateAuthorities: ["arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/abc"],
    };
    const all = [
      grant("billing", certificate("CN=billing,O=acme"), "consume", { group: "billing" }),
      grant("billing", certificate("CN=billing,O=acme"), "administer"),
    ];
    expect(entries(all, { authentication })).toEqual([
      "User:CN=billing,O=acme Alter+AlterConfigs+Describe+DescribeConfigs+Read topic:placed",
      "User:CN=billing,O=acme Describe+Read group:billing",
    ]);
  });
});

describe("who cannot come in", () => {
  const codes = (one: Grant, options: Options = {}) => open([one], options).codes;

  const publicly: Options = { connectivity: { phase: "public" }, clients: { cidrs: ["203.0.113.0/24"] } };
  const cases: [string, Identity, Options, string][] = [
    ["a user on Serverless", user("billing"), { mode: "serverless" }, "NotSupported"],
    ["a certificate on Serverless", certificate("CN=billing"), { mode: "serverless" }, "NotSupported"],
    ["another account on Serverless", foreign, { mode: "serverless" }, "NotSupported"],
    ["another account while the brokers are private", foreign, {}, "ForeignNetwork"],
    ["another account on a public cluster", foreign, publicly, "ForeignNetwork"],
    ["a certificate that nobody signed", certificate("CN=billing"), {}, "AuthorityMissing"],
  ];
  test.each(cases)("%s", (_, identity, options, code) => {
    expect(codes(grant("billing", identity, "produce"), options)).toEqual([`${code} access.billing`]);
  });
});
