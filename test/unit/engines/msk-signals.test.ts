import type { CloudWatchMetric, Signal } from "../../../lib/core/facts";
import { planDashboard } from "../../../lib/monitoring/dashboard";
import { planAlarms } from "../../../lib/monitoring/plan";
import { grant, place, role, stream, type Options } from "../../support/msk";

const consumers = [
  grant("billing", role("billing"), "consume", { group: "billing" }),
  grant("copy", role("copy"), "consume", { group: "billing" }),
];
const signals = (options: Options, more = {}): readonly Signal[] =>
  stream(options, { maxLag: "5m", partitions: 4 }, { grants: consumers, ...more }).facts.signals;
const metricsOf = ({ metric }: Signal): readonly CloudWatchMetric[] =>
  metric.source === "cloudwatch" ? [metric] : Object.values(metric.metrics);
const named = (all: readonly Signal[], name: string) =>
  all.filter((signal) => metricsOf(signal).some((metric) => metric.name === name));
const modes = ["provisioned", "express", "serverless"] as const;

test.each(modes)("%s: every signal has an id of its own, and all of its periods breach", (mode) => {
  const all = signals({ mode });
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  for (const { periods, breaching } of all) expect(breaching).toBe(periods);
  for (const signal of all)
    for (const { dimensions, namespace } of metricsOf(signal)) {
      expect(namespace).toBe("AWS/Kafka");
      expect(dimensions["Cluster Name"]).toBe("prod-orders");
    }
});

test.each(["provisioned", "express"] as const)(
  "%s: the controller is asked for its maximum, never for its average",
  (mode) => {
    const [controller, ...others] = named(signals({ mode }), "ActiveControllerCount");
    expect(others).toEqual([]);
    expect(controller).toMatchObject({
      comparison: "below",
      threshold: 1,
      metric: { statistic: "Maximum" },
      silenceBreaches: true,
      severity: "page",
    });
  },
);

test("each broker is watched, and there are as many alarms more as there are brokers more", () => {
  const of = (brokersPerZone: number) => signals({ brokersPerZone });
  const brokers = (all: readonly Signal[]) =>
    new Set(all.flatMap((signal) => metricsOf(signal).flatMap(({ dimensions }) => dimensions["Broker ID"] ?? [])));
  expect([...brokers(of(1))]).toEqual(["1", "2", "3"]);
  expect([...brokers(of(2))]).toEqual(["1", "2", "3", "4", "5", "6"]);
  const perBroker = (of(2).length - of(1).length) / 3;
  expect(of(3).length - of(2).length).toBe(3 * perBroker);
});

test("CPU is user and system time together, for each broker", () => {
  const [cpu] = named(signals({}), "CpuUser");
  expect(cpu).toMatchObject({
    threshold: 60,
    metric: {
      source: "cloudwatch-expression",
      expression: "user + system",
      metrics: { user: { name: "CpuUser", dimensions: { "Broker ID": "1" } }, system: { name: "CpuSystem" } },
    },
  });
});

test.each(modes)("%s: what waits for a group is counted over the topic's partitions, and timed", (mode) => {
  const { backlogs } = stream({ mode }, { partitions: 4 }, { grants: consumers }).facts;
  const dimensions = { "Cluster Name": "prod-orders", "Consumer Group": "billing", Topic: "placed" };
  expect(backlogs).toMatchObject([
    {
      group: "billing",
      messages: { name: "SumOffsetLag", statistic: "Maximum", dimensions },
      ageSeconds: { name: "EstimatedMaxTimeLag", dimensions },
      maxConsumers: 4,
    },
  ]);
});

test("a group's lag is measured once for each topic, without the broker", () => {
  for (const mode of modes) {
    const lag = named(signals({ mode }), "EstimatedMaxTimeLag");
    expect(lag.map(({ id }) => id)).toEqual(["placed-billing-lag"]);
    expect(lag[0]).toMatchObject({
      channel: "placed",
      threshold: 300,
      unit: "seconds",
      metric: {
        statistic: "Maximum",
        dimensions: { "Cluster Name": "prod-orders", "Consumer Group": "billing", Topic: "placed" },
      },
    });
    expect(Object.keys(lag.flatMap(metricsOf)[0]?.dimensions ?? {})).not.toContain("Broker ID");
  }
});

test("Express is not asked for what it does not measure, and Standard not for throttling that it does not do", () => {
  const express = signals({ mode: "express" });
  for (const name of [
    "UnderReplicatedPartitions",
    "OfflinePartitionsCount",
    "KafkaDataLogsDiskUsed",
    "HeapMemoryAfterGC",
  ])
    expect(named(express, name)).toEqual([]);
  expect(named(express, "ProduceThrottleTime")).toHaveLength(3);
  expect(named(signals({}), "ProduceThrottleTime")).toEqual([]);
});

test("Express tells at 80 % of what a broker bears for long, and of what is to be stored", () => {
  const all = signals({ mode: "express", instanceType: "express.m7g.2xlarge", storageAlarm: "2TiB" });
  expect(named(all, "BytesInPerSec").map(({ threshold }) => threshold)).toEqual([50e6, 50e6, 50e6]);
  expect(named(all, "BytesOutPerSec")[0]?.threshold).toBe(100e6);
  expect(named(all, "StorageUsed")[0]?.threshold).toBe(2 * 1024 ** 4);
});

test("Serverless tells at 80 % of what a topic's partitions bear", () => {
  const all = signals({ mode: "serverless" });
  expect(named(all, "BytesInPerSec")[0]).toMatchObject({
    threshold: 16e6,
    metric: { dimensions: { Topic: "placed" } },
  });
  expect(named(all, "BytesOutPerSec")[0]).toMatchObject({ threshold: 32e6 });
  expect(named(all, "ActiveControllerCount")).toEqual([]);
});

test("a disk's throughput is held against the smaller of what is provisioned and what the broker can", () => {
  const threshold = (options: Options) => named(signals(options), "VolumeReadBytes")[0]?.threshold;
  expect(threshold({})).toBe(63);
  expect(threshold({ instanceType: "kafka.m7g.4xlarge" })).toBe(200);
  expect(threshold({ instanceType: "kafka.m7g.4xlarge", storage: { throughput: "500MiB/s" } })).toBe(400);
});

test("the smallest brokers are watched for their CPU credits, and only they", () => {
  const small = { instanceType: "kafka.t3.small", version: "3.8.x", metadata: "zookeeper" } as const;
  expect(named(signals(small), "CPUCreditBalance")).toHaveLength(3);
  expect(named(signals({}), "CPUCreditBalance")).toEqual([]);
});

test("alarms and dashboard take every signal of a cluster of sixty brokers", () => {
  const { facts } = stream({ brokersPerZone: 20 }, {}, { grants: consumers });
  expect(planAlarms(place, facts).alarms).toHaveLength(facts.signals.length);
  expect(planDashboard(place, facts).body).toContain(
    "user + system".replace("user", "userx0").replace("system", "systemx0"),
  );
});
