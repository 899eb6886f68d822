import type { MqPlan } from "../../lib/engines/mq";
import { startActiveMq, type ActiveMq } from "../support/activemq";
import { Client } from "../support/activemq/messages";
import { activeMqPlan } from "../support/mq";

const redelivered = 2_500;

/** A broker of a plan, and its clients by their users' names. */
class Started {
  private constructor(
    private readonly broker: ActiveMq,
    readonly as: Readonly<Record<"admin" | "till" | "ledger" | "operator", Client>>,
  ) {}

  static async start({ broker, desired }: MqPlan): Promise<Started> {
    if (desired.engine !== "activemq") throw new Error("no ActiveMQ");
    const users = ["till", "ledger", "operator"].map((name) => ({ name, groups: [name] }));
    const started = await startActiveMq(broker.configuration, [
      { name: "admin", groups: ["administrators"] },
      ...users,
    ]);
    const client = (name: string) => Client.connect(started.amqpPort, name);
    return new Started(started, {
      admin: await client("admin"),
      till: await client("till"),
      ledger: await client("ledger"),
      operator: await client("operator"),
    });
  }

  async stop(): Promise<void> {
    Object.values(this.as).forEach((client) => client.close());
    await this.broker.stop();
  }
}

describe("filters", () => {
  const odd = 'it\'s <"&"> \\ 10%\n_\t';
  type Properties = Record<string, string | number | boolean>;
  const conditions: readonly (readonly [subscriber: string, through: Properties, kept: Properties])[] = [
    ["same", { text: odd }, { text: `${odd}!` }],
    ["beginning", { text: `${odd}!` }, { text: odd.replace("10", "11") }],
    ["numbers", { number: -5 }, { number: 5 }],
    ["numbers", { number: 0.1 }, { number: 0.2 }],
    ["numbers", { number: 1e-9 }, { number: 2e-9 }],
    ["numbers", { number: -2e-7 }, { number: 0 }],
    ["others", { text: "z" }, { text: "y" }],
    ["others", { text: "z", flag: true }, { text: "z", flag: false }],
    ["others", { text: "z" }, { other: "z" }],
  ];
  const plan = activeMqPlan({
    pattern: "pub-sub",
    channels: {
      notes: {
        subscribers: {
          same: { filter: { text: [odd] } },
          beginning: { filter: { text: [{ prefix: odd }] } },
          numbers: { filter: { number: [-5, 0.1, 1e-9, { numeric: ["<", -1e-7] }] } },
          others: { filter: { text: [{ "anything-but": ["x", "y"] }], flag: [true, { exists: false }] } },
        },
      },
    },
    access: [{ client: "till", produce: ["notes"] }],
  });
  let broker: Started;
  beforeAll(async () => {
    broker = await Started.start(plan);
    for (const [index, [, through, kept]] of conditions.entries()) {
      await broker.as.till.send("topic://notes", `through ${index}`, through);
      await broker.as.till.send("topic://notes", `kept ${index}`, kept);
    }
  }, 60_000);
  afterAll(() => broker?.stop());

  test.each([...new Set(conditions.map(([subscriber]) => subscriber))])(
    "say what they say, with every character: %s",
    async (subscriber) => {
      const bodies = await broker.as.admin.receive(`notes.${subscriber}`);
      for (const [index, [of]] of conditions.entries())
        if (of === subscriber)
          expect(bodies.filter((body) => body.endsWith(` ${index}`))).toEqual([`through ${index}`]);
    },
  );
});

describe("queues at their limits", () => {
  const plan = activeMqPlan({
    pattern: "work-queue",
    channels: { jobs: { retention: "1d" }, once: { maxDeliveries: 1, retention: "1d" } },
    access: [
      { client: "till", produce: ["jobs", "once"] },
      { client: "ledger", consume: ["jobs", "once"] },
      { client: "operator", administer: ["jobs"] },
    ],
  });
  let broker: Started;
  beforeAll(async () => {
    broker = await Started.start(plan);
  }, 60_000);
  afterAll(() => broker?.stop());

  test("a message is delivered once where maxDeliveries is 1", async () => {
    await broker.as.till.send("queue://once", "poison");
    const seen = await broker.as.ledger.receive("once", (delivery) => delivery.reject(), redelivered);
    expect(seen).toEqual(["poison"]);
    expect(await broker.as.admin.receive("once.dead-letters")).toEqual(["poison"]);
  }, 30_000);

  test("what nobody took in time is set aside", async () => {
    await broker.as.till.send("queue://jobs", "old", {}, 100);
    await new Promise((done) => setTimeout(done, 300));
    expect(await broker.as.ledger.receive("jobs")).toEqual([]);
    expect(await broker.as.operator.receive("jobs.dead-letters")).toEqual(["old"]);
  });

  test("a dead letter that fails is a dead letter still", async () => {
    await broker.as.admin.send("queue://jobs.dead-letters", "dead");
    let times = 0;
    const refuse = (delivery: { reject(): void; accept(): void }) =>
      ++times < 4 ? delivery.reject() : delivery.accept();
    const seen = await broker.as.operator.receive("jobs.dead-letters", refuse, redelivered);
    expect(seen).toEqual(["dead", "dead", "dead", "dead"]);
    expect(await broker.as.admin.receive("ActiveMQ.DLQ")).toEqual([]);
  }, 30_000);
});

test("a broker of topics alone takes its configuration", async () => {
  const access = [
    { client: "till", produce: ["prices"] },
    { client: "ledger", consume: ["prices"] },
  ];
  const broker = await Started.start(
    activeMqPlan({ pattern: "broker", channels: { prices: { type: "topic" } }, access }),
  );
  expect(await broker.as.till.send("topic://prices", "1.20")).toBe("accepted");
  expect(await broker.as.ledger.send("topic://prices", "forged")).toMatch(/not authorized/);
  await broker.stop();
}, 60_000);
