import { setTimeout as wait } from "node:timers/promises";
import type { ChannelModel } from "amqplib";
import { handler } from "../../lib/engines/mq/functions/broker";
import {
  type Client,
  document,
  documents,
  loginOf,
  maxDeliveries,
  maxLength,
  retention,
} from "../support/rabbitmq/document";
import { consume, drain, opened, publish, refusal, take } from "../support/rabbitmq/messages";
import { adminSecret, BrokerSystem } from "../support/rabbitmq/system";

let system: BrokerSystem;
let as: Record<Client, ChannelModel>;
/** The one who may look into the dead letters. */
let operator: Record<"jobs" | "events", ChannelModel>;
beforeAll(async () => {
  system = await BrokerSystem.start(document.users);
  for (const one of Object.values(documents)) await handler(one);
  const client = (name: Client) => system.connect(loginOf(name));
  as = {
    uploader: await client("uploader"),
    resizer: await client("resizer"),
    ledger: await client("ledger"),
    shop: await client("shop"),
    billing: await client("billing"),
    auditor: await client("auditor"),
  };
  operator = {
    jobs: await system.connect({ secret: adminSecret, vhost: "jobs" }),
    events: await system.connect({ secret: adminSecret, vhost: "events" }),
  };
});
afterAll(() => system?.stop());

/** A quorum queue with a single active consumer gives nothing to basic.get. */
async function ledgerTakes(): Promise<string[]> {
  const seen = await consume(as.ledger, "invoices", (channel, message) => channel.ack(message));
  return seen.map(({ content }) => content.toString());
}

describe("a work queue", () => {
  test("gives its consumer what its producer published", async () => {
    await publish(as.uploader, "thumbnails", "one");
    await publish(as.uploader, "thumbnails", "two");
    expect(await drain(as.resizer, "thumbnails")).toEqual(["one", "two"]);
  });

  test.each([
    ["rejected", "reject"],
    ["negatively acknowledged", "nack"],
  ] as const)("puts a message that is %s maxDeliveries times among the dead letters", async (_, how) => {
    await publish(as.uploader, "thumbnails", how);
    const seen = await consume(as.resizer, "thumbnails", (channel, message) =>
      how === "reject" ? channel.reject(message, true) : channel.nack(message, false, true),
    );
    expect(seen.map(({ properties }) => Number(properties.headers?.["x-delivery-count"] ?? 0))).toEqual(
      Array.from({ length: maxDeliveries }, (_, count) => count),
    );
    const [dead, ...more] = await take(operator.jobs, "thumbnails.dead-letters");
    expect(more).toEqual([]);
    expect(dead?.content.toString()).toBe(how);
    expect(dead?.properties.headers?.["x-first-death-reason"]).toBe("delivery_limit");
    expect(await drain(as.resizer, "thumbnails")).toEqual([]);
  });

  test("does not count a message that was handled at the last delivery", async () => {
    await publish(as.uploader, "thumbnails", "nearly");
    let deliveries = 0;
    await consume(as.resizer, "thumbnails", (channel, message) =>
      ++deliveries < maxDeliveries ? channel.reject(message, true) : channel.ack(message),
    );
    expect(deliveries).toBe(maxDeliveries);
    expect(await drain(operator.jobs, "thumbnails.dead-letters")).toEqual([]);
  });

  test("counts a consumer that goes away with the message in hand", async () => {
    await publish(as.uploader, "thumbnails", "deadly");
    for (let delivery = 0; delivery < maxDeliveries; delivery++) {
      const connection = await system.connect(loginOf("resizer"));
      const channel = await opened(connection);
      await new Promise<unknown>((done) => void channel.consume("thumbnails", done));
      await connection.close();
    }
    expect(await drain(as.resizer, "thumbnails")).toEqual([]);
    expect(await drain(operator.jobs, "thumbnails.dead-letters")).toEqual(["deadly"]);
  });

  test("gives an ordered queue to one consumer at a time, in order", async () => {
    const one = await opened(as.ledger);
    const other = await opened(await system.connect(loginOf("ledger")));
    const seen: string[] = [];
    for (const [name, channel] of Object.entries({ one, other }))
      await channel.consume("invoices", (message) => {
        if (message === null) return;
        seen.push(`${name} ${message.content.toString()}`);
        channel.ack(message);
      });
    for (const body of ["a", "b", "c"]) await publish(as.uploader, "invoices", body);
    await wait(200);
    await one.close();
    await publish(as.uploader, "invoices", "d");
    await wait(500);
    expect(seen).toEqual(["one a", "one b", "one c", "other d"]);
    await other.close();
  });

  test("refuses what it has no place for, and keeps what it took", async () => {
    const taken: string[] = [];
    const fill = async () => {
      for (let message = 0; message < 10; message++) {
        await publish(as.uploader, "invoices", `${message}`);
        taken.push(`${message}`);
      }
    };
    await expect(fill()).rejects.toThrow("message nacked");
    // RabbitMQ calls the limit soft: a few more may get in before it says no.
    expect(taken.length).toBeGreaterThanOrEqual(maxLength);
    expect(await ledgerTakes()).toEqual(taken);
  });

  test("puts a message that nobody took in time among the dead letters", async () => {
    await publish(as.uploader, "invoices", "late");
    await wait(retention + 500);
    expect(await ledgerTakes()).toEqual([]);
    expect(await drain(operator.jobs, "invoices.dead-letters")).toContain("late");
  });
});

describe("a channel with subscribers", () => {
  test.each([
    ["all headers match", { kind: "signup", level: 1 }, ["billing", "auditor"]],
    ["another of the alternatives", { kind: "deletion", level: 2, more: "x" }, ["billing", "auditor"]],
    ["one header differs", { kind: "signup", level: 3 }, ["billing"]],
    ["one header is of another type", { kind: "signup", level: "1" }, ["billing"]],
    ["one header is missing", { kind: "signup" }, ["billing"]],
    ["there is no header", {}, ["billing"]],
  ])("gives each a copy of what its filter lets through: %s", async (body, headers, receivers) => {
    await publish(as.shop, "orders", body, headers);
    expect(await drain(as.billing, "orders.billing")).toEqual(receivers.includes("billing") ? [body] : []);
    expect(await drain(as.auditor, "orders.audit")).toEqual(receivers.includes("auditor") ? [body] : []);
  });

  test("a poison message of one subscriber is another one's normal message", async () => {
    await publish(as.shop, "orders", "poison", { kind: "signup", level: 1 });
    const seen = await consume(as.auditor, "orders.audit", (channel, message) => channel.reject(message, true));
    expect(seen).toHaveLength(maxDeliveries);
    expect(await drain(operator.events, "orders.audit.dead-letters")).toEqual(["poison"]);
    expect(await drain(as.billing, "orders.billing")).toEqual(["poison"]);
  });
});

describe("a client may do what it was granted, and nothing else", () => {
  const bytes = Buffer.from("x");
  type Operation = Parameters<typeof refusal>[1];
  const refused: [keyof typeof as, string, Operation][] = [
    ["resizer", "publish", (channel) => channel.publish("thumbnails", "", bytes)],
    ["resizer", "publish by the default exchange", (channel) => channel.sendToQueue("thumbnails", bytes)],
    ["resizer", "read another queue", (channel) => channel.get("invoices")],
    ["resizer", "read its dead letters", (channel) => channel.get("thumbnails.dead-letters")],
    ["resizer", "declare a queue", (channel) => channel.assertQueue("mine")],
    ["resizer", "declare a queue that the broker names", (channel) => channel.assertQueue("", { exclusive: true })],
    ["resizer", "declare an exchange", (channel) => channel.assertExchange("mine", "fanout")],
    ["resizer", "delete its queue", (channel) => channel.deleteQueue("thumbnails")],
    ["resizer", "bind its queue elsewhere", (channel) => channel.bindQueue("thumbnails", "orders", "")],
    ["uploader", "consume", (channel) => channel.consume("thumbnails", () => undefined)],
    ["uploader", "purge", (channel) => channel.purgeQueue("thumbnails")],
    ["uploader", "publish to dead letters", (channel) => channel.publish("thumbnails.dead-letters", "", bytes)],
    ["shop", "publish to a queue by the default exchange", (channel) => channel.sendToQueue("orders.audit", bytes)],
    ["billing", "read what another subscriber gets", (channel) => channel.get("orders.audit")],
  ];
  test.each(refused)("%s may not %s", async (client, _, operation) => {
    expect(await refusal(as[client], operation)).toMatch(/403 \(ACCESS-REFUSED\)/);
  });

  test("nor reach another virtual host, nor the management", async () => {
    await expect(system.connect({ ...loginOf("shop"), vhost: "jobs" })).rejects.toThrow(/ConnectionClose/);
    const { username, password } = await system.secrets.login(loginOf("shop").secret);
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const { status } = await fetch(`${system.broker.managementUrl}/api/overview`, { headers: { authorization } });
    expect(status).toBe(401);
  });

  test("a client that is taken out of the file is cut off at once", async () => {
    const closed = new Promise<void>((done) => as.auditor.on("close", () => done()));
    await handler({
      ...document,
      users: document.users.filter(({ name }) => name !== "auditor"),
      definitions: {
        ...document.definitions,
        permissions: document.definitions.permissions.filter(({ user }) => user !== "auditor"),
      },
    });
    await closed;
    await expect(system.connect(loginOf("auditor"))).rejects.toThrow(/403|ACCESS.REFUSED/i);
  });
});
