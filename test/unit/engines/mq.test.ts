import * as fc from "fast-check";
import { exactly } from "../../../lib/engines/mq/rabbitmq/definitions";
import { definitionsOf, planBrokerSystem, soundPlan } from "../../support/mq";

const codes = (system: object, today?: string) =>
  planBrokerSystem(system, today).issues.map(({ code, path }) => `${code} ${path}`);
const jobs = { channels: { jobs: {} } };

describe("the broker", () => {
  test("is by default a cluster of three nodes, patched by itself, with a general log", () => {
    expect(soundPlan(jobs).broker).toMatchObject({
      engineType: "RabbitMQ",
      version: "4.2",
      instanceType: "mq.m7g.large",
      deploymentMode: "CLUSTER_MULTI_AZ",
      subnets: 3,
      auditLog: false,
      maintenance: { dayOfWeek: "SUNDAY", timeOfDay: "03:00", timeZone: "UTC" },
    });
  });

  test("as ActiveMQ is a pair over shared storage, with an audit log", () => {
    expect(soundPlan({ ...jobs, mq: { broker: "activemq" } }).broker).toMatchObject({
      engineType: "ActiveMQ",
      deploymentMode: "ACTIVE_STANDBY_MULTI_AZ",
      storageType: "efs",
      subnets: 2,
      auditLog: true,
    });
  });

  test("audit logs on RabbitMQ are an error that names who has one", () => {
    const [issue] = planBrokerSystem({ ...jobs, mq: { logs: { audit: true } } }).issues;
    expect(issue).toMatchObject({ code: "NotSupported", path: "mq.logs.audit" });
    expect(issue?.message).toContain("ActiveMQ has one");
  });

  test.each([
    [{ version: "3.12", instanceType: "mq.m5.large" }, "2025-03-17"],
    [{ broker: "activemq", version: "5.17" }, "2025-06-16"],
  ])("dead versions are an error with the date: %j", (mq, date) => {
    const [issue] = planBrokerSystem({ ...jobs, mq }).issues;
    expect(issue?.code).toBe("VersionEnded");
    expect(issue?.message).toContain(date);
  });

  test("a version that brokers are only upgraded to is for a broker that stands", () => {
    const system = { ...jobs, mq: { version: "4.3" } };
    const standing = [{ id: "shop/broker", kind: "aws_mq_broker", name: "prod-shop" }];
    expect(codes(system)).toEqual(["BrokerVersion mq.version"]);
    expect(planBrokerSystem(system, undefined, standing).issues).toEqual([]);
  });

  test("a version is alive on the day before its support ends, and dead on that day", () => {
    const mq = { broker: "activemq", version: "5.17" };
    expect(codes({ ...jobs, mq }, "2025-06-15")).not.toContain("VersionEnded mq.version");
    expect(codes({ ...jobs, mq }, "2025-06-16")).toEqual(["VersionEnded mq.version"]);
  });

  test.each([
    [{ version: "3.13", instanceType: "mq.m5.large" }, []],
    [{ version: "4.2", instanceType: "mq.m5.large" }, ["BrokerInstance mq.instanceType"]],
    [{ version: "4.3" }, ["BrokerVersion mq.version"]],
    [{ deployment: "single" }, ["SingleBroker mq.deployment"]],
    [{ deployment: "single", reason: "a place to try things out" }, []],
    [{ broker: "activemq", storage: "ebs" }, ["BrokerStorage mq.storage"]],
    [{ broker: "activemq", storage: "ebs", deployment: "single", reason: "a place to try things out" }, []],
    [{ broker: "activemq", deployment: "cluster" }, ["NotAllowed mq.deployment"]],
    [{ storage: "efs" }, ["UnknownKey mq.storage"]],
  ])("%j → %j", (mq, expected) => {
    expect(codes({ ...jobs, mq })).toEqual(expected);
  });

  test.each([
    [{ instanceType: "mq.m7g.medium" }, 50],
    [{ version: "3.13", instanceType: "mq.m7g.medium" }, 250],
  ])("%j bears so many queues, those for dead letters among them", (mq, most) => {
    const channels = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`job${i}`, {}]));
    expect(codes({ channels: channels(most), mq })).toEqual([]);
    expect(codes({ channels: channels(most + 1), mq })).toEqual(["TooManyQueues channels"]);
  });

  test.each([
    [{}, 1_200],
    [{ version: "3.13" }, 12_000],
    [{ deployment: "single", reason: "a place to try things out" }, 400],
  ])("%j: an alarm tells of connections before Amazon MQ refuses them", (mq, threshold) => {
    const { signals } = soundPlan({ ...jobs, mq }).facts;
    expect(signals.find(({ id }) => id === "connections")?.threshold).toBe(threshold);
  });

  test("one deadline holds for all of a RabbitMQ broker: the longest, and never less than its own", () => {
    const configuration = (ackDeadline: string) =>
      soundPlan({ channels: { jobs: { ackDeadline }, others: {} } }).broker.configuration;
    expect(configuration("30m")).toBe("consumer_timeout = 1800000\n");
    expect(configuration("31m")).toBe("consumer_timeout = 1860000\n");
  });
});

describe("RabbitMQ's definitions", () => {
  test("of a work queue: an exchange before it, dead letters behind it, both quorum queues", () => {
    const { exchanges, queues, bindings, policies } = definitionsOf(
      soundPlan({ channels: { jobs: { maxDeliveries: 3, retention: "1d", mq: { maxLength: 1000 } } } }),
    );
    expect(exchanges.map(({ name, type, internal }) => [name, type, internal])).toEqual([
      ["jobs", "fanout", false],
      ["jobs.dead-letters", "fanout", true],
    ]);
    expect(queues.map(({ name, arguments: table }) => [name, table])).toEqual([
      ["jobs", { "x-queue-type": "quorum" }],
      ["jobs.dead-letters", { "x-queue-type": "quorum" }],
    ]);
    expect(bindings.map(({ source, destination }) => [source, destination])).toEqual([
      ["jobs", "jobs"],
      ["jobs.dead-letters", "jobs.dead-letters"],
    ]);
    expect(policies).toMatchObject([
      {
        pattern: "^jobs$",
        "apply-to": "quorum_queues",
        definition: { "delivery-limit": 2, "message-ttl": 86_400_000, "max-length": 1000, overflow: "reject-publish" },
      },
    ]);
  });

  test("of an ordered queue: one consumer at a time", () => {
    const [queue] = definitionsOf(soundPlan({ channels: { jobs: { ordered: true } } })).queues;
    expect(queue?.arguments).toEqual({ "x-queue-type": "quorum", "x-single-active-consumer": true });
  });

  const filtered = (filter: object) => ({
    pattern: "pub-sub",
    channels: { sales: { subscribers: { one: { filter } } } },
  });

  test("of a filter: a binding for each combination of its values", () => {
    const { bindings } = definitionsOf(soundPlan(filtered({ kind: ["refund", "exchange"], till: [1, 2] })));
    expect(bindings.filter(({ source }) => source === "sales").map((binding) => binding.arguments)).toEqual([
      { "x-match": "all", kind: "refund", till: 1 },
      { "x-match": "all", kind: "refund", till: 2 },
      { "x-match": "all", kind: "exchange", till: 1 },
      { "x-match": "all", kind: "exchange", till: 2 },
    ]);
  });

  test.each([
    [150, []],
    [151, ["TooManyBindings channels.sales.subscribers.one.filter"]],
  ])("of a filter of %i combinations → %j", (count, expected) => {
    expect(codes(filtered({ kind: Array.from({ length: count }, (_, i) => i) }))).toEqual(expected);
  });

  test("of a filter with $or: the bindings of each branch, the same one once", () => {
    const filter = { kind: ["refund"], $or: [{ till: [1] }, { till: [2, 1] }, { kind: ["sale"] }] };
    const { bindings } = definitionsOf(soundPlan(filtered(filter)));
    expect(bindings.filter(({ source }) => source === "sales").map((binding) => binding.arguments)).toEqual([
      { "x-match": "all", kind: "refund", till: 1 },
      { "x-match": "all", kind: "refund", till: 2 },
    ]);
    expect(codes(filtered({ kind: ["refund"], $or: [{ kind: ["sale"] }, { kind: ["loan"] }] }))).toEqual([
      "UnsoundFilter channels.sales.subscribers.one.filter",
    ]);
  });

  test.each([
    [{ kind: [null] }, "kind[0]"],
    [{ order: { kind: ["refund"] } }, "order"],
    [{ $or: [{ kind: [{ wildcard: "re*" }] }, { till: [1] }] }, "$or[0].kind[0]"],
  ])("not of a filter that headers cannot match: %j", (filter, where) => {
    const path = where === "$or[0].kind[0]" ? '["$or"][0].kind[0]' : `.${where}`;
    expect(codes(filtered(filter))).toContain(`NotSupported channels.sales.subscribers.one.filter${path}`);
  });

  test("of a filter by headers that RabbitMQ does not look at by itself", () => {
    const { bindings } = definitionsOf(soundPlan(filtered({ "x-kind": ["refund"], till: [1] })));
    expect(bindings.find(({ source }) => source === "sales")?.arguments).toEqual({
      "x-match": "all-with-x",
      "x-kind": "refund",
      till: 1,
    });
    expect(codes(filtered({ "x-match": ["any"] }))).toEqual([
      "NotSupported channels.sales.subscribers.one.filter.x-match",
    ]);
  });

  test.each([
    [{}, ""],
    [{ kind: [{ exists: true, prefix: "a" }] }, ".kind[0]"],
    [{ total: [{ numeric: ["<", "5"] }] }, ".total[0].numeric"],
    [{ total: [{ numeric: [">", 5, "<", 5] }] }, ".total[0].numeric"],
    [{ total: [{ numeric: ["~", 5] }] }, ".total[0].numeric"],
  ])("a filter must say one sound thing: %j", (filter, where) => {
    const activeMq = { ...filtered(filter), mq: { broker: "activemq" } };
    const expected = `UnsoundFilter channels.sales.subscribers.one.filter${where}`;
    expect(codes(activeMq)).toContain(expected);
    expect(codes(filtered(filter))).toContain(expected);
  });

  test("what headers cannot match is an error that names who can", () => {
    const [issue] = planBrokerSystem(filtered({ kind: ["a", { prefix: "re" }] })).issues;
    expect(issue).toMatchObject({ code: "NotSupported", path: "channels.sales.subscribers.one.filter.kind[1]" });
    expect(issue?.message).toContain("sns-sqs");
  });

  test("of rights: a user writes its exchanges, reads its queues and declares nothing", () => {
    const access = [
      { client: "till", produce: ["jobs", "a.b"] },
      { client: "ledger", consume: ["a.b"] },
      { client: "ledger", administer: ["jobs"] },
    ];
    expect(definitionsOf(soundPlan({ channels: { jobs: {}, "a.b": {} }, access })).permissions).toEqual([
      { user: "till", vhost: "shop", configure: "^$", write: "^(a\\.b|jobs)$", read: "^$" },
      { user: "ledger", vhost: "shop", configure: "^$", write: "^jobs$", read: "^(a\\.b|jobs|jobs\\.dead-letters)$" },
      { user: "signalbox-metrics", vhost: "shop", configure: "^$", write: "^$", read: "^$" },
    ]);
  });

  test("a right matches the names that it was given for, and no other", () => {
    const name = fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+){0,3}$/);
    fc.assert(
      fc.property(fc.array(name, { maxLength: 4 }), name, (names, other) => {
        const pattern = new RegExp(exactly(names));
        for (const one of names) expect(pattern.test(one)).toBe(true);
        expect(pattern.test(other)).toBe(names.includes(other));
        expect(pattern.test(`${other}x`)).toBe(names.includes(`${other}x`));
      }),
    );
  });
});

describe("the pattern broker", () => {
  const broker = (channels: object, mq: object = {}) => ({ pattern: "broker", channels, mq });
  test("binds queues to exchanges as it is said", () => {
    const { exchanges, bindings } = definitionsOf(
      soundPlan(
        broker({
          news: { type: "exchange" },
          inbox: { type: "queue", bindings: [{ exchange: "news", routingKey: "eu.#" }] },
        }),
      ),
    );
    expect(exchanges.map(({ name, type }) => `${name} ${type}`)).toContain("news topic");
    expect(bindings).toContainEqual(
      expect.objectContaining({ source: "news", destination: "inbox", routing_key: "eu.#", arguments: {} }),
    );
  });

  test.each([
    [{ prices: { type: "topic" } }, {}, ["NotSupported channels.prices.type"]],
    [{ prices: { type: "topic" } }, { broker: "activemq" }, []],
    [{ news: { type: "exchange" } }, { broker: "activemq" }, ["NotSupported channels.news.type"]],
    [{ news: { type: "exchange" } }, {}, []],
    [
      { news: { type: "exchange", kind: "headers" }, inbox: { type: "queue", bindings: [{ exchange: "news" }] } },
      {},
      ["BindingMismatch channels.inbox.bindings[0]"],
    ],
  ])("%j with %j → %j", (channels, mq, expected) => {
    expect(codes(broker(channels, mq))).toEqual(expected);
  });
});

describe("queues of any pattern", () => {
  test.each([
    [{ handlerTime: "2m", ackDeadline: "1m" }, ["AckDeadlineTooShort channels.jobs.ackDeadline"]],
    [{ handlerTime: "2m", ackDeadline: "2m" }, []],
    [{ maxAge: "1h" }, ["NotSupported channels.jobs.maxAge"]],
  ])("%j → %j", (channel, expected) => {
    expect(codes({ channels: { jobs: channel } })).toEqual(expected);
  });

  test("two of one name within the broker are an error", () => {
    const channels = { a: { subscribers: { "b.c": {} } }, "a.b": { subscribers: { c: {} } } };
    expect(codes({ pattern: "pub-sub", channels })).toContain('NameCollision channels["a.b"].subscribers.c');
  });

  test("ActiveMQ keeps all messages equally long, and says so", () => {
    const channels = { jobs: {}, others: { retention: "1d" } };
    expect(codes({ channels, mq: { broker: "activemq" } })).toEqual(["NotSupported channels.others.retention"]);
    expect(codes({ channels })).toEqual([]);
  });
});
