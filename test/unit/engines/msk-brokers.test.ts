import { network, refused, stream } from "../../support/msk";

const inZones = (count: number) => ({ network: { ...network, zones: network.zones.slice(0, count) } });

describe("brokers", () => {
  test.each([
    ["60 with KRaft", { brokersPerZone: 20 }, []],
    ["63 with KRaft", { brokersPerZone: 21 }, ["TooManyBrokers orders.msk.brokersPerZone"]],
    ["30 with ZooKeeper", { brokersPerZone: 10, version: "3.9.x", metadata: "zookeeper" }, []],
    [
      "33 with ZooKeeper",
      { brokersPerZone: 11, version: "3.9.x", metadata: "zookeeper" },
      ["TooManyBrokers orders.msk.brokersPerZone"],
    ],
    ["63 when AWS granted them", { brokersPerZone: 21, quotas: { brokers: 63 } }, []],
  ] as const)("%s", (_, options, codes) => {
    expect(refused(options)).toEqual(codes);
  });

  test.each([
    ["in three zones of three", {}, inZones(3), []],
    ["in two of two", {}, inZones(2), []],
    ["in one", {}, inZones(1), ["ZoneCount orders.msk"]],
    ["in two of three", { zones: 2 }, inZones(3), []],
    ["in three of two", { zones: 3 }, inZones(2), ["ZoneCount orders.msk.zones"]],
    ["Express in three", { mode: "express" }, inZones(3), []],
    ["Express in two", { mode: "express" }, inZones(2), ["ZoneCount orders.msk"]],
    ["Serverless in two", { mode: "serverless" }, inZones(2), []],
    ["Serverless in one", { mode: "serverless" }, inZones(1), ["ZoneCount orders.msk"]],
  ] as const)("%s", (_, options, more, codes) => {
    expect(refused(options, {}, more)).toEqual(codes);
  });

  test("in two zones two copies are kept; brokers count in both", () => {
    const plan = stream({ zones: 2, brokersPerZone: 2 });
    expect(plan.cluster).toMatchObject({ brokers: 4, zones: 2, someZones: true });
    expect(plan.desired.topics[0]).toMatchObject({ replicationFactor: 2, config: { "min.insync.replicas": "1" } });
  });

  test("without a network there is no place for them, unless they exist already", () => {
    expect(refused({}, {}, { network: undefined })).toEqual(["NetworkMissing orders.engine"]);
    expect(refused({}, {}, { network: undefined, existing: { name: "legacy" } })).toEqual([]);
  });

  test("the smallest size has neither KRaft nor tiered storage nor PrivateLink", () => {
    const small = { instanceType: "kafka.t3.small", version: "3.8.x" } as const;
    const at = "InstanceUnsupported orders.msk.instanceType";
    expect(refused({ ...small, metadata: "zookeeper" })).toEqual([]);
    expect(refused(small)).toEqual([at]);
    expect(refused({ ...small, metadata: "zookeeper", storage: { tiered: true } })).toEqual([at]);
    const standing = { standing: ["cluster"] };
    expect(refused({ ...small, metadata: "zookeeper", connectivity: { phase: "multi-vpc" } }, {}, standing)).toEqual([
      at,
    ]);
  });
});

describe("disks", () => {
  test.each([
    ["1GiB", []],
    ["16TiB", []],
    ["1023MiB", ["OutOfRange orders.msk.storage.size"]],
    ["16385GiB", ["OutOfRange orders.msk.storage.size"]],
    ["1536MiB", ["StorageSize orders.msk.storage.size"]],
  ])("size %s → %j", (size, codes) => {
    expect(refused({ storage: { size } })).toEqual(codes);
  });

  test.each([
    ["kafka.m7g.2xlarge", "312MiB/s", "10GiB", []],
    ["kafka.m7g.2xlarge", "313MiB/s", "10GiB", ["StorageSize orders.msk.storage.throughput"]],
    ["kafka.m7g.xlarge", "250MiB/s", "10GiB", ["StorageSize orders.msk.storage.throughput"]],
    ["kafka.m5.4xlarge", "593MiB/s", "9GiB", ["StorageSize orders.msk.storage.throughput"]],
    ["kafka.m5.4xlarge", "249MiB/s", "10GiB", ["OutOfRange orders.msk.storage.throughput"]],
    ["kafka.m7g.16xlarge", "1000MiB/s", "10GiB", []],
    ["kafka.m7g.16xlarge", "1001MiB/s", "10GiB", ["OutOfRange orders.msk.storage.throughput"]],
  ] as const)("%s with %s on %s → %j", (instanceType, throughput, size, codes) => {
    expect(refused({ instanceType, storage: { size, throughput } })).toEqual(codes);
  });

  test("provisioned throughput brings the replica fetchers that it needs", () => {
    const plan = stream({ instanceType: "kafka.m5.12xlarge", storage: { throughput: "500MiB/s" } });
    expect(plan.cluster).toMatchObject({ storage: { throughputMiBps: 500 } });
    expect(plan.brokerConfiguration?.properties).toMatchObject({ "num.replica.fetchers": "14" });
  });

  const growing = (max: number) => ({ needs: { storage: { targetPercent: 60, maxBytes: max } } });
  const gib = 1024 ** 3;
  test.each([
    [101 * gib, []],
    [100 * gib, ["ScalingMaximum orders.autoscaling.storage.max"]],
    [101 * gib + 1, ["ScalingMaximum orders.autoscaling.storage.max"]],
  ])("growing to %i bytes → %j", (max, codes) => {
    expect(refused({}, {}, growing(max))).toEqual(codes);
  });

  test("growing disks are a scaling target, and nothing else is", () => {
    expect(stream({}, {}, growing(4096 * gib)).facts.scalingTargets).toEqual([
      {
        id: "disks",
        serviceNamespace: "kafka",
        dimension: "kafka:broker-storage:VolumeSize",
        metric: "KafkaBrokerStorageUtilization",
        minCapacity: 1,
        maxCapacity: 4096,
        targetPercent: 60,
      },
    ]);
    expect(stream().facts.scalingTargets).toEqual([]);
  });
});

describe("the brokers' properties", () => {
  const properties = (brokerConfiguration: Record<string, string | number | boolean>, more = {}) =>
    refused({ brokerConfiguration, ...more });
  const at = (key: string) => [`BrokerProperty orders.msk.brokerConfiguration.${key}`];

  test.each([
    ["log.retention.hours", 24, {}, true],
    ["log.retention.houers", 24, {}, false],
    ["auto.create.topics.enable", true, {}, false],
    ["replica.lag.time.max.ms", 10_000, {}, true],
    ["replica.lag.time.max.ms", 9_999, {}, false],
    ["replica.lag.time.max.ms", 30_000, {}, true],
    ["replica.lag.time.max.ms", 30_001, {}, false],
    ["zookeeper.session.timeout.ms", 6_000, { version: "3.9.x", metadata: "zookeeper" }, true],
    ["zookeeper.session.timeout.ms", 5_999, { version: "3.9.x", metadata: "zookeeper" }, false],
    ["zookeeper.session.timeout.ms", 6_000, { version: "3.9.x" }, false],
    ["log.message.timestamp.difference.max.ms", 1_000, { version: "3.9.x" }, true],
    ["log.message.timestamp.difference.max.ms", 1_000, { version: "4.0.x" }, false],
    ["num.io.threads", 16, {}, true],
    ["num.io.threads", 16, { mode: "express" }, false],
    ["max.connections.per.ip", 16, { mode: "express" }, true],
  ])("%s: %s with %j is admitted: %s", (key, value, more, admitted) => {
    expect(properties({ [key]: value }, more)).toEqual(admitted ? [] : at(key));
  });

  test("a value is one line, so that it brings no second property with it", () => {
    expect(properties({ "log.retention.ms": "1\nauto.create.topics.enable=true" })).toEqual([
      "BadFormat orders.msk.brokerConfiguration.log.retention.ms",
    ]);
  });

  test("another content has another name, and the same content the same", () => {
    const name = (hours: number) =>
      stream({ brokerConfiguration: { "log.retention.hours": hours } }).brokerConfiguration?.name;
    expect(name(24)).not.toBe(name(25));
    expect(name(24)).toBe(name(24));
    expect(name(24)).toMatch(/^prod-orders-[0-9a-f]{8}$/);
  });

  test("a version that changes leaves the configuration alone", () => {
    expect(stream({ version: "4.0.x" }).brokerConfiguration).toEqual(stream({ version: "4.1.x" }).brokerConfiguration);
  });

  test("the text has each property as a line", () => {
    const { text, properties: all } = stream({ brokerConfiguration: { "num.partitions": 7 } }).brokerConfiguration!;
    expect(Object.fromEntries(text.split("\n").map((line) => line.split("=")))).toEqual(all);
    expect(all["num.partitions"]).toBe("7");
  });
});
