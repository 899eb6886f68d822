import { CloudWatchClient, GetMetricStatisticsCommand, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { handler as bringAbout } from "../../lib/engines/mq/functions/broker";
import { handler } from "../../lib/engines/mq/functions/queues";
import { eventually } from "../../lib/engines/mq/functions/waiting";
import type { DesiredRabbitMq } from "../../lib/engines/mq/functions/desired";
import { soundPlan } from "../support/mq";
import { forAnyBroker } from "../support/rabbitmq/document";
import { opened, publish } from "../support/rabbitmq/messages";
import { BrokerSystem } from "../support/rabbitmq/system";

const plan = soundPlan({
  channels: { invoices: {}, receipts: {} },
  access: [
    { client: "till", produce: ["invoices", "receipts"] },
    { client: "ledger", consume: ["invoices"] },
  ],
});
const facts = plan.facts.functions.find(({ id }) => id === "queues");
const vhost = "shop";
const counter = "prod/shop/signalbox-metrics";
const event = (input = facts?.trigger.kind === "schedule" ? facts.trigger.input : ""): unknown => JSON.parse(input);
const desired = wish();

function wish(): DesiredRabbitMq {
  if (plan.desired.engine !== "rabbitmq") throw new Error("not a RabbitMQ broker");
  return { ...plan.desired, definitions: forAnyBroker(plan.desired.definitions) };
}

let system: BrokerSystem;
beforeAll(async () => {
  system = await BrokerSystem.start(desired.users);
  Object.assign(process.env, facts?.variables, { WAIT_SECONDS: "1" });
  await bringAbout(desired);
});
afterAll(() => system?.stop());

/** The greatest value that CloudWatch has of the last minutes; undefined where it has none. */
async function measured(MetricName: string, of: Readonly<Record<string, string>>): Promise<number | undefined> {
  const now = Date.now();
  const { Datapoints = [] } = await new CloudWatchClient({}).send(
    new GetMetricStatisticsCommand({
      Namespace: "Signalbox/prod",
      MetricName,
      Dimensions: Object.entries(of).map(([Name, Value]) => ({ Name, Value })),
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now + 60_000),
      Period: 60,
      Statistics: ["Maximum"],
    }),
  );
  return Datapoints.map(({ Maximum }) => Maximum ?? 0).sort((a, b) => b - a)[0];
}
const depth = (Queue: string) => measured("MessageCount", { System: vhost, Queue });

/** A queue tells the management API of itself every five seconds. */
const known = (counts: (found: Awaited<ReturnType<typeof handler>>) => boolean | Promise<boolean>, what = event()) =>
  eventually({ seconds: 20, passing: () => true }, async () => {
    const found = await handler(what);
    if (!(await counts(found))) throw new Error(`it is still ${JSON.stringify(found)}`);
    return found;
  });

const api = async (path: string, init: RequestInit = {}) => {
  const { username, password } = await system.secrets.login(counter);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const headers = { authorization, "content-type": "application/json" };
  return fetch(`${system.broker.managementUrl}/api/${path}`, { ...init, headers });
};

test("counts what is ready and what a consumer has, in every queue that an alarm watches", async () => {
  const till = await system.connect({ secret: "prod/shop/till", vhost });
  for (const body of ["a", "b", "c"]) await publish(till, "invoices", body);
  await publish(till, "receipts", "d");
  const ledger = await opened(await system.connect({ secret: "prod/shop/ledger", vhost }));
  await ledger.prefetch(2);
  await ledger.consume("invoices", () => undefined);
  const found = await known(
    async ({ uncounted }) => uncounted === 0 && (await depth("invoices")) === 3 && (await depth("receipts")) === 1,
  );
  expect(found).toEqual({ counted: 4, uncounted: 0 });
  expect([await depth("invoices.dead-letters"), await depth("receipts.dead-letters")]).toEqual([0, 0]);
  const { Metrics = [] } = await new CloudWatchClient({}).send(new ListMetricsCommand({ Namespace: "Signalbox/prod" }));
  expect(
    Metrics.map(({ MetricName, Dimensions = [] }) => [MetricName, ...Dimensions.map(({ Value }) => Value)]).sort(),
  ).toEqual([
    ["MessageCount", vhost, "invoices"],
    ["MessageCount", vhost, "invoices.dead-letters"],
    ["MessageCount", vhost, "receipts"],
    ["MessageCount", vhost, "receipts.dead-letters"],
    ["QueuesUncounted", vhost],
  ]);
  const watched = plan.facts.signals.flatMap(({ metric }) => (metric.source === "cloudwatch" ? [metric] : []));
  for (const { name, dimensions } of watched.filter(({ namespace }) => namespace === "Signalbox/prod"))
    expect(await measured(name, dimensions)).toBeDefined();
});

describe("the user that counts", () => {
  test("sees the queues of its virtual host", async () => {
    expect((await api("queues/shop")).status).toBe(200);
  });

  test.each([
    ["POST", "queues/shop/receipts/get", { count: 1, ackmode: "ack_requeue_false", encoding: "auto" }],
    ["DELETE", "queues/shop/receipts/contents", undefined],
    ["DELETE", "queues/shop/receipts", undefined],
    ["PUT", "queues/shop/own", { durable: true }],
    [
      "POST",
      "exchanges/shop/receipts/publish",
      { routing_key: "", payload: "x", payload_encoding: "string", properties: {} },
    ],
    ["GET", "queues/%2F", undefined],
    ["GET", "users", undefined],
    ["PUT", "permissions/shop/signalbox-metrics", { configure: ".*", write: ".*", read: ".*" }],
    ["PUT", "policies/shop/own", { pattern: ".*", definition: { "max-length": 1 } }],
  ])("is refused %s %s", async (method, path, body) => {
    const response = await api(path, { method, ...(body && { body: JSON.stringify(body) }) });
    expect(response.ok).toBe(false);
    expect(await response.text()).toMatch(/access_refused|not_authorised/i);
  });
});

test("a queue that is not there is told of, and so is silence", async () => {
  const gone = ["1", "2", "3", "4", "5", "6"];
  expect(await handler({ queues: ["invoices", ...gone] })).toEqual({ counted: 1, uncounted: 6 });
  expect(await depth("1")).toBeUndefined();
  expect(await measured("QueuesUncounted", { System: vhost })).toBe(6);
  await expect(handler({ queues: "all" })).rejects.toThrow();
  const { password } = await system.secrets.login(counter);
  await system.broker.control("change_password", "signalbox-metrics", "another");
  await expect(handler(event())).rejects.toThrow(/401/);
  await system.broker.control("change_password", "signalbox-metrics", password);
});

test("a broker that does not answer is an error, and nothing is published of it", async () => {
  const { ENDPOINT, SYSTEM } = process.env;
  Object.assign(process.env, { ENDPOINT: "http://127.0.0.1:9", SYSTEM: "away" });
  await expect(handler(event())).rejects.toThrow(/no answer/);
  Object.assign(process.env, { ENDPOINT, SYSTEM });
  expect(await measured("QueuesUncounted", { System: "away" })).toBeUndefined();
});

describe("many queues", () => {
  const name = (index: number) => `queue-${String(index).padStart(4, "0")}`;
  /** Two virtual hosts with so many queues, where the same user looks. */
  const make = async (host: string, count: number) => {
    const queues = Array.from({ length: count }, (_, index) => ({
      name: name(index),
      vhost: host,
      durable: true,
      auto_delete: false,
      arguments: {},
    }));
    const permission = { user: "signalbox-metrics", vhost: host, configure: "^$", write: "^$", read: "^$" };
    const text = JSON.stringify({ vhosts: [{ name: host }], queues, permissions: [permission] });
    await system.broker.control("import_definitions", system.broker.file(`${host}.json`, text));
    process.env.SYSTEM = host;
    return { queues: queues.map((queue) => queue.name) };
  };
  afterEach(() => {
    process.env.SYSTEM = vhost;
  });

  test.each([0, 1, 500, 501, 1_001])("%i of them are all counted, page by page and call by call", async (count) => {
    const host = `many-${count}`;
    const request = await make(host, count);
    expect(await known(({ uncounted }) => uncounted === 0, request)).toEqual({ counted: count, uncounted: 0 });
    expect(await measured("QueuesUncounted", { System: host })).toBeDefined();
    for (const index of [0, 499, 500, 999, 1_000].filter((one) => one < count))
      expect(await measured("MessageCount", { System: host, Queue: name(index) })).toBe(0);
  });
});
