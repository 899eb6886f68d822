import * as fc from "fast-check";
import { termsOf, type Filter } from "../../../lib/core/patterns/filter";
import { selectorOf } from "../../../lib/engines/mq/activemq/selector";
import { element } from "../../../lib/engines/mq/activemq/xml";
import { activeMqPlan, planBrokerSystem, soundPlan } from "../../support/mq";

/**
 * What Amazon MQ permits of the elements that are used, and of those that only hold others nothing
 * (amazon-mq developer guide, permitted-elements.html and permitted-attributes.html, 2026-11).
 */
const destination = "DLQ physicalName";
const permitted: Readonly<Record<string, string>> = {
  authorizationEntry: "admin queue read tempQueue tempTopic topic write",
  broker: "advisorySupport persistent populateJMSXUserID schedulerSupport useVirtualTopics xmlns",
  compositeTopic: "concurrentSend copyMessage forwardOnly name sendWhenNotMatched",
  filteredDestination: "queue selector topic",
  individualDeadLetterStrategy:
    "enableAudit expiration maxAuditDepth processExpired processNonPersistent queuePrefix queueSuffix topicPrefix",
  policyEntry: "allConsumersExclusiveByDefault expireMessagesPeriod memoryLimit prioritizedMessages queue topic",
  queue: destination,
  topic: destination,
  redeliveryPlugin: "fallbackToDeadLetter sendToDlqIfMaxRetriesExceeded",
  redeliveryPolicy: "initialRedeliveryDelay maximumRedeliveries queue redeliveryDelay topic useExponentialBackOff",
  timeStampingBrokerPlugin: "futureOnly processNetworkMessages ttlCeiling zeroExpirationOverride",
};
const holders = [
  ...[
    "authorizationEntries",
    "authorizationMap",
    "authorizationPlugin",
    "deadLetterStrategy",
    "destinationInterceptors",
  ],
  ...["destinationPolicy", "destinations", "forwardTo", "map", "plugins", "policyEntries", "policyMap"],
  ...["redeliveryPolicyEntries", "redeliveryPolicyMap", "virtualDestinationInterceptor", "virtualDestinations"],
];

const everything = {
  pattern: "pub-sub",
  channels: {
    sales: {
      ordered: true,
      subscribers: { books: { maxDeliveries: 3 }, refunds: { filter: { kind: ["refund", { prefix: "ex" }] } } },
    },
    notes: { subscribers: { reader: { maxDeliveries: 3 } } },
  },
  access: [
    { client: "till", produce: ["sales"] },
    { client: "ledger", consume: ["sales"], subscriber: "books" },
    { client: "ledger", consume: ["notes"], subscriber: "reader" },
    { client: "operator", administer: ["sales"] },
  ],
};
const xml = (system: object = everything) => activeMqPlan(system).broker.configuration;
/** Every element with its attributes; the text has no other `<` than those that begin one. */
const elements = (text: string) =>
  [...text.matchAll(/<(\w+)((?: [\w:]+="[^"<>]*")*)\/?>/g)].map(([, name = "", said = ""]) => ({
    name,
    attributes: Object.fromEntries(
      [...said.matchAll(/ ([\w:]+)="([^"]*)"/g)].map(([, key = "", value = ""]): [string, string] => [key, value]),
    ),
  }));

describe("the configuration", () => {
  test("has nothing that Amazon MQ would take out without a word", () => {
    const found = elements(xml());
    expect(found).toHaveLength(xml().match(/<\w/g)?.length ?? 0);
    for (const { name, attributes } of found)
      if (holders.includes(name)) expect(attributes).toEqual({});
      else expect(permitted[name]?.split(" ")).toEqual(expect.arrayContaining(Object.keys(attributes)));
  });

  test("opens and closes every element in order", () => {
    const open: string[] = [];
    for (const [, end, name = "", , closed] of xml().matchAll(/<(\/?)(\w+)((?: [\w:]+="[^"]*")*)(\/?)>/g))
      if (end === "/") expect(open.pop()).toBe(name);
      else if (closed !== "/") open.push(name);
    expect(open).toEqual([]);
  });

  const unescaped = (text: string) =>
    text
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
      .replaceAll("&quot;", '"')
      .replaceAll("&gt;", ">")
      .replaceAll("&lt;", "<")
      .replaceAll("&amp;", "&");

  test("says every text as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const written = element("a", { b: text }).text("");
        const [, value = ""] = /^<a b="([^"<>\t\n\r]*)"\/>$/s.exec(written) ?? [];
        expect(unescaped(value)).toBe(text);
      }),
    );
  });

  const entry = (name: string, text = xml()) =>
    elements(text).find(
      ({ name: of, attributes }) => of === "authorizationEntry" && [attributes.queue, attributes.topic].includes(name),
    )?.attributes;

  test("lets a producer write the topic alone, and nobody read it", () => {
    expect(entry("sales")).toMatchObject({ read: "administrators", write: "administrators,till,operator" });
    expect(entry("sales.refunds")).toMatchObject({ read: "administrators,operator", write: "administrators" });
  });

  test("lets a consumer write its queue where the broker offers failed messages again, and only there", () => {
    expect(entry("sales.books")).toMatchObject({ read: "administrators,ledger,operator", write: "administrators" });
    expect(entry("notes.reader")).toMatchObject({ read: "administrators,ledger", write: "administrators,ledger" });
    const once = { channels: { jobs: { maxDeliveries: 1 } }, access: [{ client: "ledger", consume: ["jobs"] }] };
    expect(entry("jobs", xml(once))).toMatchObject({ read: "administrators,ledger", write: "administrators" });
  });

  test("lets who handles dead letters take them and put them back", () => {
    const both = "administrators,operator";
    expect(entry("sales.books.dead-letters")).toMatchObject({ read: both, write: both });
  });

  test("closes everything that is not named", () => {
    const any = elements(xml()).filter(({ attributes }) => [attributes.queue, attributes.topic].includes("&gt;"));
    expect(any).toHaveLength(2);
    for (const { attributes } of any)
      expect(attributes).toMatchObject({ admin: "administrators", read: "administrators", write: "administrators" });
  });

  test.each([
    ["sales.books", "0"],
    ["sales.books.dead-letters", "-1"],
    ["notes.reader", "2"],
  ])("offers messages of %s again %s times", (queue, redeliveries) => {
    expect(
      elements(xml()).find(({ name, attributes }) => name === "redeliveryPolicy" && attributes.queue === queue)
        ?.attributes.maximumRedeliveries,
    ).toBe(redeliveries);
  });

  test("gives an ordered queue to one consumer at a time", () => {
    const entries = elements(xml()).filter(({ name }) => name === "policyEntry");
    expect(entries.map(({ attributes }) => [attributes.queue, attributes.allConsumersExclusiveByDefault])).toEqual([
      ["sales.books", "true"],
      ["sales.refunds", "true"],
      ["notes.reader", undefined],
    ]);
  });
});

test.each([
  [{ ackDeadline: "1m" }, "ackDeadline"],
  [{ mq: { maxLength: 5 } }, "mq.maxLength"],
])("%j is an error that names who can", (channel, where) => {
  const channels = { jobs: { handlerTime: "10s", ...channel } };
  const { issues } = planBrokerSystem({ mq: { broker: "activemq" }, channels });
  expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([`NotSupported channels.jobs.${where}`]);
  expect(issues[0]?.message).toContain("RabbitMQ");
  expect(planBrokerSystem({ channels }).issues).toEqual([]);
});

test("clients are told how often to try again themselves: where the order counts", () => {
  expect(activeMqPlan(everything).clientSettings).toEqual([
    { client: "till", user: "till", prefetch: {}, redeliveries: {} },
    {
      client: "ledger",
      user: "ledger",
      prefetch: { "sales.books": 100, "notes.reader": 100 },
      redeliveries: { "sales.books": 2, "notes.reader": 0 },
    },
    { client: "operator", user: "operator", prefetch: {}, redeliveries: {} },
  ]);
});

test("ActiveMQ is let write its logs, for this broker alone; RabbitMQ needs nothing", () => {
  const { logPolicy } = activeMqPlan(everything);
  expect(logPolicy?.name).toBe("prod-shop-broker-logs");
  expect(JSON.parse(logPolicy?.document ?? "")).toMatchObject({
    Statement: [
      {
        Principal: { Service: "mq.amazonaws.com" },
        Resource: "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/amazonmq/broker/*",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:mq:eu-west-1:111122223333:broker:prod-shop:*" } },
      },
    ],
  });
  expect(soundPlan({ channels: { jobs: {} } }).logPolicy).toBeUndefined();
});

test("the function of ActiveMQ is outside the network, and knows how long both kinds of logs are kept", () => {
  expect(activeMqPlan(everything).facts.functions).toMatchObject([
    {
      inNetwork: false,
      lateVariables: ["BROKER_ID"],
      variables: { RETENTION_DAYS: "400", AUDIT_RETENTION_DAYS: "2192" },
    },
  ]);
});

describe("a selector", () => {
  test.each<[Filter, string]>([
    [{ kind: ["a", "it's"] }, "(kind = 'a' OR kind = 'it''s')"],
    [{ total: [5], vip: [true] }, "(total = 5) AND (vip = TRUE)"],
    [{ kind: [{ prefix: "10%" }] }, "(kind LIKE '10\\%%' ESCAPE '\\')"],
    [{ kind: [{ suffix: "_x" }] }, "(kind LIKE '%\\_x' ESCAPE '\\')"],
    [{ total: [{ numeric: [">=", 5, "<", 9] }] }, "((total >= 5 AND total < 9))"],
    [{ kind: [{ exists: false }] }, "(kind IS NULL)"],
    [{ kind: [{ wildcard: "a*\\*%" }] }, "(kind LIKE 'a%*\\%' ESCAPE '\\')"],
    [{ $or: [{ a: [1] }, { b: [2], c: [3] }] }, "(((a = 1)) OR ((b = 2) AND (c = 3)))"],
    [
      { kind: [{ "anything-but": { prefix: ["a", "b"] } }] },
      "((kind IS NOT NULL AND NOT (kind LIKE 'a%' ESCAPE '\\') AND NOT (kind LIKE 'b%' ESCAPE '\\')))",
    ],
    [{ kind: [{ "anything-but": ["a", "b"] }] }, "((kind IS NOT NULL AND NOT (kind = 'a') AND NOT (kind = 'b')))"],
  ])("%j", (filter, selector) => {
    expect(selectorOf(termsOf(filter, [], () => undefined))).toEqual({ selector });
  });

  test.each([
    [{ "a.b": ["x"] }],
    [{ Between: ["x"] }],
    [{ ip: [{ cidr: "10.0.0.0/8" }] }],
    [{ a: [{ "equals-ignore-case": "X" }] }],
    [{ a: [null] }],
    [{ a: { b: ["x"] } }],
    [{ a: ["\u0001"] }],
    [{ a: ["\ud800"] }],
    [{ a: ["${b}"] }],
    [{ a: ["#{b}"] }],
  ])("%j cannot be said, and the error says what", (filter) => {
    const channels = { sales: { subscribers: { one: { filter } } } };
    const { issues } = planBrokerSystem({ pattern: "pub-sub", mq: { broker: "activemq" }, channels });
    expect(issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      "NotSupported channels.sales.subscribers.one.filter",
    ]);
    expect(issues[0]?.message).toContain("sns-sqs can");
  });
});
