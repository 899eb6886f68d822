import { mostShards } from "../../../lib/autoscaling/partitions";
import { planScaling } from "../../../lib/autoscaling/plan";
import type { ScaledFacts } from "../../../lib/autoscaling/scaled";
import { autoscalingSpec } from "../../../lib/autoscaling/spec";
import type { CloudWatchMetric } from "../../../lib/core/facts";
import type { Grant } from "../../../lib/core/grants";
import { Issues } from "../../../lib/core/issues";
import { valueOf, type Minute } from "../../support/metric-math";
import { place } from "../../support/sns-sqs";

const metric = (name: string): CloudWatchMetric => ({
  source: "cloudwatch",
  namespace: "AWS/SQS",
  name,
  dimensions: { QueueName: "prod-work-jobs" },
  statistic: "Maximum",
  periodSeconds: 60,
});
const arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-work-sales";
const facts: ScaledFacts = {
  name: "work",
  engine: "some",
  scalingTargets: [],
  shardedStreams: [{ channel: "sales", name: "prod-work-sales", arn, shards: 4 }],
  backlogs: [
    {
      channel: "jobs",
      messages: metric("Visible"),
      inFlight: metric("InFlight"),
      ageSeconds: metric("Age"),
      speaksUnread: true,
      retentionSeconds: 7_200,
      maxConsumers: 6,
    },
  ],
  scalingAdvice: [],
};
const grant: Grant = {
  client: {
    name: "printer",
    path: [],
    identity: { kind: "user", user: "printer" },
    runs: { kind: "service", cluster: "office", name: "printer" },
  },
  verb: "consume",
  channel: "jobs",
  path: [],
};

function plan(spec: object, of = facts) {
  const issues = new Issues();
  const system = { facts: of, grants: [grant], existing: false };
  const scaling = planScaling(place, system, autoscalingSpec.parse(spec), ["autoscaling"], issues);
  return { scaling, said: issues.all.map(({ kind, path }) => `${kind.code} ${path.slice(2).join(".")}`) };
}
const consumer = (more: object) =>
  plan({ consumers: { printer: { consume: "jobs", max: 5, target: { backlogPerTask: 100 }, ...more } } });
const shards = (more: object) => plan({ partitions: { sales: { min: 2, max: 8, ...more } } });

test("nothing scales where nothing is said", () => {
  expect(plan({}).scaling).toEqual({ targets: [], consumers: [], functions: [], signals: [], summary: [] });
});

describe("consumers", () => {
  test("steps up grow with the backlog, and those down begin at half of the target", () => {
    const [planned] = consumer({}).scaling.consumers;
    expect(planned?.out).toMatchObject({
      policyName: "prod-work-printer-scale-out",
      alarmName: "prod-work-printer-scale-out",
      comparison: "GreaterThanThreshold",
      threshold: 100,
      periods: 3,
      cooldownSeconds: 60,
      steps: [
        { change: 50, from: 0, to: 100 },
        { change: 100, from: 100, to: 300 },
        { change: 300, from: 300 },
      ],
    });
    expect(planned?.in).toMatchObject({
      comparison: "LessThanThreshold",
      threshold: 50,
      periods: 15,
      cooldownSeconds: 300,
      steps: [{ change: -25, to: 0 }],
    });
  });

  /** What a minute lets happen, where so many tasks run. */
  const does = (more: object, CPUUtilization: number | undefined, minute: Minute) => {
    const [planned] = consumer(more).scaling.consumers;
    if (planned === undefined) throw new Error("nothing scales");
    const value = valueOf(planned.out.metric, { CPUUtilization, ...minute });
    if (value === undefined) return "silent";
    return value > planned.out.threshold ? "more" : value < planned.in.threshold ? "fewer" : "as many";
  };
  const sleeps = undefined;

  test.each([
    // Whoever sleeps is woken by one message, however many one task may have before it.
    [{ Visible: 1, InFlight: 0 }, sleeps, "more"],
    [{ Visible: 0, InFlight: 0 }, sleeps, "fewer"],
    [{ Visible: 0, InFlight: 1 }, sleeps, "as many"],
    // The last task goes when there is nothing to do, and not before.
    [{ Visible: 0, InFlight: 0 }, 1, "fewer"],
    [{ Visible: 0, InFlight: 1 }, 1, "as many"],
    [{ Visible: 1, InFlight: 0 }, 1, "as many"],
    [{ Visible: 100, InFlight: 0 }, 1, "as many"],
    [{ Visible: 101, InFlight: 0 }, 1, "more"],
    // Several share what waits.
    [{ Visible: 99, InFlight: 5 }, 2, "fewer"],
    [{ Visible: 100, InFlight: 5 }, 2, "as many"],
    [{ Visible: 201, InFlight: 5 }, 2, "more"],
    [{}, 1, "silent"],
  ])("min 0, by the backlog: %j with %j tasks: %s", (minute, tasks, happens) =>
    expect(does({ min: 0 }, tasks, minute)).toBe(happens),
  );

  test.each([
    [{ Age: 30, Visible: 1, InFlight: 0 }, sleeps, "as many"],
    [{ Age: 61, Visible: 1, InFlight: 0 }, sleeps, "more"],
    [{ Age: 5, Visible: 0, InFlight: 1 }, 1, "as many"],
    [{ Age: 0, Visible: 0, InFlight: 0 }, 1, "fewer"],
    [{ Age: 61, Visible: 9, InFlight: 1 }, 1, "more"],
    [{ Age: 5, Visible: 0, InFlight: 1 }, 2, "fewer"],
  ])("min 0, by the age: %j with %j tasks: %s", (minute, tasks, happens) =>
    expect(does({ min: 0, target: { age: "1m" } }, tasks, minute)).toBe(happens),
  );

  test("by the age, tasks are taken one by one and seldom: it says nothing until they are too few", () => {
    const taking = (more: object) => {
      const { cooldownSeconds, unit, steps } = consumer(more).scaling.consumers[0]!.in;
      return [cooldownSeconds, unit, steps.map(({ change }) => change)];
    };
    expect(taking({ target: { age: "1m" } })).toEqual([3_600, "tasks", [-1]]);
    expect(taking({ target: { age: "1m" }, cooldown: { in: "20m" } })).toEqual([1_200, "tasks", [-1]]);
    expect(taking({})).toEqual([300, "percent", [-25]]);
    expect(taking({ cooldown: { in: "20m" } })).toEqual([1_200, "percent", [-25]]);
  });

  test("min 1: a minute of which ECS does not tell yet makes no task of none", () => {
    expect(does({}, undefined, { Visible: 150 })).toBe("silent");
    expect(does({}, 2, { Visible: 150 })).toBe("as many");
    expect(does({}, 2, { Visible: 99 })).toBe("fewer");
    expect(does({ target: { age: "1m" } }, undefined, { Age: 61 })).toBe("more");
  });

  test("min 0: the newest three of fifteen minutes may lack tasks", () => {
    const breaching = (more: object) => {
      const [planned] = consumer(more).scaling.consumers;
      return [planned?.out, planned?.in].map((policy) => [policy?.breaching, policy?.periods]);
    };
    expect(breaching({ min: 0 })).toEqual([
      [3, 3],
      [12, 15],
    ]);
    expect(breaching({})).toEqual([
      [3, 3],
      [15, 15],
    ]);
  });

  test("who stays above the target longer than a change takes is at the maximum, whatever runs", () => {
    const rings = (more: object, minute: Minute) => {
      const signal = consumer(more).scaling.consumers[0]!.atMaximum;
      return (valueOf(signal.metric, minute) ?? 0) > signal.threshold;
    };
    expect(rings({}, { Visible: 301, CPUUtilization: 3 })).toBe(true);
    expect(rings({}, { Visible: 300, CPUUtilization: 3 })).toBe(false);
    expect(rings({ min: 0 }, { Visible: 1, InFlight: 0 })).toBe(true);
    expect(rings({ target: { age: "1m" } }, { Age: 61 })).toBe(true);
    const [signal] = consumer({ cooldown: { out: "10m" } }).scaling.signals;
    expect(signal).toMatchObject({ periods: 25, breaching: 25 });
    expect(signal?.title).toContain("may have 5 tasks at most");
  });

  test.each([
    [{ min: 4 }, []],
    [{ min: 5 }, ["ScalingBounds printer.max"]],
    [{ max: 6 }, []],
    [{ max: 7 }, ["ConsumersAbovePartitions printer.max"]],
    [{ target: {} }, ["ScalingTargetUnclear printer.target"]],
    [{ target: { age: "7199s" } }, []],
    [{ target: { age: "2h" } }, ["ScalingTargetBeyondRetention printer.target.age"]],
    [{ consume: "other" }, ["ConsumerUnknown printer"]],
  ])("%j: %j", (more, codes) => expect(consumer(more).said).toEqual(codes));
});

describe("shards", () => {
  test.each([
    [{ min: 4 }, []],
    [{ min: 5 }, ["ScalingBounds sales.min"]],
    [{ max: 5 }, []],
    [{ max: 4 }, ["ScalingBounds sales.max"]],
    [{ schedule: [{ from: "08:00", until: "09:00", min: 8 }] }, []],
    [{ schedule: [{ from: "08:00", until: "09:00", min: 9 }] }, ["ScalingBounds sales.schedule.0.min"]],
    [{ schedule: [{ from: "08:00", until: "09:00", min: 9, max: 9 }] }, []],
  ])("%j: %j", (more, codes) => expect(shards(more).said).toEqual(codes));

  const time = (from: string, until: string, more: object = {}) => ({ from, until, min: 2, ...more });
  const covered = (index: number) => `ScalingTimeCovered sales.schedule.${index}`;

  test.each([
    ["one after the other", [time("08:00", "12:00"), time("12:00", "18:00")], []],
    ["a shorter one first", [time("08:00", "12:00"), time("08:00", "12:01")], []],
    ["the same one twice", [time("08:00", "12:00"), time("08:00", "12:00")], [covered(1)]],
    ["within two that meet", [time("08:00", "12:00"), time("12:00", "18:00"), time("10:00", "14:00")], [covered(2)]],
    ["within one on other days", [time("08:00", "12:00", { days: ["sat"] }), time("09:00", "10:00")], []],
    [
      "over midnight, within the whole day after it",
      [time("00:00", "00:00", { days: ["mon", "tue"] }), time("22:00", "06:00", { days: ["mon"] })],
      [covered(1)],
    ],
  ])("times that meet: %s", (_, schedule, codes) => expect(shards({ schedule }).said).toEqual(codes));

  test.each([
    [6, { max: 6, schedule: [time("20:00", "06:00", { max: 6 })] }, []],
    [6, { max: 6, schedule: [time("20:00", "06:00")] }, []],
    [6, { max: 6, schedule: [time("20:00", "06:00", { max: 5 })] }, ["ScalingBounds sales.schedule.0.max"]],
    [6, { max: 5, schedule: [time("08:00", "18:00", { max: 6 })] }, ["ScalingBounds sales.max"]],
    [undefined, { max: 6, schedule: [time("20:00", "06:00", { max: 2 })] }, []],
    // That nothing bears it, the stream says itself.
    [9, { max: 6, schedule: [time("20:00", "06:00", { max: 5 })] }, []],
  ])("a stated load of %p shards with %j: %j", (loadShards, more, codes) => {
    const shardedStreams = facts.shardedStreams.map((one) => ({ ...one, ...(loadShards && { loadShards }) }));
    expect(plan({ partitions: { sales: { min: 2, ...more } } }, { ...facts, shardedStreams }).said).toEqual(codes);
  });

  test("the most that a channel ever has may be in one of its times", () => {
    const { partitions } = autoscalingSpec.parse({
      partitions: { sales: { min: 2, max: 8, schedule: [{ from: "08:00", until: "09:00", min: 9, max: 12 }] } },
    });
    expect(Object.values(partitions).map(mostShards)).toEqual([12]);
  });

  test("the function may change these streams, and speak to CloudWatch of nothing else than scaling", () => {
    const [scaler, ...others] = shards({}).scaling.functions;
    expect(others).toEqual([]);
    expect(scaler?.trigger).toMatchObject({ kind: "schedule", expression: "rate(5 minutes)" });
    expect(scaler?.statements).toEqual([
      expect.objectContaining({
        Action: ["kinesis:DescribeStreamSummary", "kinesis:UpdateShardCount"],
        Resource: [arn],
      }),
      expect.objectContaining({ Action: "cloudwatch:GetMetricData", Resource: "*" }),
      expect.objectContaining({
        Action: ["cloudwatch:PutMetricData"],
        Condition: { StringEquals: { "cloudwatch:namespace": "Signalbox/Scaling" } },
      }),
    ]);
  });
});

test("a client may be called like a channel whose shards scale", () => {
  const consumers = { printer: { consume: "jobs", max: 5, target: { age: "1m" } } };
  const { scaling } = plan({ partitions: { sales: { min: 2, max: 8 } }, consumers });
  const [shards, tasks, ...others] = scaling.signals.map(({ id }) => id);
  expect(others).toEqual([]);
  expect(shards?.replace("sales", "printer")).not.toBe(tasks);
});

test("the summary has bounds, steps and cool-downs", () => {
  const schedule = [{ days: ["fri"], from: "16:00", until: "23:00", timeZone: "Europe/Berlin", min: 6 }];
  expect([...shards({ schedule }).scaling.summary, ...consumer({}).scaling.summary]).toEqual([
    "prod-work-sales: 2 to 8 shards, 6 to 8 on fri from 16:00 until 23:00 (Europe/Berlin), held at 70 %; rests 15m before it grows and 6h before it shrinks; grows by a quarter at least and to the double at most, shrinks by a quarter or a half, 10 times in 24h at most",
    "service/office/printer: 1 to 5 tasks, held at 100 messages for each task; +50/+100/+300 % after 3 minutes above, rests 1m; -25 % after 15 minutes below half, rests 5m",
  ]);
});
