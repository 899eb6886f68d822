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

  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, ["a"]]));
  const values = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);
  const cases: [string, NonNullable<Subscriber["filter"]>, boolean][] = [
    ["five keys", keys(5), true],
    ["six keys", keys(6), false],
    ["150 combinations", { a: values(15), b: values(10) }, true],
    ["151 combinations", { a: values(151) }, false],
    ["no key", {}, false],
    ["two operators in one condition", { a: [{ prefix: "x", suffix: "y" }] }, false],
    ["a range", { a: [{ numeric: [">", 0, "<=", 5] }] }, true],
    ["a range upside down", { a: [{ numeric: [">", 5, "<", 0] }] }, false],
    ["a comparison without a number", { a: [{ numeric: ["=", "5"] }] }, false],
  ];
  test.each(cases)("%s", (_, filter, ok) => {
    const codes = codesOf(() => withSubscriber({ filter })).map((code) => code.split(" ")[0]);
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
