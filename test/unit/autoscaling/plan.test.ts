import { mostShards } from "../../../lib/autoscaling/partitions";
import { planScaling } from "../../../lib/autoscaling/plan";
import type { ScaledFacts } from "../../../lib/autoscaling/scaled";
import { autoscalingSpec } from "../../../lib/autoscaling/spec";
import type { CloudWatchMetric } from "../../../lib/core/facts";
import type { Grant } from "../../../lib/core/grants";
import { Issues } from "../../../lib/core/issues";
import { place } from "../../support/sns-sqs";

const metric: CloudWatchMetric = {
  source: "cloudwatch",
  namespace: "AWS/SQS",
  name: "ApproximateNumberOfMessagesVisible",
  dimensions: { QueueName: "prod-work-jobs" },
  statistic: "Maximum",
  periodSeconds: 60,
};
const arn = "arn:aws:kinesis:eu-west-1:111122223333:stream/prod-work-sales";
const facts: ScaledFacts = {
  name: "work",
  engine: "some",
  scalingTargets: [],
  shardedStreams: [{ channel: "sales", name: "prod-work-sales", arn, shards: 4 }],
  backlogs: [{ channel: "jobs", messages: metric, ageSeconds: metric, speaksUnread: true, maxConsumers: 6 }],
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
        { percent: 50, from: 0, to: 100 },
        { percent: 100, from: 100, to: 300 },
        { percent: 300, from: 300 },
      ],
    });
    expect(planned?.in).toMatchObject({
      comparison: "LessThanThreshold",
      threshold: 50,
      periods: 15,
      cooldownSeconds: 300,
      steps: [{ percent: -25, to: 0 }],
    });
  });

  test("a service without tasks counts as one, so that what waits wakes it", () => {
    const [planned] = consumer({ min: 0 }).scaling.consumers;
    expect(planned?.out.metric).toMatchObject({
      expression: "measured / IF(FILL(tasks, 0) < 1, 1, FILL(tasks, 0))",
      metrics: {
        measured: metric,
        tasks: { namespace: "AWS/ECS", dimensions: { ClusterName: "office", ServiceName: "printer" } },
      },
    });
  });

  test("age is held as it is measured", () => {
    const [planned] = consumer({ target: { age: "1m" } }).scaling.consumers;
    expect(planned?.out).toMatchObject({ metric, threshold: 60 });
    expect(planned?.atMaximum.metric).toMatchObject({
      expression: "IF(FILL(tasks, 0) >= 5 AND measured > 60, 1, 0)",
    });
  });

  test.each([
    [{ min: 4 }, []],
    [{ min: 5 }, ["ScalingBounds printer.max"]],
    [{ max: 6 }, []],
    [{ max: 7 }, ["ConsumersAbovePartitions printer.max"]],
    [{ target: {} }, ["ScalingTargetUnclear printer.target"]],
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
        Action: "cloudwatch:PutMetricData",
        Condition: { StringEquals: { "cloudwatch:namespace": "Signalbox/Scaling" } },
      }),
    ]);
  });
});

test("the summary has bounds, steps and cool-downs", () => {
  const schedule = [{ days: ["fri"], from: "16:00", until: "23:00", min: 6 }];
  expect([...shards({ schedule }).scaling.summary, ...consumer({}).scaling.summary]).toEqual([
    "prod-work-sales: 2 to 8 shards, 6 to 8 on fri from 16:00 until 23:00 UTC, held at 70 %; rests 15m before it grows and 6h before it shrinks; doubles or halves at most, 10 times in 24h at most",
    "service/office/printer: 1 to 5 tasks, held at 100 messages for each task; +50/+100/+300 % after 3 minutes above, rests 1m; -25 % after 15 minutes below half, rests 5m",
  ]);
});
