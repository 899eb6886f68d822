import { ActiveMq } from "../support/activemq";
import type { Amqp } from "../support/activemq/amqp";
import { administrator } from "../support/activemq/configuration";
import { activeMqPlan } from "../support/mq";

const maxDeliveries = 3;
const till = "till";
const ledger = "ledger";
const operator = "operator";

let broker: ActiveMq;
let as: Record<"till" | "ledger" | "administrator", Amqp>;
beforeAll(async () => {
  broker = await ActiveMq.start(
    activeMqPlan({
      pattern: "pub-sub",
      channels: {
        sales: {
          subscribers: {
            bookkeeping: { maxDeliveries },
            refunds: { maxDeliveries, filter: { kind: ["refund", "exchange"], total: [{ numeric: [">=", 2] }] } },
          },
        },
      },
      access: [
        { client: till, produce: ["sales"] },
        { client: ledger, consume: ["sales"], subscriber: "bookkeeping" },
        { client: operator, consume: ["sales"], subscriber: "refunds" },
      ],
    }),
  );
  as = {
    till: await broker.amqp(till),
    ledger: await broker.amqp(ledger),
    administrator: await broker.amqp(administrator),
  };
});
afterAll(async () => {
  Object.values(as ?? {}).forEach((client) => client.close());
  await broker?.stop();
});

test.each([
  ["all matches", { kind: "refund", total: 2 }, true],
  ["a number too small", { kind: "refund", total: 1 }, false],
  ["another value", { kind: "sale", total: 2 }, false],
  ["a property is missing", { kind: "refund" }, false],
])("application properties are what a filter looks at: %s", async (body, properties, through) => {
  expect(await as.till.send("topic://sales", body, properties)).toBe("accepted");
  expect(await as.ledger.receive("sales.bookkeeping")).toEqual([body]);
  expect(await as.administrator.receive("sales.refunds")).toEqual(through ? [body] : []);
});

test("a message that is rejected maxDeliveries times is a dead letter of that subscriber alone", async () => {
  await as.till.send("topic://sales", "bad", { kind: "refund", total: 2 });
  const seen = await as.ledger.receive("sales.bookkeeping", (delivery) => delivery.reject(), 2_500);
  expect(seen).toEqual(Array.from({ length: maxDeliveries }, () => "bad"));
  expect(await as.administrator.receive("sales.bookkeeping.dead-letters")).toEqual(["bad"]);
  expect(await as.administrator.receive("sales.refunds")).toEqual(["bad"]);
});

test("what is given back as modified or released is not counted", async () => {
  await as.till.send("topic://sales", "good");
  let deliveries = 0;
  const seen = await as.ledger.receive("sales.bookkeeping", (delivery) => {
    deliveries += 1;
    if (deliveries > 4 * maxDeliveries) delivery.accept();
    else if (deliveries % 2 === 0) delivery.release();
    else delivery.modified({ delivery_failed: true, undeliverable_here: false });
  });
  expect(seen).toHaveLength(4 * maxDeliveries + 1);
  expect(await as.administrator.receive("sales.bookkeeping.dead-letters")).toEqual([]);
});

test.each([
  ["till", "publish past the topic", (client: Amqp) => client.send("queue://sales.bookkeeping", "x")],
  ["till", "make a queue", (client: Amqp) => client.send("queue://mine", "x")],
  ["till", "make a topic", (client: Amqp) => client.send("topic://mine", "x")],
  ["till", "consume", (client: Amqp) => client.receive("sales.bookkeeping")],
  ["ledger", "publish", (client: Amqp) => client.send("topic://sales", "x")],
  ["ledger", "read another's queue", (client: Amqp) => client.receive("sales.refunds")],
  ["ledger", "read its dead letters", (client: Amqp) => client.receive("sales.bookkeeping.dead-letters")],
] as const)("%s may not %s", async (name, _, operation) => {
  expect(String(await operation(as[name]).catch(String))).toMatch(/is not authorized to/);
});

test("nobody is let in without a password that is right", async () => {
  await expect(broker.amqp("stranger")).rejects.toThrow("stranger: Failed to authenticate");
});
