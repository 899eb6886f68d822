import { Issues } from "../../lib/core/issues";
import type { MqPlan } from "../../lib/engines/mq";
import { planEnvironment } from "../../lib/environment/plan";
import { failAtAll, startActiveMq, type ActiveMq } from "../support/activemq";
import { Client } from "../support/activemq/messages";

const maxDeliveries = 3;
const clients = ["uploader", "resizer", "shop", "billing", "auditor"] as const;
const base = {
  environment: "prod",
  aws: { account: "111122223333", region: "eu-west-1" },
  state: { s3: { bucket: "acme-prod-tfstate" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  network: { cidr: "10.40.0.0/16" },
  clients: Object.fromEntries(clients.map((user) => [user, { user }])),
};
const activemq = { engine: "mq", mq: { broker: "activemq" } };

function planned(system: object): MqPlan {
  const issues = new Issues();
  const data = { ...base, systems: { events: { ...activemq, ...system } } };
  const plan = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues)?.systems[0]?.system;
  if (plan?.engine !== "mq") throw new Error(issues.all.map(({ message }) => message).join("; "));
  return plan;
}

async function started({ broker, desired }: MqPlan): Promise<ActiveMq> {
  if (desired.engine !== "activemq") throw new Error("no ActiveMQ");
  const administrator = { name: "admin", groups: ["administrators"] };
  return startActiveMq(broker.configuration, [administrator, ...desired.users]);
}

/** Where a client of OpenWire connects, with the settings that the plan has for it. */
function urlFor({ clientSettings }: MqPlan, { openWire }: ActiveMq, user: string, queue: string): string {
  const redeliveries = clientSettings.find((one) => one.user === user)?.redeliveries?.[queue];
  return `${openWire}?jms.redeliveryPolicy.maximumRedeliveries=${redeliveries ?? "unknown"}`;
}

describe("a channel with subscribers", () => {
  const plan = planned({
    pattern: "pub-sub",
    channels: {
      orders: {
        subscribers: {
          billing: { maxDeliveries },
          audit: { maxDeliveries, filter: { kind: ["signup", "deletion"], level: [{ numeric: [">=", 2] }] } },
        },
      },
    },
    access: [
      { client: "shop", produce: ["orders"] },
      { client: "billing", consume: ["orders"], subscriber: "billing" },
      { client: "auditor", consume: ["orders"], subscriber: "audit" },
    ],
  });
  let broker: ActiveMq;
  let as: Record<"admin" | "shop" | "billing" | "auditor", Client>;
  beforeAll(async () => {
    broker = await started(plan);
    const client = (name: string) => Client.connect(broker.amqpPort, name);
    as = {
      admin: await client("admin"),
      shop: await client("shop"),
      billing: await client("billing"),
      auditor: await client("auditor"),
    };
  }, 60_000);
  afterAll(async () => {
    Object.values(as ?? {}).forEach((client) => client.close());
    await broker?.stop();
  });

  test.each([
    ["all matches", { kind: "signup", level: 3 }, ["billing", "auditor"]],
    ["the smallest that matches", { kind: "deletion", level: 2 }, ["billing", "auditor"]],
    ["a number too small", { kind: "signup", level: 1 }, ["billing"]],
    ["another value", { kind: "change", level: 3 }, ["billing"]],
    ["a property is missing", { kind: "signup" }, ["billing"]],
    ["no property", {}, ["billing"]],
  ])("gives each a copy of what its filter lets through: %s", async (body, properties, receivers) => {
    expect(await as.shop.send("topic://orders", body, properties)).toBe("accepted");
    expect(await as.billing.receive("orders.billing")).toEqual(receivers.includes("billing") ? [body] : []);
    expect(await as.auditor.receive("orders.audit")).toEqual(receivers.includes("auditor") ? [body] : []);
  });

  test("a message that is rejected maxDeliveries times is a dead letter of that subscriber alone", async () => {
    await as.shop.send("topic://orders", "poison", { kind: "signup", level: 2 });
    const seen = await as.auditor.receive("orders.audit", (delivery) => delivery.reject(), 2_500);
    expect(seen).toEqual(Array.from({ length: maxDeliveries }, () => "poison"));
    expect(await as.admin.receive("orders.audit.dead-letters")).toEqual(["poison"]);
    expect(await as.billing.receive("orders.billing")).toEqual(["poison"]);
  }, 30_000);

  test("a client of OpenWire that is set as the plan says fails as often, and no more", async () => {
    await as.shop.send("topic://orders", "poison");
    const url = urlFor(plan, broker, "billing", "orders.billing");
    expect(await failAtAll(url, "billing", "orders.billing")).toHaveLength(maxDeliveries);
    expect(await as.admin.receive("orders.billing.dead-letters")).toEqual(["poison"]);
  }, 60_000);

  test.each([
    ["shop", "publish to a subscriber's queue", (client: Client) => client.send("queue://orders.billing", "x")],
    ["shop", "make a queue", (client: Client) => client.send("queue://mine", "x")],
    ["shop", "make a topic", (client: Client) => client.send("topic://mine", "x")],
    ["billing", "publish", (client: Client) => client.send("topic://orders", "x")],
    ["billing", "publish to another's queue", (client: Client) => client.send("queue://orders.audit", "x")],
    ["billing", "read another's queue", (client: Client) => client.receive("orders.audit")],
    ["billing", "read its dead letters", (client: Client) => client.receive("orders.billing.dead-letters")],
    ["shop", "consume", (client: Client) => client.receive("orders.billing")],
  ] as const)("%s may not %s", async (name, _, operation) => {
    const answer = await operation(as[name]).catch(String);
    expect(String(answer)).toMatch(/not authorized/);
  });

  test("nobody is let in without a password that is right", async () => {
    await expect(Client.connect(broker.amqpPort, "stranger")).rejects.toThrow("stranger: Failed to authenticate");
  });
});

describe("work queues", () => {
  const plan = planned({
    pattern: "work-queue",
    channels: { thumbnails: { maxDeliveries }, invoices: { ordered: true, maxDeliveries } },
    access: [
      { client: "uploader", produce: ["thumbnails", "invoices"] },
      { client: "resizer", consume: ["thumbnails", "invoices"] },
    ],
  });
  let broker: ActiveMq;
  let as: Record<"admin" | "uploader" | "resizer" | "other", Client>;
  beforeAll(async () => {
    broker = await started(plan);
    const client = (name: string) => Client.connect(broker.amqpPort, name);
    as = {
      admin: await client("admin"),
      uploader: await client("uploader"),
      resizer: await client("resizer"),
      other: await client("resizer"),
    };
  }, 60_000);
  afterAll(async () => {
    Object.values(as ?? {}).forEach((client) => client.close());
    await broker?.stop();
  });

  test("give each message to one of the consumers, and a poison one to the dead letters", async () => {
    await as.uploader.send("queue://thumbnails", "one");
    expect(await as.resizer.receive("thumbnails")).toEqual(["one"]);
    await as.uploader.send("queue://thumbnails", "poison");
    const seen = await as.resizer.receive("thumbnails", (delivery) => delivery.reject(), 2_500);
    expect(seen).toEqual(Array.from({ length: maxDeliveries }, () => "poison"));
    expect(await as.admin.receive("thumbnails.dead-letters")).toEqual(["poison"]);
  }, 30_000);

  test("that are ordered go to one consumer at a time, in order", async () => {
    const bodies = ["a", "b", "c", "d"];
    const consumers = [
      as.resizer.receive("invoices", undefined, 2_000),
      as.other.receive("invoices", undefined, 2_000),
    ];
    for (const body of bodies) await as.uploader.send("queue://invoices", body);
    expect((await Promise.all(consumers)).sort()).toEqual([[], bodies]);
  }, 30_000);

  test("that are ordered make the others wait while a client of OpenWire tries one again", async () => {
    for (const body of ["poison", "next"]) await as.uploader.send("queue://invoices", body);
    const url = urlFor(plan, broker, "resizer", "invoices");
    const seen = await failAtAll(url, "resizer", "invoices");
    expect(seen).toEqual(["poison", "next"].flatMap((body) => Array.from({ length: maxDeliveries }, () => body)));
    expect(await as.admin.receive("invoices.dead-letters")).toEqual(["poison", "next"]);
  }, 60_000);
});
