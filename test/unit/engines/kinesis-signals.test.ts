import { planKinesis } from "../../../lib/engines/kinesis";
import { withStream } from "../../support/kinesis";
import { place } from "../../support/sns-sqs";

describe("what is watched", () => {
  const { facts } = withStream({ maxLag: "5m", retention: "2d", kinesis: { fanOut: ["billing"] } });
  const signal = (id: string) => facts.signals.find((one) => one.id === id);

  test("every stream and every fan-out, each signal under an id of its own", () => {
    expect(facts.signals.map(({ id }) => id)).toEqual([
      "views-lag",
      "views-expiring",
      "views/billing-lag",
      "views/billing-expiring",
      "views-throttled-writes",
      "views-throttled-reads",
      "views-failed-writes",
    ]);
  });

  test("the groups that share a stream by the age of what they read", () => {
    expect(signal("views-lag")).toMatchObject({
      metric: {
        namespace: "AWS/Kinesis",
        name: "GetRecords.IteratorAgeMilliseconds",
        dimensions: { StreamName: "prod-clicks-views" },
        statistic: "Maximum",
      },
      comparison: "above",
      threshold: 300_000,
      severity: "page",
    });
  });

  test("a group with a fan-out by how far it is behind", () => {
    expect(signal("views/billing-lag")).toMatchObject({
      metric: {
        name: "SubscribeToShardEvent.MillisBehindLatest",
        dimensions: { StreamName: "prod-clicks-views", ConsumerName: "billing" },
        statistic: "Maximum",
      },
      threshold: 300_000,
    });
  });

  test("half of the retention, from where on records are in danger", () => {
    for (const [id, of] of [
      ["views-expiring", "views-lag"],
      ["views/billing-expiring", "views/billing-lag"],
    ] as const)
      expect(signal(id)).toMatchObject({
        metric: { expression: "100 * lag / 172800000", metrics: { lag: signal(of)?.metric }, statistic: "Maximum" },
        comparison: "at-least",
        threshold: 50,
        severity: "page",
      });
  });

  test("refused and failed writes", () => {
    expect(signal("views-throttled-writes")).toMatchObject({
      metric: { name: "WriteProvisionedThroughputExceeded", statistic: "Sum" },
      threshold: 0,
    });
    expect(signal("views-failed-writes")).toMatchObject({
      metric: { expression: "100 * failed / total", metrics: { failed: { name: "PutRecords.FailedRecords" } } },
      threshold: 1,
    });
  });

  test("the signals of one channel's group are never those of another channel", () => {
    const all = planKinesis(place, "n", {
      channels: { a: { kinesis: { fanOut: ["b"] } }, "a-b": {} },
    }).facts.signals.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });
});
