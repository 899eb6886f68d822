import { planKinesis } from "../../../lib/engines/kinesis";
import { onDemandShards, shardMetrics, shardQuota } from "../../../lib/engines/kinesis/limits";
import { roleClient, streamOf, withAccess, withStream, type Channel } from "../../support/kinesis";
import { codesOf, place } from "../../support/sns-sqs";

const codes = (channel: Channel) => codesOf(() => withStream(channel));

describe("what empty options give", () => {
  const plan = withStream({});

  test("a stream with capacity on demand that keeps records for a week and cannot be destroyed", () => {
    expect(streamOf(plan)).toEqual({
      channel: "views",
      name: "prod-clicks-views",
      arn: "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-clicks-views",
      retentionHours: 168,
      shardMetrics: [],
      maxLagSeconds: 600,
      consumers: [],
      tags: {},
      protect: true,
    });
  });

  test("its facts: ordered, replayable, over HTTPS only, with nobody but its callers using its key", () => {
    expect(plan.facts).toMatchObject({
      capabilities: ["ordered", "replayable", "cross-account"],
      keyUses: [],
      logSources: [],
      stateful: [{ id: "views/stream", kind: "aws_kinesis_stream", name: "prod-clicks-views" }],
    });
    expect(plan.facts.listeners).toEqual([
      {
        name: "kinesis",
        protocol: "https",
        authentication: "iam",
        port: 443,
        endpoint: "https://kinesis.eu-west-1.amazonaws.com",
      },
    ]);
    expect(plan.inNetwork).toBe(false);
  });

  test("the plan is plain data", () => {
    const whole = withStream({ partitions: 2, kinesis: { fanOut: ["billing"], shardMetrics: "all" } });
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  });
});

test("with partitions the stream has so many shards", () => {
  expect(streamOf(withStream({ partitions: 4 })).shards).toBe(4);
});

describe("limits, on both sides", () => {
  const retention = (value: string) => codes({ retention: value, maxLag: "1m" });
  test.each([
    ["24h", []],
    ["8760h", []],
    ["365d", []],
    ["1y", []],
    ["25h", []],
    ["23h", ["StreamRetention clicks.channels.views.retention"]],
    ["8761h", ["StreamRetention clicks.channels.views.retention"]],
    ["10y", ["StreamRetention clicks.channels.views.retention"]],
    ["1500m", []],
    ["1501m", ["RetentionNotWholeHours clicks.channels.views.retention"]],
    ["86401s", ["RetentionNotWholeHours clicks.channels.views.retention"]],
  ])("retention %s → %j", (value, expected) => {
    expect(retention(value)).toEqual(expected);
  });

  test.each([
    ["1MiB", []],
    ["1024KiB", []],
    ["1048577B", ["NotSupported clicks.channels.views.maxMessageSize"]],
    ["10MiB", ["NotSupported clicks.channels.views.maxMessageSize"]],
    ["1048575B", ["NotSupported clicks.channels.views.maxMessageSize"]],
    ["256KiB", ["NotSupported clicks.channels.views.maxMessageSize"]],
  ])("maxMessageSize %s → %j", (maxMessageSize, expected) => {
    expect(codes({ maxMessageSize })).toEqual(expected);
  });

  test("compaction is another engine's", () => {
    expect(codes({ compaction: true })).toEqual(["NotSupported clicks.channels.views.compaction"]);
    expect(() => withStream({ compaction: true })).toThrow(/msk can/);
  });

  test.each([
    ["24h", "1439m", []],
    ["24h", "24h", ["MaxLagAboveRetention clicks.channels.views.maxLag"]],
    ["24h", "7d", ["MaxLagAboveRetention clicks.channels.views.maxLag"]],
  ])("retention %s, maxLag %s → %j", (value, maxLag, expected) => {
    expect(codes({ retention: value, maxLag })).toEqual(expected);
  });

  const groups = (count: number) => Array.from({ length: count }, (_, i) => `g${i}`);
  test.each([
    [20, []],
    [21, ["TooManyFanOuts clicks.channels.views.kinesis.fanOut"]],
  ])("%i groups with a fan-out → %j", (count, expected) => {
    expect(codes({ kinesis: { fanOut: groups(count) } })).toEqual(expected);
  });

  test("a group has one fan-out", () => {
    expect(codes({ kinesis: { fanOut: ["a", "b", "a"] } })).toEqual([
      "FanOutTwice clicks.channels.views.kinesis.fanOut.2",
    ]);
  });

  test.each([
    ["x".repeat(128), []],
    ["x".repeat(129), ["BadFormat clicks.channels.views.kinesis.fanOut.0"]],
    ["a:b", ["BadFormat clicks.channels.views.kinesis.fanOut.0"]],
  ])("a consumer named %s → %j", (group, expected) => {
    expect(codes({ kinesis: { fanOut: [group] } })).toEqual(expected);
  });

  test.each([
    ["us-east-1", 20_000, 10_000],
    ["us-west-2", 20_000, 10_000],
    ["eu-west-1", 20_000, 10_000],
    ["eu-central-1", 1_000, 200],
  ])("an account in %s has %i shards, and an on-demand stream grows to %i", (region, shards, grown) => {
    expect([shardQuota(region), onDemandShards(region)]).toEqual([shards, grown]);
  });

  const provisioned = (region: string, partitions: number, shards?: number) =>
    codesOf(() =>
      planKinesis({ ...place, region }, "n", {
        channels: { a: { partitions: partitions - 1 }, b: { partitions: 1 } },
        options: { quotas: shards === undefined ? {} : { shards } },
      }),
    );
  test.each([
    ["eu-west-1", 20_000, undefined, []],
    ["eu-west-1", 20_001, undefined, ["TooManyShards n.channels"]],
    ["eu-west-1", 20_001, 20_001, []],
    ["eu-central-1", 1_000, undefined, []],
    ["eu-central-1", 1_001, undefined, ["TooManyShards n.channels"]],
    ["eu-central-1", 501, 500, ["TooManyShards n.channels"]],
  ])("in %s %i partitions together, with a quota of %s → %j", (region, partitions, shards, expected) => {
    expect(provisioned(region, partitions, shards)).toEqual(expected);
  });

  const onDemand = (count: number, onDemandStreams?: number) =>
    codesOf(() =>
      planKinesis(place, "n", {
        channels: Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, {}])),
        options: { quotas: onDemandStreams === undefined ? {} : { onDemandStreams } },
      }),
    );
  test.each([
    [50, undefined, []],
    [51, undefined, ["TooManyOnDemandStreams n.channels"]],
    [51, 51, []],
    [52, 51, ["TooManyOnDemandStreams n.channels"]],
  ])("%i on-demand streams, with a quota of %s → %j", (count, quota, expected) => {
    expect(onDemand(count, quota)).toEqual(expected);
  });
});

describe("fan-out and metrics of shards", () => {
  test("a group with a fan-out is a consumer, whose ARN AWS ends with a time", () => {
    const plan = withStream({ kinesis: { fanOut: ["billing", "search"] } });
    const arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-clicks-views/consumer";
    expect(streamOf(plan).consumers).toEqual([
      { name: "billing", arn: `${arn}/billing:*` },
      { name: "search", arn: `${arn}/search:*` },
    ]);
    expect(plan.facts.capabilities).toContain("fan-out");
  });

  test("all metrics are named, as Kinesis tells them; some are in its order", () => {
    const metrics = (value: "all" | (typeof shardMetrics)[number][]) =>
      streamOf(withStream({ kinesis: { shardMetrics: value } })).shardMetrics;
    expect(metrics("all")).toEqual(shardMetrics);
    expect(metrics(["OutgoingBytes", "IncomingBytes"])).toEqual(["IncomingBytes", "OutgoingBytes"]);
  });
});

describe("names", () => {
  test("a long channel's stream stays within 128 characters", () => {
    const channel = "c".repeat(200);
    const [stream] = planKinesis(place, "clicks", { channels: { [channel]: {} } }).streams;
    expect(stream?.name).toHaveLength(128);
  });

  test("a system that exists has its own prefix and names, and nothing of it is stateful for us", () => {
    const plan = planKinesis(place, "legacy", {
      existing: { name: "old" },
      channels: { views: {}, orders: { kinesis: { streamName: "Orders" } } },
    });
    expect(plan.streams.map(({ name }) => name)).toEqual(["old-views", "Orders"]);
    expect([plan.build, plan.facts.stateful]).toEqual([false, []]);
  });

  test("only what exists has a name of its own", () => {
    expect(codes({ kinesis: { streamName: "Views" } })).toEqual([
      "StreamNameNotExisting clicks.channels.views.kinesis.streamName",
    ]);
  });

  test("two streams of one name are told", () => {
    const channels = { views: {}, orders: { kinesis: { streamName: "old-views" } } };
    expect(codesOf(() => planKinesis(place, "n", { existing: { name: "old" }, channels }))).toEqual([
      "StreamNameCollision n.channels.orders",
    ]);
  });

  test("two groups whose applications would share a lease table are told", () => {
    const channels = { a: { kinesis: { fanOut: ["b-c"] } }, "a-b": { kinesis: { fanOut: ["c"] } } };
    expect(codesOf(() => planKinesis(place, "n", { channels }))).toEqual(["StreamNameCollision n.channels.a-b"]);
  });

  test("a client of another account needs a policy that whoever made the stream owns", () => {
    const line = { client: roleClient("far", "444455556666"), verb: "produce" as const, channel: "views" };
    const existing = { existing: { name: "old" } };
    expect(withAccess({ views: {} }, [line], existing).codes).toEqual(["StreamPolicyExisting clicks.access"]);
    expect(withAccess({ views: {} }, [{ ...line, client: roleClient("near") }], existing).codes).toEqual([]);
  });
});

test("facts tell the groups that access: admits", () => {
  const line = { client: roleClient("reader"), verb: "consume" as const, channel: "views" };
  const { plan } = withAccess({ views: { kinesis: { fanOut: ["c"] } } }, [
    { ...line, group: "b" },
    { ...line, group: "a" },
  ]);
  expect(plan.facts.channels[0]?.groups).toEqual(["a", "b"]);
});

describe("how far one group is behind", () => {
  const reads = (group: string) => ({ client: roleClient(group), verb: "consume" as const, channel: "views", group });
  const backlog = (channel: Channel, archive: boolean) =>
    withAccess({ views: channel }, [reads("stock")], { needs: { archive } }).plan.facts.backlogs[0];

  test("is measured of the only one that reads with its own calls, and the archive is another", () => {
    expect(backlog({}, false)).toMatchObject({
      ageSeconds: { metrics: { behind: { name: "GetRecords.IteratorAgeMilliseconds" } } },
    });
    expect(backlog({}, true)?.ageSeconds).toBeUndefined();
    expect(backlog({}, true)?.unmeasured).toMatch(/^stock and the archive share .*fanOut: \[stock\]/);
  });

  test("is measured of a fan-out, whoever else reads", () => {
    expect(backlog({ kinesis: { fanOut: ["stock"] } }, true)).toMatchObject({
      ageSeconds: { metrics: { behind: { name: "SubscribeToShardEvent.MillisBehindLatest" } } },
    });
  });
});
