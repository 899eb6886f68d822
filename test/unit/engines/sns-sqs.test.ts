import { planSnsSqs } from "../../../lib/engines/sns-sqs";
import { highThroughputCalls, publishQuota } from "../../../lib/engines/sns-sqs/limits";
import { place, pubSub, withSubscriber, workQueue, codesOf, emailOf } from "../../support/sns-sqs";

describe("what empty options give", () => {
  const { channel, subscriber } = emailOf(withSubscriber({}));

  test("a queue with its own dead letters that outlive its messages", () => {
    expect(subscriber.queue).toMatchObject({
      name: "prod-notifications-events-email",
      arn: "arn:aws:sqs:eu-west-1:111122223333:prod-notifications-events-email",
      visibilitySeconds: 30,
      retentionSeconds: 345_600,
      waitSeconds: 20,
      protect: true,
    });
    expect(JSON.parse(subscriber.queue.redrivePolicy ?? "")).toEqual({
      deadLetterTargetArn: "arn:aws:sqs:eu-west-1:111122223333:prod-notifications-events-email-dead-letters",
      maxReceiveCount: 5,
    });
    expect(subscriber.deadLetters.retentionSeconds).toBe(1_209_600);
  });

  test("a subscription whose undeliverable notifications are kept, and a queue that nobody may redrive into", () => {
    expect(JSON.parse(subscriber.redrivePolicy)).toEqual({ deadLetterTargetArn: channel.undelivered.arn });
    expect(channel.undelivered.redriveAllowPolicy).toBe('{"redrivePermission":"denyAll"}');
  });

  test("only the queue itself may use its dead-letter queue", () => {
    expect(JSON.parse(subscriber.deadLetters.redriveAllowPolicy ?? "")).toEqual({
      redrivePermission: "byQueue",
      sourceQueueArns: [subscriber.queue.arn],
    });
  });

  test("the plan is plain data", () => {
    const plan = withSubscriber({});
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

describe("limits, on both sides", () => {
  test.each([
    ["ackDeadline", "1s", []],
    ["ackDeadline", "12h", []],
    ["ackDeadline", "0s", ["OutOfRange"]],
    ["ackDeadline", "43201s", ["OutOfRange"]],
    ["retention", "1m", []],
    ["retention", "13d", []],
    ["retention", "59s", ["OutOfRange"]],
    ["retention", "1123201s", ["OutOfRange"]],
    ["maxDeliveries", 1, []],
    ["maxDeliveries", 1000, []],
    ["maxDeliveries", 0, ["OutOfRange"]],
    ["maxDeliveries", 1001, ["OutOfRange"]],
  ])("%s %s → %j", (key, value, codes) => {
    expect(codesOf(() => withSubscriber({ [key]: value })).map((code) => code.split(" ")[0])).toEqual(codes);
  });

  test.each([
    ["delay", "0s", []],
    ["delay", "15m", []],
    ["delay", "901s", ["OutOfRange"]],
    ["waitTime", "20s", []],
    ["waitTime", "21s", ["OutOfRange"]],
  ])("%s %s → %j", (key, value, codes) => {
    expect(codesOf(() => withSubscriber({ "sns-sqs": { [key]: value } })).map((code) => code.split(" ")[0])).toEqual(
      codes,
    );
  });

  test.each([
    ["256KiB", []],
    ["1KiB", []],
    ["262145B", ["OutOfRange"]],
    ["1023B", ["OutOfRange"]],
  ])("maxMessageSize %s → %j", (maxMessageSize, codes) => {
    expect(codesOf(() => workQueue({ "sns-sqs": { maxMessageSize } })).map((code) => code.split(" ")[0])).toEqual(
      codes,
    );
  });

  test.each([
    [{ ackDeadline: "10s", handlerTime: "10s" }, []],
    [
      { ackDeadline: "9s", handlerTime: "10s" },
      ["AckDeadlineTooShort notifications.channels.events.subscribers.email.ackDeadline"],
    ],
    [{ retention: "2d", maxAge: "47h" }, []],
    [
      { retention: "2d", maxAge: "2d" },
      ["MaxAgeAboveRetention notifications.channels.events.subscribers.email.maxAge"],
    ],
  ])("%j → %j", (subscriber, codes) => {
    expect(codesOf(() => withSubscriber(subscriber))).toEqual(codes);
  });

  test("the acknowledgement deadline follows the handler's time, up to what SQS allows", () => {
    expect(emailOf(withSubscriber({ handlerTime: "10s" })).subscriber.queue.visibilitySeconds).toBe(60);
    expect(emailOf(withSubscriber({ handlerTime: "3h" })).subscriber.queue.visibilitySeconds).toBe(43_200);
  });

  test.each([
    [100, true, []],
    [101, true, ["TooManySubscriptions"]],
    [101, false, []],
  ])("%i subscribers, ordered %s → %j", (count, ordered, codes) => {
    const subscribers = Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, {}]));
    expect(codesOf(() => pubSub({ ordered, subscribers })).map((code) => code.split(" ")[0])).toEqual(codes);
  });

  test.each([
    [200, []],
    [201, ["TooManyFilters"]],
  ])("%i filtered subscribers → %j", (count, codes) => {
    const subscribers = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`s${i}`, { filter: { kind: ["a"] } }]),
    );
    expect(codesOf(() => pubSub({ subscribers })).map((code) => code.split(" ")[0])).toEqual(codes);
  });

  test("a channel without subscribers loses what is published", () => {
    expect(codesOf(() => pubSub({}))).toEqual(["NoSubscribers notifications.channels.events.subscribers"]);
  });
});

describe("the stated load", () => {
  const ordered =
    (workload: object, more: object = {}) =>
    () =>
      workQueue({ ordered: true, "sns-sqs": { ...more, workload: { rate: "1/s", ...workload } } });

  test.each([
    ["300 calls a second at standard throughput", { rate: "300/s" }, { throughput: "standard" }, []],
    ["301 calls", { rate: "301/s" }, { throughput: "standard" }, ["FifoThroughput"]],
    ["3,000 messages in batches of ten", { rate: "3000/s", batch: 10 }, { throughput: "standard" }, []],
    ["70,000 calls with high throughput", { rate: "3900/s" }, {}, []],
  ])("%s", (_, workload, more, codes) => {
    expect(codesOf(ordered(workload, more)).map((code) => code.split(" ")[0])).toEqual(codes);
  });

  test("messages in flight are the rate times the time each is held", () => {
    const make = (rate: string) => () => workQueue({ handlerTime: "10s", "sns-sqs": { workload: { rate } } });
    expect(codesOf(make("12000/s"))).toEqual([]);
    expect(codesOf(make("12001/s"))).toEqual(["TooManyInFlight work.channels.jobs"]);
  });

  test("a message must fit", () => {
    const make = (messageSize: string) => () => workQueue({ "sns-sqs": { workload: { rate: "1/s", messageSize } } });
    expect(codesOf(make("256KiB"))).toEqual([]);
    expect(codesOf(make("262145B"))).toEqual(["MessageTooLarge work.channels.jobs.sns-sqs.workload.messageSize"]);
  });

  test("an account publishes no more than its quota, unless AWS granted more", () => {
    const make =
      (rate: string, options = {}) =>
      () =>
        planSnsSqs(place, "n", {
          channels: { a: { subscribers: { s: { handlerTime: "1s" } }, "sns-sqs": { workload: { rate } } } },
          options,
        });
    expect(codesOf(make("9000/s"))).toEqual([]);
    expect(codesOf(make("9001/s"))).toEqual(["PublishQuota n.channels"]);
    expect(codesOf(make("9001/s", { quotas: { publishesPerSecond: 10_000 } }))).toEqual([]);
  });

  test("a message group of an ordered topic takes 300 messages a second", () => {
    const make = (groups: number) => () =>
      withSubscriber({ handlerTime: "1s" }, { ordered: true, "sns-sqs": { workload: { rate: "3000/s", groups } } });
    expect(codesOf(make(10))).toEqual([]);
    expect(codesOf(make(9))).toEqual(["FifoThroughput notifications.channels.events.sns-sqs.workload.rate"]);
  });

  test.each([
    ["us-east-1", 70_000, 30_000, 30_000],
    ["eu-central-1", 19_000, 1_500, 3_000],
    ["ap-south-1", 9_000, 1_500, 3_000],
    ["eu-west-2", 4_500, 300, 3_000],
    ["eu-north-1", 2_400, 300, 3_000],
  ])("quotas of %s", (region, calls, standard, fifo) => {
    expect([highThroughputCalls(region), publishQuota(region, false), publishQuota(region, true)]).toEqual([
      calls,
      standard,
      fifo,
    ]);
  });
});

describe("order", () => {
  test("topic, queue and dead letters are all FIFO", () => {
    const { channel, subscriber } = emailOf(withSubscriber({}, { ordered: true }));
    const names = [channel.topic, channel.undelivered, subscriber.queue, subscriber.deadLetters].map(
      ({ name }) => name,
    );
    expect(names.every((name) => name.endsWith(".fifo"))).toBe(true);
    expect(subscriber.queue.fifo).toEqual({
      contentDeduplication: true,
      deduplicationScope: "messageGroup",
      throughputLimit: "perMessageGroupId",
    });
    expect(channel.topic.fifo).toEqual({ contentDeduplication: true, throughputScope: "MessageGroup" });
  });

  test("standard throughput has the channel as its scope", () => {
    const { channel, subscriber } = emailOf(
      withSubscriber({}, { ordered: true, "sns-sqs": { throughput: "standard", deduplication: "id" } }),
    );
    expect(subscriber.queue.fifo).toEqual({
      contentDeduplication: false,
      deduplicationScope: "queue",
      throughputLimit: "perQueue",
    });
    expect(channel.topic.fifo).toEqual({ contentDeduplication: false, throughputScope: "Topic" });
  });

  test.each([
    [{ "sns-sqs": { throughput: "high" } }, ["OptionNeedsOrder notifications.channels.events.sns-sqs.throughput"]],
    [
      { ordered: true, "sns-sqs": { deduplicationScope: "channel" } },
      ["DeduplicationScopeMismatch notifications.channels.events.sns-sqs.deduplicationScope"],
    ],
  ] as const)("%j → %j", (channel, codes) => {
    expect(codesOf(() => withSubscriber({}, channel))).toEqual(codes);
  });
});

test("every queue and topic is watched, each signal under an id of its own", () => {
  const { facts } = withSubscriber({});
  expect(facts.signals.map(({ id }) => id)).toEqual([
    "events-failed-deliveries",
    "events-throttled-publishes",
    "events-undelivered",
    "events-email-dead-letters",
    "events-email-oldest-message",
    "events-email-in-flight",
  ]);
});
