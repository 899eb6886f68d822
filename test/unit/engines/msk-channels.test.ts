import * as fc from "fast-check";
import { planMsk } from "../../../lib/engines/msk";
import { codesOf, network, place, refused, refusedAnyhow, stream, type Channel, type Options } from "../../support/msk";

const at = "orders.channels.placed";
const configOf = (options: Options, channel: Channel) => stream(options, channel).desired.topics[0]?.config ?? {};
const many = (channels: Readonly<Record<string, Channel>>, options: Options = {}) =>
  codesOf(() => planMsk(place, "orders", { channels, options, network }));

describe("copies", () => {
  test.each([
    ["as many as brokers", {}, { replicationFactor: 3 }, []],
    ["more than brokers", {}, { replicationFactor: 4 }, [`ReplicationFactor ${at}.msk.replicationFactor`]],
    ["five of six brokers", { brokersPerZone: 2 }, { replicationFactor: 5 }, []],
    ["one without a reason", {}, { replicationFactor: 1 }, [`SingleCopy ${at}.msk.replicationFactor`]],
    ["one with a reason", {}, { replicationFactor: 1, reason: "a cache of what the shop has" }, []],
    ["all in time", {}, { minInSyncReplicas: 3 }, [`InSyncReplicas ${at}.msk.minInSyncReplicas`]],
    ["two of three in time", {}, { minInSyncReplicas: 2 }, []],
    ["one of three in time", {}, { minInSyncReplicas: 1 }, [`SingleCopy ${at}.msk.minInSyncReplicas`]],
    ["one of three in time, with a reason", {}, { minInSyncReplicas: 1, reason: "measurements" }, []],
    ["Express with three", { mode: "express" }, { replicationFactor: 3, minInSyncReplicas: 2 }, []],
    ["Express with two", { mode: "express" }, { replicationFactor: 2 }, [`NotSupported ${at}.msk.replicationFactor`]],
    [
      "Serverless with one in time",
      { mode: "serverless" },
      { minInSyncReplicas: 1 },
      [`NotSupported ${at}.msk.minInSyncReplicas`],
    ],
  ] as const)("%s", (_, options, msk, codes) => {
    expect(refused(options, { msk })).toEqual(codes);
  });

  test("whatever the brokers and the copies: what is admitted can be written while one broker is away, or has a reason", () => {
    const settings = fc.record({
      brokersPerZone: fc.integer({ min: 1, max: 3 }),
      replicationFactor: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      minInSyncReplicas: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
      reason: fc.option(fc.constant("said in a test"), { nil: undefined }),
    });
    fc.assert(
      fc.property(settings, ({ brokersPerZone, ...msk }) => {
        if (refused({ brokersPerZone }, { msk }).length > 0) return;
        const [topic] = stream({ brokersPerZone }, { msk }).desired.topics;
        const copies = topic?.replicationFactor ?? 0;
        const inTime = Number(topic?.config["min.insync.replicas"]);
        expect(copies).toBeLessThanOrEqual(3 * brokersPerZone);
        expect(inTime < copies || msk.reason !== undefined).toBe(true);
      }),
    );
  });
});

describe("partitions", () => {
  const partitions = (partitions: number, options: Options = {}) => refused(options, { partitions });
  const tooMany = ["TooManyPartitions orders.channels"];

  test.each([
    ["three kafka.m7g.large, three copies", 1_500, {}, []],
    ["one more", 1_501, {}, tooMany],
    ["six brokers", 3_000, { brokersPerZone: 2 }, []],
    ["one more than six bear", 3_001, { brokersPerZone: 2 }, tooMany],
    ["the smallest Express", 1_500, { mode: "express" }, []],
    ["one more on Express", 1_501, { mode: "express" }, tooMany],
    ["Serverless", 2_400, { mode: "serverless" }, []],
    ["one more on Serverless", 2_401, { mode: "serverless" }, tooMany],
  ] as const)("%s: %i", (_, count, options, codes) => {
    expect(partitions(count, options)).toEqual(codes);
  });

  test("Serverless takes few partitions with compaction", () => {
    const compacted = (count: number) => refused({ mode: "serverless" }, { compaction: true, partitions: count });
    expect(compacted(120)).toEqual([]);
    expect(compacted(121)).toEqual(tooMany);
  });

  test("all topics count together", () => {
    expect(many({ a: { partitions: 750 }, b: { partitions: 750 } })).toEqual([]);
    expect(many({ a: { partitions: 750 }, b: { partitions: 751 } })).toEqual(tooMany);
  });
});

describe("the stated load", () => {
  const mb = (count: number) => `${count * 1_000_000}B/s`;
  const loaded = (mode: "express" | "serverless", partitions: number, ingress: number, egress = ingress) =>
    refused({ mode }, { partitions, msk: { workload: { ingress: mb(ingress), egress: mb(egress) } } });
  const partition = [`PartitionThroughput ${at}.partitions`];

  test.each([
    ["serverless", 1, 5, 10, []],
    ["serverless", 1, 5.1, 5, partition],
    ["serverless", 1, 5, 10.1, partition],
    ["serverless", 2, 10, 20, []],
    ["express", 1, 15, 15, []],
    ["express", 1, 15.1, 15, partition],
    ["serverless", 40, 200, 400, []],
    ["serverless", 80, 200.1, 400, ["ClusterThroughput orders.channels"]],
    ["serverless", 80, 200, 400.1, ["ClusterThroughput orders.channels"]],
    ["express", 9, 70.2, 175.5, []],
    ["express", 9, 70.3, 175.5, ["ClusterThroughput orders.channels"]],
    ["express", 9, 70.2, 175.6, ["ClusterThroughput orders.channels"]],
  ] as const)("%s, %i partitions, %d MB/s in and %d out → %j", (mode, partitions, ingress, egress, codes) => {
    expect(loaded(mode, partitions, ingress, egress)).toEqual(codes);
  });

  test("Standard brokers have no limit that AWS states", () => {
    expect(refused({}, { partitions: 1, msk: { workload: { ingress: "900MiB/s" } } })).toEqual([]);
  });

  test("where the partitions are not said, the error stands at the load", () => {
    const channel = { msk: { workload: { ingress: mb(16) } } };
    expect(refused({ mode: "serverless" }, channel)).toEqual([`PartitionThroughput ${at}.msk`]);
  });
});

describe("messages", () => {
  test.each([
    ["8MiB", []],
    ["8193KiB", [`TopicMessageSize ${at}.maxMessageSize`]],
  ])("Serverless takes %s → %j", (maxMessageSize, codes) => {
    expect(refused({ mode: "serverless" }, { maxMessageSize })).toEqual(codes);
  });

  test("a batch of one message of the largest size fits, as far as the service lets it", () => {
    expect(configOf({}, { maxMessageSize: "10MiB" })["max.message.bytes"]).toBe(String(10 * 1024 ** 2 + 1024));
    expect(configOf({ mode: "serverless" }, { maxMessageSize: "8MiB" })["max.message.bytes"]).toBe("8388608");
  });

  test("compaction keeps the newest of each key, without an end", () => {
    expect(configOf({}, { compaction: true })).not.toHaveProperty(["retention.ms"]);
    expect(configOf({}, { compaction: true })["cleanup.policy"]).toBe("compact");
  });

  test("an alarm on lag fires before messages are lost", () => {
    expect(refused({}, { retention: "1h", maxLag: "59m" })).toEqual([]);
    expect(refused({}, { retention: "1h", maxLag: "1h" })).toEqual([`MaxLagAboveRetention ${at}.maxLag`]);
    expect(refused({}, { retention: "1h", maxLag: "1h", compaction: true })).toEqual([]);
  });
});

describe("tiered storage", () => {
  const tiered = { storage: { tiered: true } };
  const unavailable = [`TieringUnavailable ${at}.msk.localRetention`];
  const local = (localRetention: string, more: Channel = {}, config: Record<string, number> = {}): Channel => ({
    retention: "3d",
    ...more,
    msk: { localRetention, config },
  });

  test.each([
    ["half a day of three", tiered, local("12h"), []],
    ["on brokers without it", {}, local("12h"), unavailable],
    ["kept for less than three days", tiered, local("12h", { retention: "71h" }), unavailable],
    ["as long on the disk as at all", tiered, local("3d"), unavailable],
    ["with compaction", tiered, local("12h", { compaction: true }), unavailable],
    ["in segments of 48 MiB", tiered, local("12h", {}, { "segment.bytes": 50_331_648 }), []],
    ["in smaller ones", tiered, local("12h", {}, { "segment.bytes": 50_331_647 }), unavailable],
    ["rolled after ten minutes", tiered, local("12h", {}, { "segment.ms": 600_000 }), []],
    ["rolled sooner", tiered, local("12h", {}, { "segment.ms": 599_999 }), unavailable],
    ["on Express", { mode: "express" }, local("12h"), [`NotSupported ${at}.msk.localRetention`]],
    ["on Serverless", { mode: "serverless" }, local("12h"), [`NotSupported ${at}.msk.localRetention`]],
  ] as const)("%s", (_, options, channel, codes) => {
    expect(refused(options, channel)).toEqual(codes);
  });

  test("only a topic that says so is tiered", () => {
    expect(configOf(tiered, local("12h"))).toMatchObject({
      "remote.storage.enable": "true",
      "local.retention.ms": "43200000",
    });
    expect(configOf(tiered, {})).not.toHaveProperty(["remote.storage.enable"]);
  });
});

describe("further settings", () => {
  test.each([
    [{}, "segment.bytes", 1, true],
    [{}, "segment.bites", 1, false],
    [{}, "cleanup.policy", "compact", false],
    [{}, "unclean.leader.election.enable", true, false],
    [{ mode: "express" }, "segment.bytes", 1, false],
    [{ mode: "express" }, "max.compaction.lag.ms", 86_400_000, true],
    [{ mode: "express" }, "max.compaction.lag.ms", 86_399_999, false],
    [{ mode: "serverless" }, "segment.bytes", 1, false],
    [{ mode: "serverless" }, "compression.type", "zstd", true],
  ] as const)("%j: %s %s is admitted: %s", (options, key, value, admitted) => {
    expect(refused(options, { msk: { config: { [key]: value } } })).toEqual(
      admitted ? [] : [`TopicProperty ${at}.msk.config.${key}`],
    );
    if (admitted) expect(configOf(options, { msk: { config: { [key]: value } } })[key]).toBe(String(value));
  });
});

describe("names", () => {
  test("249 characters are a name, and 250 are none", () => {
    const name = (length: number) => ({ ["n".repeat(length)]: {} });
    expect(many(name(249))).toEqual([]);
    expect(many(name(250))).toEqual([`TopicName orders.channels.${"n".repeat(250)}`]);
  });

  test("two that Kafka's metrics cannot tell apart are an error", () => {
    expect(many({ "a.b": {}, "a-b": {} })).toEqual([]);
    expect(many({ "a.b": {}, a_b: {} })).toEqual(["TopicName orders.channels.a_b"]);
  });
});

test("what a channel does not know is an error", () => {
  expect(refusedAnyhow({}, { msk: { replicas: 3 } })).toEqual([`UnknownKey ${at}.msk.replicas`]);
  expect(refusedAnyhow({}, { subscribers: {} })).toEqual([`UnknownKey ${at}.subscribers`]);
});
