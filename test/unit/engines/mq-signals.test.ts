import { soundPlan } from "../../support/mq";

const jobs = { channels: { jobs: {} } };

describe("signals", () => {
  const ids = (mq: object) => soundPlan({ ...jobs, mq }).facts.signals.map(({ id }) => id);
  test("follow the broker: watermarks of RabbitMQ, heap and store of each ActiveMQ broker", () => {
    const rabbit = ["memory", "disk", "cpu", "connections"];
    expect(ids({})).toEqual([...rabbit, "queues-uncounted", "jobs-dead-letters", "jobs-backlog"]);
    expect(ids({ version: "3.13" })).toEqual([...rabbit, "jobs-dead-letters", "jobs-backlog"]);
    expect(ids({ broker: "activemq" })).toEqual([
      ...["heap-1", "store-1", "cpu-1", "heap-2", "store-2", "cpu-2"],
      ...["jobs-dead-letters", "jobs-backlog"],
    ]);
  });

  test("of a cluster are its nodes' together", () => {
    const { signals } = soundPlan(jobs).facts;
    expect(signals.find(({ id }) => id === "memory")?.title).toMatch(/^The nodes of prod-shop together have /);
    const single = { deployment: "single", reason: "one node is enough" };
    const [first] = soundPlan({ ...jobs, mq: single }).facts.signals;
    expect(first?.title).toMatch(/^prod-shop has used /);
  });

  test("of RabbitMQ 4 that stands count the messages of all queues, because nobody counts those of each", () => {
    const channels = { jobs: { mq: { maxBacklog: 300 } }, others: {} };
    const { signals, backlogs, functions } = soundPlan({ channels, existing: { name: "old" } }).facts;
    expect(signals.map(({ id }) => id)).toEqual(["memory", "disk", "cpu", "connections", "messages"]);
    expect(signals.at(-1)).toMatchObject({
      metric: { namespace: "AWS/AmazonMQ", name: "MessageCount", dimensions: { Broker: "old" } },
      threshold: 300,
      severity: "ticket",
    });
    expect(backlogs.map(({ messages, unmeasured }) => [messages, typeof unmeasured])).toEqual([
      [undefined, "string"],
      [undefined, "string"],
    ]);
    expect(functions).toEqual([]);
  });

  test("that nobody counts the queues of RabbitMQ 4 is said once, and silence says so too", () => {
    const { signals } = soundPlan({ channels: { jobs: {}, others: {} } }).facts;
    expect(signals.filter(({ silenceBreaches }) => silenceBreaches)).toMatchObject([
      {
        id: "queues-uncounted",
        metric: { namespace: "Signalbox/prod", name: "QueuesUncounted", dimensions: { System: "shop" } },
        comparison: "above",
        threshold: 0,
      },
    ]);
  });

  test("of a queue are of whoever counts it, on ActiveMQ of both brokers of a pair", () => {
    const signal = (mq: object) =>
      soundPlan({ ...jobs, mq }).facts.signals.find(({ id }) => id === "jobs-backlog")?.metric;
    expect(signal({})).toMatchObject({ namespace: "Signalbox/prod", dimensions: { System: "shop", Queue: "jobs" } });
    expect(signal({ version: "3.13" })).toMatchObject({
      namespace: "AWS/AmazonMQ",
      dimensions: { Broker: "prod-shop", VirtualHost: "shop", Queue: "jobs" },
    });
    expect(signal({ broker: "activemq" })).toMatchObject({
      metrics: { first: { dimensions: { Broker: "prod-shop-1" } }, second: { dimensions: { Broker: "prod-shop-2" } } },
    });
  });
});
