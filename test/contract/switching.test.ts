import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import { patterns, type Pattern } from "../../lib/core/engine";

/**
 * One system a pattern, with all that its portable words can say. Within a pattern only `engine:` changes; what an engine
 * cannot do is listed here, by code and place, and nothing else may be said.
 */
const systems: Readonly<Record<Exclude<Pattern, "broker">, object>> = {
  "pub-sub": {
    channels: {
      sales: {
        owner: "shop",
        subscribers: {
          all: { handlerTime: "10s", maxDeliveries: 3, retention: "2d" },
          large: { filter: { kind: ["sale", "refund"], total: [{ numeric: [">=", 1000] }] }, maxAge: "1h" },
        },
      },
      orders: { ordered: true, subscribers: { billing: { ackDeadline: "2m" } } },
    },
  },
  "work-queue": {
    channels: {
      invoices: { handlerTime: "1m", maxDeliveries: 3, retention: "2d" },
      receipts: { ordered: true, maxAge: "1h" },
    },
  },
  "event-stream": {
    channels: {
      views: { retention: "7d", maxLag: "5m" },
      purchases: { partitions: 6, retention: "30d", maxMessageSize: "1MiB" },
      prices: { partitions: 3, compaction: true },
    },
  },
};

/** What each engine says of its pattern's system above. */
const unable: Readonly<Record<string, readonly string[]>> = {
  "pub-sub sns-sqs": [],
  "pub-sub mq": [
    "NotSupported channels.sales.subscribers.large.filter.total.0",
    "NotSupported channels.sales.subscribers.large.maxAge",
  ],
  "work-queue sns-sqs": [],
  "work-queue mq": ["NotSupported channels.receipts.maxAge"],
  "event-stream msk": [],
  "event-stream kinesis": ["NotSupported channels.prices.compaction"],
};

function said(
  pattern: Exclude<Pattern, "broker">,
  engine: string,
): { readonly codes: string[]; readonly messages: string[] } {
  const issues = new Issues();
  const data = {
    environment: "test",
    aws: { account: "111122223333", region: "eu-west-1" },
    state: { s3: { bucket: "acme-test-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    network: { cidr: "10.40.0.0/16" },
    systems: { shop: { engine, pattern, ...systems[pattern] } },
  };
  planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues);
  const all = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  return {
    codes: all.map(({ kind, path }) => `${kind.code} ${path.slice(2).join(".")}`).sort(),
    messages: all.map(({ message }) => message),
  };
}

const rows = patterns.flatMap((pattern) =>
  pattern === "broker"
    ? []
    : engines.filter((engine) => engine.patterns.includes(pattern)).map(({ name }) => [pattern, name] as const),
);

test.each(rows)("%s on %s says only what it cannot do", (pattern, engine) => {
  expect(said(pattern, engine).codes).toEqual(unable[`${pattern} ${engine}`]);
});

test.each(rows)("%s on %s names, for each thing that it cannot do, an engine that can", (pattern, engine) => {
  const others = engines.filter(({ name, patterns: all }) => name !== engine && all.includes(pattern));
  for (const message of said(pattern, engine).messages)
    expect(others.filter(({ name }) => message.includes(name)).length).toBeGreaterThan(0);
});

test("every pattern but the brokers' own is carried by two engines or more", () => {
  for (const pattern of patterns)
    if (pattern !== "broker")
      expect(engines.filter((engine) => engine.patterns.includes(pattern)).length).toBeGreaterThanOrEqual(2);
});
