import { policyText } from "../../../lib/core/policy";
import { decide } from "../../support/iam";
import { lagMetric } from "../../../lib/engines/msk/metrics";
import { codesOf, network, place, refused, stream, type Channel, type Options } from "../../support/msk";

const archived = { needs: { archive: true } };

describe("the facts", () => {
  const facts = (channel: Channel = {}, options: Options = {}) => stream(options, channel, archived).facts;

  test.each<[string, Options]>([
    ["provisioned", {}],
    ["express", { mode: "express" }],
    ["serverless", { mode: "serverless" }],
  ])("%s: each topic is read by a group of its own", (_, options) => {
    const { archive, functions, export: exported } = facts({}, options);
    const group = "prod-orders-archive-placed";
    expect(archive?.sources).toEqual([
      {
        id: "placed",
        channel: "placed",
        source: { kind: "kafka", topic: "placed", consumerGroup: group },
        batchSize: 10_000,
        windowSeconds: 60,
        age: lagMetric({ cluster: "prod-orders" }, "placed", group),
      },
    ]);
    expect(archive?.archive.inNetwork).toBe(false);
    expect([archive?.replay, exported?.program].map((one) => [one?.inNetwork, one?.lateVariables])).toEqual([
      [true, ["BOOTSTRAP"]],
      [true, ["BOOTSTRAP"]],
    ]);
    expect(functions.map(({ id }) => id)).toEqual(["topics"]);
  });

  test("a group's name is cut where Lambda would not take it, and stays within what the program may use", () => {
    // "prod-orders-archive-" has 20 characters, and Lambda takes 200.
    const [whole, cut, other] = ["x".repeat(180), "x".repeat(181), `${"x".repeat(180)}y`].map((name) => {
      const { sources = [] } = stream({}, {}, { ...archived, channels: { [name]: {} } }).facts.archive ?? {};
      return sources.flatMap(({ source }) => (source.kind === "kafka" ? [source.consumerGroup] : []))[0];
    });
    expect(whole).toBe(`prod-orders-archive-${"x".repeat(180)}`);
    for (const name of [cut, other]) expect(name).toMatch(/^prod-orders-archive-x{171}-[0-9a-f]{8}$/);
    expect(cut).not.toBe(other);
  });

  test("no archive is there unless it is asked for; an export always", () => {
    const { archive, export: exported } = stream().facts;
    expect(archive).toBeUndefined();
    expect(exported?.program.id).toBe("export");
    const existing = stream({}, {}, { ...archived, existing: { name: "old" } }).facts;
    expect([existing.archive, existing.export]).toEqual([undefined, undefined]);
  });

  test("what is lost depends on the topics", () => {
    const lost = (channel: Channel) => facts(channel).archive?.lost.join("; ");
    expect(lost({})).toContain("offsets");
    expect(lost({})).not.toMatch(/LogAppendTime|compaction/);
    expect(lost({ msk: { config: { "message.timestamp.type": "LogAppendTime" } } })).toContain("LogAppendTime");
    expect(lost({ compaction: true })).toContain("compaction");
  });

  test("Lambda's pollers come out of the brokers' group, when there is an archive", () => {
    expect(stream().securityGroup).not.toHaveProperty("egress");
    const { egress = [] } = stream({}, {}, archived).securityGroup;
    expect(egress.map(({ port, cidr }) => `${port} ${cidr}`)).toEqual(["9098 10.40.0.0/16", "443 10.40.0.0/16"]);
  });
});

describe("refused", () => {
  const large: Options = { instanceType: "kafka.m7g.8xlarge", brokersPerZone: 3 };
  const load = (ingress: string, partitions: number): Channel => ({ partitions, msk: { workload: { ingress } } });
  test.each<[string, Options, Channel, string[]]>([
    ["5 MB/s of each partition", large, load("47MiB/s", 10), []],
    ["more", large, load("48MiB/s", 10), ["ArchiveThroughput orders.channels.placed.partitions"]],
    ["200 MB/s in all", large, load("190MiB/s", 300), []],
    ["more", large, load("191MiB/s", 300), ["ArchiveThroughput orders.channels"]],
    ["messages of 4 MiB", {}, { maxMessageSize: "4MiB" }, []],
    ["larger ones", {}, { maxMessageSize: "5MiB" }, ["ArchiveMessageSize orders.channels.placed.maxMessageSize"]],
  ])("%s", (_, options, channel, codes) => {
    expect(refused(options, channel, archived)).toEqual(codes);
    expect(refused(options, channel)).toEqual([]);
  });

  test.each<[string, readonly string[] | undefined, string[]]>([
    ["no endpoint for Lambda", ["sts"], ["EndpointMissing orders.backup.archive"]],
    ["no endpoint for the queue of failed calls", ["lambda", "sts"], ["EndpointMissing orders.backup.archive"]],
    ["all three endpoints", ["lambda", "sqs", "sts"], []],
    ["a network of which nobody tells", undefined, []],
  ])("%s", (_, endpoints, codes) => {
    const reach = { ...archived, network: { ...network, ...(endpoints && { endpoints }) } };
    expect(refused({}, {}, reach)).toEqual(codes);
  });

  test("a channel whose topic a restore test would remove", () => {
    const channels = { "prod-orders-restore-x": {} };
    expect(codesOf(() => stream({}, {}, { ...archived, channels }))).toEqual([
      "NameCollision orders.channels.prod-orders-restore-x",
    ]);
  });
});

describe("the rights, by simulation", () => {
  const { archive, export: exported } = stream({}, {}, archived).facts;
  const cluster = "prod-orders/00000000-1111-2222-3333-444444444444-2";
  const targets = {
    cluster: `cluster/${cluster}`,
    "a topic": `topic/${cluster}/placed`,
    "a scratch topic": `topic/${cluster}/prod-orders-restore-1f0c`,
    "the archive's group": `group/${cluster}/prod-orders-archive-placed`,
    "a client's group": `group/${cluster}/billing`,
    "a scratch group": `group/${cluster}/prod-orders-restore-1f0c`,
    "another cluster": `cluster/prod-orders-2/00000000-1111-2222-3333-444444444444-2`,
    "another cluster's topic": `topic/prod-orders-2/00000000-1111-2222-3333-444444444444-2/placed`,
  };
  const onCluster = ["AlterCluster", "Connect", "DescribeCluster", "DescribeClusterDynamicConfiguration"];
  const actions: Readonly<Record<string, readonly string[]>> = {
    cluster: [...onCluster, "WriteDataIdempotently"],
    topic: [
      "AlterTopic",
      "AlterTopicDynamicConfiguration",
      "CreateTopic",
      "DeleteTopic",
      "DescribeTopic",
      "DescribeTopicDynamicConfiguration",
      "ReadData",
      "WriteData",
    ],
    group: ["AlterGroup", "DeleteGroup", "DescribeGroup"],
  };

  /** Every action on every thing that a program's own statements let through. */
  async function reach(statements: Parameters<typeof policyText>[0] = []) {
    const reached: Record<string, string[]> = {};
    for (const [name, target] of Object.entries(targets))
      for (const action of actions[target.split("/")[0] ?? ""] ?? []) {
        const request = {
          principal: "arn:aws:iam::111122223333:role/prod-orders-program",
          action: `kafka-cluster:${action}`,
          resource: `arn:aws:kafka:eu-west-1:111122223333:${target}`,
          account: place.account,
          identityPolicies: [policyText(statements)],
        };
        if ((await decide(request)) === "allowed") (reached[name] ??= []).push(action);
      }
    return reached;
  }

  test("the archive reads topics in groups of its own, and writes none", async () => {
    expect(await reach(archive?.archive.statements)).toEqual({
      cluster: ["Connect", "DescribeClusterDynamicConfiguration"],
      "a topic": ["DescribeTopic", "ReadData"],
      "a scratch topic": ["DescribeTopic", "ReadData"],
      "the archive's group": ["AlterGroup", "DescribeGroup"],
    });
  });

  test("the replay writes to scratch topics alone, and reads none else", async () => {
    const describe = ["DescribeTopic", "DescribeTopicDynamicConfiguration"];
    expect(await reach(archive?.replay.statements)).toEqual({
      cluster: ["Connect", "DescribeCluster", "WriteDataIdempotently"],
      "a topic": describe,
      "a scratch topic": ["CreateTopic", "DeleteTopic", ...describe, "ReadData", "WriteData"],
      "a scratch group": ["AlterGroup", "DescribeGroup"],
    });
  });

  test("the export looks, and reads no message", async () => {
    const see = ["DescribeTopic", "DescribeTopicDynamicConfiguration"];
    expect(await reach(exported?.program.statements)).toEqual({
      cluster: ["Connect", "DescribeCluster"],
      "a topic": see,
      "a scratch topic": see,
      "the archive's group": ["DescribeGroup"],
      "a client's group": ["DescribeGroup"],
      "a scratch group": ["DescribeGroup"],
    });
  });
});
