import { activeMqPlan } from "../support/mq";
import { ActiveMq } from "../support/activemq";
import { administrator } from "../support/activemq/configuration";

const maxDeliveries = 3;
const till = "till";
const ledger = "ledger";
const operator = "operator";
const queue = (name: string) => ({ queue: name });
const topic = (name: string) => ({ topic: name });
const refused = /is not authorized to/;

describe("an ActiveMQ broker of a work queue", () => {
  let broker: ActiveMq;
  beforeAll(async () => {
    broker = await ActiveMq.start(
      activeMqPlan({
        pattern: "work-queue",
        channels: { jobs: { maxDeliveries }, invoices: { ordered: true, maxDeliveries }, once: { maxDeliveries: 1 } },
        access: [
          { client: till, produce: ["jobs", "invoices", "once"] },
          { client: ledger, consume: ["jobs", "invoices", "once"] },
        ],
      }),
    );
  });
  afterAll(() => broker?.stop());
  const left = async (name: string) => (await broker.take(administrator, queue(name))).texts;

  test("gives its consumer what its producer sends, and keeps it as long as retention says", async () => {
    await broker.send(till, queue("jobs"), "one");
    const { texts, keptFor } = await broker.take(ledger, queue("jobs"));
    expect(texts).toEqual(["one"]);
    expect(keptFor).toBe(4 * 86_400_000);
  });

  test.each(["invoices", "jobs.dead-letters", "elsewhere"])(
    "lets nobody but the administrator read %s …",
    async (name) => {
      expect((await broker.take(till, queue(name))).error).toMatch(refused);
    },
  );

  test.each(["invoices", "jobs.dead-letters", "elsewhere"])("… and a consumer write %s", async (name) => {
    expect((await broker.send(ledger, queue(name), "forged")).error).toMatch(refused);
  });

  test("offers a failed message maxDeliveries times, when clients of OpenWire do not try again themselves", async () => {
    await broker.send(till, queue("jobs"), "bad");
    expect((await broker.fail(ledger, queue("jobs"), 0)).texts).toHaveLength(maxDeliveries);
    expect(await left("jobs.dead-letters")).toEqual(["bad"]);
    expect(await left("jobs")).toEqual([]);
  });

  test("counts what a client of STOMP gives back", async () => {
    await broker.send(till, queue("jobs"), "bad");
    const client = await broker.stomp(ledger);
    expect(await client.refuseAll("jobs", 2_500)).toBe(maxDeliveries);
    client.close();
    expect(await left("jobs.dead-letters")).toEqual(["bad"]);
  });

  test("of an ordered queue, keeps the others waiting while a client tries again, then sets the message aside", async () => {
    await broker.send(till, queue("invoices"), "bad");
    await broker.send(till, queue("invoices"), "good");
    const { texts } = await broker.fail(ledger, queue("invoices"), maxDeliveries - 1);
    expect(texts).toEqual(["bad", "bad", "bad", "good", "good", "good"]);
    expect(await left("invoices.dead-letters")).toEqual(["bad", "good"]);
  });

  test("offers a message once where maxDeliveries is 1", async () => {
    await broker.send(till, queue("once"), "bad");
    expect((await broker.fail(ledger, queue("once"), 0)).texts).toEqual(["bad"]);
    expect(await left("once.dead-letters")).toEqual(["bad"]);
  });

  test("loses no message with a consumer, and does not count that", async () => {
    await broker.send(till, queue("jobs"), "lost");
    for (let i = 0; i <= maxDeliveries; i++) expect((await broker.lose(ledger, queue("jobs"))).texts).toEqual(["lost"]);
    expect(await left("jobs")).toEqual(["lost"]);
  });

  test("sets aside what nobody took in time, for ever", async () => {
    await broker.send(till, queue("jobs"), "old", { timeToLive: 100 });
    await new Promise((done) => setTimeout(done, 300));
    expect((await broker.take(ledger, queue("jobs"))).texts).toEqual([]);
    expect(await broker.take(administrator, queue("jobs.dead-letters"))).toEqual({ texts: ["old"], keptFor: 0 });
  });
});

describe("an ActiveMQ broker of subscribers", () => {
  const refunds = { kind: ["refund", { prefix: "ex" }], total: [{ numeric: [">", 5, "<=", 10] }] };
  const odd = 'it\'s <"&"> \\ 10%\n_\t';
  let broker: ActiveMq;
  beforeAll(async () => {
    broker = await ActiveMq.start(
      activeMqPlan({
        pattern: "pub-sub",
        channels: {
          sales: { subscribers: { bookkeeping: {}, refunds: { filter: refunds } } },
          notes: {
            subscribers: {
              same: { filter: { text: [odd] } },
              beginning: { filter: { text: [{ prefix: odd }] } },
              numbers: { filter: { number: [-5, 0.1, 1e21, { numeric: ["<", -1e-7] }] } },
              others: { filter: { text: [{ "anything-but": ["x", "y"] }], flag: [true, { exists: false }] } },
            },
          },
        },
        access: [
          { client: till, produce: ["sales", "notes"] },
          { client: ledger, consume: ["sales"], subscriber: "bookkeeping" },
          { client: operator, administer: ["sales"] },
        ],
      }),
    );
  });
  afterAll(() => broker?.stop());

  test("gives each subscriber what its filter lets through", async () => {
    const send = (text: string, properties: Record<string, string | number>) =>
      broker.send(till, topic("sales"), text, { properties });
    await send("sale", { kind: "sale", total: 7 });
    await send("refund", { kind: "refund", total: 10 });
    await send("exchange", { kind: "exchange", total: 6 });
    await send("too small", { kind: "refund", total: 5 });
    expect((await broker.take(ledger, queue("sales.bookkeeping"))).texts).toEqual([
      "sale",
      "refund",
      "exchange",
      "too small",
    ]);
    expect((await broker.take(administrator, queue("sales.refunds"))).texts).toEqual(["refund", "exchange"]);
  });

  type Properties = Record<string, string | number | boolean>;
  const conditions: readonly (readonly [subscriber: string, through: Properties, kept: Properties])[] = [
    ["same", { text: odd }, { text: `${odd}!` }],
    ["beginning", { text: `${odd}!` }, { text: odd.replace("10", "11") }],
    ["numbers", { number: -5 }, { number: 5 }],
    ["numbers", { number: 0.1 }, { number: 0.2 }],
    ["numbers", { number: 1e21 }, { number: 1e20 }],
    ["numbers", { number: -2e-7 }, { number: 0 }],
    ["others", { text: "z" }, { text: "y" }],
    ["others", { text: "z", flag: true }, { text: "z", flag: false }],
    ["others", { text: "z" }, { other: "z" }],
  ];
  test("says every condition, with every character", async () => {
    for (const [index, [, ...both]] of conditions.entries())
      for (const [name, properties] of [
        ["through", both[0]],
        ["kept", both[1]],
      ] as const)
        await broker.send(till, topic("notes"), `${name} ${index}`, { properties });
    for (const subscriber of new Set(conditions.map(([name]) => name))) {
      const { texts } = await broker.take(administrator, queue(`notes.${subscriber}`));
      for (const [index, [of]] of conditions.entries())
        if (of === subscriber) expect(texts.filter((text) => text.endsWith(` ${index}`))).toEqual([`through ${index}`]);
    }
  });

  test("lets nobody past the topic", async () => {
    expect((await broker.send(till, queue("sales.bookkeeping"), "forged")).error).toMatch(refused);
    expect((await broker.take(ledger, topic("sales"))).error).toMatch(refused);
  });

  test("a dead letter that fails stays where it is", async () => {
    await broker.send(administrator, queue("sales.refunds.dead-letters"), "dead");
    await broker.fail(operator, queue("sales.refunds.dead-letters"), 0, 4);
    expect((await broker.take(administrator, queue("ActiveMQ.DLQ"))).texts).toEqual([]);
    await new Promise((done) => setTimeout(done, 1_500));
    expect((await broker.take(administrator, queue("sales.refunds.dead-letters"))).texts).toEqual(["dead"]);
  });
});

test("a broker of topics alone takes its configuration", async () => {
  const channels = { prices: { type: "topic" } };
  const access = [
    { client: till, produce: ["prices"] },
    { client: ledger, consume: ["prices"] },
  ];
  const broker = await ActiveMq.start(activeMqPlan({ pattern: "broker", channels, access }));
  expect((await broker.take(ledger, topic("prices"))).error).toBeUndefined();
  expect((await broker.take(till, topic("prices"))).error).toMatch(refused);
  expect((await broker.send(ledger, topic("prices"), "forged")).error).toMatch(refused);
  await broker.stop();
});
