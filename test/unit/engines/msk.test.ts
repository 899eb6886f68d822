import { living, versions } from "../../../lib/engines/msk/versions";
import { codesOf, grant, refused, refusedAnyhow, role, stream, user } from "../../support/msk";

describe("what empty options give", () => {
  const plan = stream();

  test("three brokers, a zone each, KRaft, known by IAM alone, on a disk of their own", () => {
    expect(plan.names.cluster).toBe("prod-orders");
    expect(plan.cluster).toMatchObject({
      mode: "provisioned",
      instanceType: "kafka.m7g.large",
      brokers: 3,
      zones: 3,
      someZones: false,
      kafkaVersion: "4.1.x.kraft",
      metadata: "kraft",
      phase: "private",
      enhancedMonitoring: "PER_TOPIC_PER_BROKER",
      storage: { sizeGiB: 100, tiered: false },
      authentication: { scram: false, certificateAuthorities: [], unauthenticated: false },
    });
    expect(plan.protect).toBe(true);
    expect(plan.inNetwork).toBe(true);
  });

  test("a topic that survives a broker, and loses no message when its leader goes", () => {
    expect(plan.desired.topics).toEqual([
      {
        name: "placed",
        partitions: 3,
        replicationFactor: 3,
        config: {
          "cleanup.policy": "delete",
          "max.message.bytes": "1049600",
          "min.insync.replicas": "2",
          "retention.ms": "604800000",
        },
      },
    ]);
    expect(plan.brokerConfiguration?.properties).toMatchObject({
      "auto.create.topics.enable": "false",
      "unclean.leader.election.enable": "false",
      "allow.everyone.if.no.acl.found": "false",
      "default.replication.factor": "3",
      "min.insync.replicas": "2",
    });
  });

  test("the plan is plain data", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test("the function gets the topics as literal JSON, and comes by IAM", () => {
    const [topics] = plan.facts.functions;
    expect(topics?.trigger).toEqual({ kind: "change", input: JSON.stringify(plan.desired) });
    expect(topics).toMatchObject({
      entry: "engines/msk/functions/topics",
      inNetwork: true,
      variables: { AUTHENTICATION: "iam", REGION: "eu-west-1" },
      lateVariables: ["BOOTSTRAP"],
    });
  });
});

describe("modes", () => {
  test("Express has three copies, no disks and no word on either", () => {
    const plan = stream({ mode: "express" });
    expect(plan.cluster).toMatchObject({
      mode: "express",
      instanceType: "express.m7g.large",
      kafkaVersion: "4.2.x.kraft",
    });
    expect(plan.cluster).not.toHaveProperty("storage");
    expect(plan.desired.topics[0]).toMatchObject({ replicationFactor: 3 });
    expect(plan.desired.topics[0]?.config).not.toHaveProperty("min.insync.replicas");
    expect(plan.brokerConfiguration?.properties).not.toHaveProperty("default.replication.factor");
    expect(plan.facts.capabilities).not.toContain("storage-autoscaling");
  });

  test("Serverless has no brokers, no log and no configuration, and keeps messages as long as it is told", () => {
    const plan = stream({ mode: "serverless" }, { retention: "400d" });
    expect(plan.cluster).toEqual({ mode: "serverless" });
    expect(plan.brokerConfiguration).toBeUndefined();
    expect(plan.facts.logSources).toEqual([]);
    expect(plan.desired.topics[0]?.config).toEqual({
      "cleanup.policy": "delete",
      "max.message.bytes": "1049600",
      "retention.bytes": "-1",
      "retention.ms": "34560000000",
    });
    expect(plan.facts.stateful[0]).toEqual({ id: "cluster", kind: "aws_msk_serverless_cluster", name: "prod-orders" });
  });

  test("storage for Express brokers is an error, not a setting that AWS refuses", () => {
    expect(refusedAnyhow({ mode: "express", storage: { size: "100GiB" } })).toEqual(["UnknownKey orders.msk.storage"]);
  });

  test.each([
    [{ mode: "serverless", instanceType: "kafka.m7g.large" }, ["UnknownKey orders.msk.instanceType"]],
    [{ mode: "serverless", version: "3.9.x" }, ["UnknownKey orders.msk.version"]],
    [{ mode: "serverless", authentication: { scram: true } }, ["UnknownKey orders.msk.authentication"]],
    [{ mode: "express", zones: 3 }, ["UnknownKey orders.msk.zones"]],
    [{ mode: "express", instanceType: "kafka.m7g.large" }, ["NotAllowed orders.msk.instanceType"]],
    [{ storageAlarm: "1TiB" }, ["UnknownKey orders.msk.storageAlarm"]],
    [{ mode: "serverles" }, ["NotAllowed orders.msk.mode"]],
    [{ rebalancing: true }, ["UnknownKey orders.msk.rebalancing"]],
  ])("what another mode has is an error: %j", (options, codes) => {
    expect(refusedAnyhow(options)).toEqual(codes);
  });
});

describe("versions", () => {
  test("a dead version is an error with the date", () => {
    expect(() => stream({ version: "3.5.1" })).toThrow(/VersionEnded.*ended on 2025-10-23; use 4\.1\.x/);
  });

  test.each([
    ["2026-08-31", []],
    ["2026-09-01", ["VersionEnded orders.msk.version"]],
  ])("3.7.x on %s → %j", (today, codes) => {
    expect(refused({ version: "3.7.x" }, {}, { today })).toEqual(codes);
  });

  test("without a day nothing has ended, and a cluster that exists already is AWS's to upgrade", () => {
    expect(codesOf(() => stream({ version: "3.6.0" }, {}, { today: undefined }))).toEqual([]);
    expect(refused({ version: "3.6.0" }, {}, { existing: { name: "legacy" } })).toEqual([]);
  });

  test.each([
    [{ version: "5.0.x" }, ["VersionUnknown orders.msk.version"]],
    [{ version: "4.2.x" }, ["VersionUnknown orders.msk.version"]],
    [{ mode: "express", version: "4.1.x" }, ["VersionUnknown orders.msk.version"]],
    [{ version: "4.1.x", metadata: "zookeeper" }, ["MetadataUnavailable orders.msk.metadata"]],
    [{ mode: "express", version: "3.8.x", metadata: "kraft" }, ["MetadataUnavailable orders.msk.metadata"]],
    [{ version: "3.9.x", metadata: "zookeeper" }, []],
  ] as const)("%j → %j", (options, codes) => {
    expect(refused(options)).toEqual(codes);
  });

  test.each([
    [{ version: "3.9.x" }, "3.9.x.kraft"],
    [{ version: "3.9.x", metadata: "zookeeper" }, "3.9.x"],
    [{ version: "3.8.x" }, "3.8.x.kraft"],
    [{ mode: "express", version: "3.8.x" }, "3.8.x"],
    [{ mode: "express", version: "3.9.x" }, "3.9.x.kraft"],
  ] as const)("%j is called %s", (options, name) => {
    expect(stream(options).cluster).toMatchObject({ kafkaVersion: name });
  });

  test("every version that lives can be planned, and each has a way to keep its metadata", () => {
    for (const mode of ["provisioned", "express"] as const)
      for (const version of living(mode, "2026-11-24")) expect(refused({ mode, version })).toEqual([]);
    for (const { provisioned, express } of Object.values(versions))
      expect((provisioned ?? express ?? []).length).toBeGreaterThan(0);
  });
});

test("a system that exists already is watched and granted, and nothing of it is built", () => {
  const grants = [grant("shop", role("shop"), "consume"), grant("billing", user("billing"), "produce")];
  const plan = stream({ brokersPerZone: 2 }, {}, { existing: { name: "legacy" }, grants });
  expect(plan.build).toBe(false);
  expect(plan.names.clusterArn).toBe("arn:aws:kafka:eu-west-1:111122223333:cluster/legacy/*");
  expect(plan.facts).toMatchObject({ functions: [], logSources: [], stateful: [], scalingTargets: [] });
  expect(plan.facts.signals.some(({ id }) => id === "broker-6-cpu")).toBe(true);
  expect(plan.facts.signals.some(({ id }) => id === "placed-readers-lag")).toBe(true);
});
