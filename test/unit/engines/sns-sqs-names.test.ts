import { planSnsSqs } from "../../../lib/engines/sns-sqs";
import { place, type Subscriber, pubSub, withSubscriber, codesOf, emailOf } from "../../support/sns-sqs";

describe("filters", () => {
  test("attributes, and the body with its paths", () => {
    const filter = { "user.kind": ["a"], age: [{ numeric: [">=", 18] }] };
    expect(emailOf(withSubscriber({ filter: { kind: ["a", 1, true] } })).subscriber.filter).toEqual({
      scope: "MessageAttributes",
      policy: '{"kind":["a",1,true]}',
    });
    expect(emailOf(withSubscriber({ filter, "sns-sqs": { filterOn: "body" } })).subscriber.filter).toEqual({
      scope: "MessageBody",
      policy: '{"age":[{"numeric":[">=",18]}],"user":{"kind":["a"]}}',
    });
  });

  test("mappings below keys of the body, and $or at each level", () => {
    const filter: Subscriber["filter"] = {
      order: { "user.kind": ["a"], $or: [{ total: [1] }, { "vip.since": [{ exists: true }] }] },
      $or: [{ x: [null] }, { y: [false] }],
    };
    expect(emailOf(withSubscriber({ filter, "sns-sqs": { filterOn: "body" } })).subscriber.filter?.policy).toBe(
      '{"$or":[{"x":[null]},{"y":[false]}],"order":{"$or":[{"total":[1]},{"vip":{"since":[{"exists":true}]}}],"user":{"kind":["a"]}}}',
    );
  });

  const keys = (count: number, prefix = "k") =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, ["a"]]));
  const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
  const stars = (count: number) => "a*".repeat(count);
  const excluded = { "anything-but": { wildcard: [stars(3), stars(3), stars(3)] } };
  const bytes = (count: number) => ({ a: ["é".repeat((count - 10) / 2)] });
  type Case = [string, NonNullable<Subscriber["filter"]>, boolean];
  const everywhere: Case[] = [
    ["five keys", keys(5), true],
    ["six keys", keys(6), false],
    ["150 combinations", { a: values(15), b: values(10) }, true],
    ["151 combinations", { a: values(151) }, false],
    ["150 combinations in branches", { $or: [{ a: values(100) }, { b: values(25), c: values(2) }] }, true],
    ["151 combinations in branches", { $or: [{ a: values(101) }, { b: values(25), c: values(2) }] }, false],
    ["no key", {}, false],
    ["two operators in one condition", { a: [{ prefix: "x", suffix: "y" }] }, false],
    ["a range", { a: [{ numeric: [">", 0, "<=", 5] }] }, true],
    ["a range upside down", { a: [{ numeric: [">", 5, "<", 0] }] }, false],
    ["a comparison without a number", { a: [{ numeric: ["=", "5"] }] }, false],
    ["the largest numbers", { a: [1e9, { numeric: [">", -1e9] }, { "anything-but": [1e9, 2] }] }, true],
    ["a number too large", { a: [1e9 + 1] }, false],
    ["a bound too small", { a: [{ numeric: [">", -1e9 - 1] }] }, false],
    ["an exclusion too large", { a: [{ "anything-but": [1, 1e9 + 1] }] }, false],
    ["five decimals", { a: [0.12345, { numeric: ["<", 999999999.99999] }] }, true],
    ["six decimals", { a: [0.123456] }, false],
    ["three wildcards", { a: [{ wildcard: stars(3) }] }, true],
    ["four wildcards", { a: [{ wildcard: stars(4) }] }, false],
    ["ten patterns of a point each", { a: Array.from({ length: 10 }, () => ({ wildcard: "*" })) }, true],
    ["eleven patterns of a point each", { a: Array.from({ length: 11 }, () => ({ wildcard: "*" })) }, false],
    [
      "100 points: 3 × 27, 9, 9 and 1",
      { a: [excluded], b: [{ wildcard: stars(3) }], c: [{ wildcard: stars(3) }], d: [{ wildcard: "*" }] },
      true,
    ],
    [
      "105 points: 3 × 27, 9, 9 and 6",
      { a: [excluded], b: [{ wildcard: stars(3) }], c: [{ wildcard: stars(3) }], d: [{ wildcard: "a*b*" }] },
      false,
    ],
    ["262,144 bytes", bytes(262_144), true],
    ["262,146 bytes", bytes(262_146), false],
    ["a key inside $or and beside it", { a: ["x"], $or: [{ a: ["y"] }, { b: ["z"] }] }, false],
    ["a key in two branches of $or", { c: ["x"], $or: [{ a: ["y"] }, { a: ["z"], b: ["z"] }] }, true],
    [
      "a wildcard and equals-ignore-case of one key",
      { $or: [{ a: [{ wildcard: "x*" }] }, { a: [{ "equals-ignore-case": "y" }] }] },
      false,
    ],
    [
      "an excluded wildcard and equals-ignore-case",
      { a: [{ "anything-but": { wildcard: "x*" } }, { "equals-ignore-case": "y" }] },
      false,
    ],
    [
      "a wildcard and equals-ignore-case of two keys",
      { a: [{ wildcard: "x*" }], b: [{ "equals-ignore-case": "y" }] },
      true,
    ],
    ["$or of one filter", { $or: [{ a: ["x"] }] }, false],
    ["an operator as a key under $or", { $or: [{ prefix: ["x"] }, { a: ["x"] }] }, false],
  ];
  const body: Case[] = [
    ["six leaves of five keys", { ...keys(4), "o.a": ["x"], "o.b": ["x"] }, true],
    ["six keys, one of them a mapping", { ...keys(5), o: { a: ["x"] } }, false],
    ["values times levels: 4 × 3 × 3 × 2 = 72", { "a.b.c": values(4), "d.e": values(3) }, true],
    ["values times levels: 4 × 3 × 3 × 2 × 3 = 216", { "a.b.c": values(4), "d.e": values(3), f: values(3) }, false],
    ["150: 75 values at the second level", { a: { b: values(75) } }, true],
    ["152: 76 values at the second level", { a: { b: values(76) } }, false],
    ["a value that is an object too", { a: ["x"], "a.b": ["y"] }, false],
    ["a path twice", { a: { b: ["x"] }, "a.b": ["y"] }, false],
    ["a path with an empty name", { "a..b": ["y"] }, false],
  ];
  const attributes: Case[] = [
    ["a name with a dot", { a: ["x"], "a.b": ["y"] }, true],
    ["a mapping", { a: { b: ["x"] } }, false],
  ];
  test.each([
    ...everywhere.flatMap((one) => [["attributes", ...one] as const, ["body", ...one] as const]),
    ...attributes.map((one) => ["attributes", ...one] as const),
    ...body.map((one) => ["body", ...one] as const),
  ])("on the %s: %s", (filterOn, _, filter, ok) => {
    const codes = codesOf(() => withSubscriber({ filter, "sns-sqs": { filterOn } })).map((code) => code.split(" ")[0]);
    expect(codes).toEqual(ok ? [] : ["BadFilter"]);
  });
});

test("a filter on a key that JavaScript knows is a filter like any other", () => {
  const plan = withSubscriber({
    filter: { "__proto__.x": ["y"], "constructor.name": ["z"] },
    "sns-sqs": { filterOn: "body" },
  });
  expect(emailOf(plan).subscriber.filter?.policy).toBe('{"__proto__":{"x":["y"]},"constructor":{"name":["z"]}}');
  expect(Reflect.get({}, "x")).toBeUndefined();
});

describe("names", () => {
  test("two things of one name are told", () => {
    expect(codesOf(() => pubSub({ subscribers: { a: {}, "a-dead-letters": {} } }))).toEqual([
      "NameCollision notifications.channels.events.subscribers.a-dead-letters",
    ]);
  });

  test("a system that exists is planned under its own names, and nothing of it is stateful for us", () => {
    const plan = planSnsSqs(place, "legacy", {
      existing: { name: "old" },
      channels: {
        events: { "sns-sqs": { topicName: "Events" }, subscribers: { email: { "sns-sqs": { queueName: "Mail" } } } },
      },
    });
    const { channel, subscriber } = emailOf(plan);
    expect([channel.topic.name, subscriber.queue.name, subscriber.deadLetters.name]).toEqual([
      "Events",
      "Mail",
      "old-events-email-dead-letters",
    ]);
    expect([plan.build, plan.facts.stateful]).toEqual([false, []]);
  });

  test("only what exists has a name of its own", () => {
    expect(codesOf(() => withSubscriber({ "sns-sqs": { queueName: "Mail" } }))).toEqual([
      "NameNotExisting notifications.channels.events.subscribers.email.sns-sqs.queueName",
    ]);
  });
});
