import type { CloudWatchMetric, Signal } from "../../lib/core/facts";
import { uncatalogued } from "../../lib/core/metrics";
import { metricCatalogue } from "../../lib/environment/catalogue";
import { everySystem } from "../support/signals";

const systems = everySystem();

test.each(systems)("%s: every metric is in the catalogue, with its dimensions and statistic", (_, { alarms }) => {
  expect(alarms.alarms.length).toBeGreaterThan(0);
  expect(alarms.alarms.flatMap((alarm) => uncatalogued(alarm, metricCatalogue))).toEqual([]);
});

test("every row has a source with its date, and some signal watches it", () => {
  const watched = systems.flatMap(([, { alarms }]) => alarms.alarms);
  for (const row of metricCatalogue) {
    expect(row.source).toMatch(/, 2026-\d\d$/);
    const others = metricCatalogue.filter((other) => other !== row);
    expect([row.name, watched.some((alarm) => uncatalogued(alarm, others).length > 0)]).toEqual([row.name, true]);
  }
});

describe("what is wrong is found", () => {
  const metric: CloudWatchMetric = {
    source: "cloudwatch",
    namespace: "AWS/Kafka",
    name: "ActiveControllerCount",
    dimensions: { "Cluster Name": "prod-orders" },
    statistic: "Maximum",
    periodSeconds: 60,
  };
  const found = (one: Signal["metric"]) => uncatalogued({ metric: one }, metricCatalogue);
  const wrong: Partial<CloudWatchMetric>[] = [
    { name: "ActiveControllersCount" },
    { namespace: "AWS/MSK" },
    { statistic: "Average" },
    { dimensions: { "Cluster Name": "prod-orders", "Broker ID": "1" } },
    { dimensions: { Cluster: "prod-orders" } },
    { dimensions: {} },
  ];

  test("the metric as it should be", () => expect(found(metric)).toEqual([]));
  test.each(wrong)("%j", (change) => {
    const bad = { ...metric, ...change };
    expect(found(bad)).toEqual([bad]);
    const formula = { source: "cloudwatch-expression", name: "x", expression: "a + b", periodSeconds: 60 } as const;
    expect(found({ ...formula, statistic: "Maximum", metrics: { a: metric, b: bad } })).toEqual([bad]);
  });
});
