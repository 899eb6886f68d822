import * as fc from "fast-check";
import { constructId, named, type NameKind } from "../../lib/core/names";
import { uniqueSids } from "../../lib/core/permissions";
import { policyText, type Statement } from "../../lib/core/policy";
import { durationMeasure, parseQuantity, quantityText, sizeMeasure } from "../../lib/core/quantities";

const limits: Readonly<Record<NameKind, { readonly max: number; readonly form: RegExp }>> = {
  queue: { max: 80, form: /^[A-Za-z0-9_-]+(\.fifo)?$/ },
  topic: { max: 256, form: /^[A-Za-z0-9_-]+(\.fifo)?$/ },
  stream: { max: 128, form: /^[A-Za-z0-9_.-]+$/ },
  leaseTable: { max: 237, form: /^[A-Za-z0-9_.-]+$/ },
  cluster: { max: 64, form: /^[A-Za-z0-9-]+$/ },
  clusterConfiguration: { max: 64, form: /^[A-Za-z0-9-]+$/ },
  consumerGroup: { max: 200, form: /^[A-Za-z0-9/*:_+=.@-]+$/ },
  broker: { max: 50, form: /^[A-Za-z0-9_-]+$/ },
  brokerConfiguration: { max: 150, form: /^[A-Za-z0-9_.~-]+$/ },
  secret: { max: 512, form: /^[A-Za-z0-9/_+=.@-]+$/ },
  function: { max: 64, form: /^[A-Za-z0-9_-]+$/ },
  schedule: { max: 64, form: /^[A-Za-z0-9_.-]+$/ },
  stateMachine: { max: 80, form: /^[A-Za-z0-9_-]+$/ },
  role: { max: 64, form: /^[\w+=,.@-]+$/ },
  policy: { max: 128, form: /^[\w+=,.@-]+$/ },
  bucket: { max: 63, form: /^[a-z0-9][a-z0-9-]*[a-z0-9]$/ },
  keyAlias: { max: 250, form: /^[A-Za-z0-9/_-]+$/ },
  logGroup: { max: 512, form: /^[A-Za-z0-9_/.#-]+$/ },
  subscriptionFilter: { max: 512, form: /^[^:*]+$/ },
  deliveryStream: { max: 64, form: /^[A-Za-z0-9_.-]+$/ },
  domain: { max: 28, form: /^[a-z0-9-]+$/ },
  alarm: { max: 255, form: /^[\x20-\x7e]+$/ },
  dashboard: { max: 255, form: /^[A-Za-z0-9_-]+$/ },
  rule: { max: 64, form: /^[A-Za-z0-9._-]+$/ },
  document: { max: 128, form: /^[A-Za-z0-9_.-]+$/ },
  chat: { max: 128, form: /^[A-Za-z0-9_-]+$/ },
  trail: { max: 128, form: /^[A-Za-z0-9._-]+$/ },
  securityGroup: { max: 255, form: /^[A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]+$/ },
};
const kinds = Object.keys(limits).filter((kind): kind is NameKind => kind in limits);
const word = fc.stringMatching(/^[a-z0-9]([A-Za-z0-9._-]{0,118}[a-z0-9])?$/);

describe("names", () => {
  test.each(kinds)("a %s keeps its service's limit and form, whatever it is made of", (kind) => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 5 }), (parts) => {
        const name = named(kind, parts);
        expect(name.length).toBeLessThanOrEqual(limits[kind].max);
        expect(name).toMatch(limits[kind].form);
      }),
    );
  });

  test.each([
    [80, false],
    [81, true],
  ])("a queue's name of %i characters is cut: %s", (length, cut) => {
    const whole = "q".repeat(length);
    expect(named("queue", [whole]) !== whole).toBe(cut);
    expect(named("queue", [whole])).toHaveLength(80);
  });

  test("the suffix is kept whole, and counts", () => {
    expect(named("queue", ["q".repeat(75)], ".fifo")).toBe(`${"q".repeat(75)}.fifo`);
    expect(named("queue", ["q".repeat(76)], ".fifo")).toMatch(/^q+-[0-9a-f]{8}\.fifo$/);
    expect(named("queue", ["q".repeat(76)], ".fifo")).toHaveLength(80);
  });

  test("two different things do not get one name by cutting or cleaning", () => {
    fc.assert(
      fc.property(word, word, fc.constantFrom(...kinds), (a, b, kind) => {
        fc.pre(a !== b);
        const long = "x".repeat(600);
        expect(named(kind, [long, a])).not.toBe(named(kind, [long, b]));
        if (named(kind, [a]) === named(kind, [b])) expect(a).toBe(b);
      }),
    );
  });

  test("ids of constructs differ where names do, though cdktf drops characters", () => {
    const flattened = (id: string) => id.replace(/[^A-Za-z0-9_-]/g, "");
    fc.assert(
      fc.property(word, word, (a, b) => {
        fc.pre(a !== b);
        expect(flattened(constructId(a))).not.toBe(flattened(constructId(b)));
      }),
    );
    expect(constructId("orders.v1")).not.toBe(constructId("ordersv1"));
  });
});

describe("quantities", () => {
  test.each([durationMeasure, sizeMeasure])("what is printed is read back as the same number", (measure) => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (value) => expect(parseQuantity(measure, quantityText(measure, value))).toBe(value)),
    );
  });
  test.each(["30", "30 s", "s", "-5s", "1e3s", "5sec", "05s", "1.s", "5S", ""])("%p is no duration", (text) => {
    expect(parseQuantity(durationMeasure, text)).toBeUndefined();
  });
  test.each([
    ["30s", 30],
    ["1.5h", 5400],
    ["4d", 345_600],
    ["0s", 0],
  ])("%s is %i seconds", (text, seconds) => {
    expect(parseQuantity(durationMeasure, text)).toBe(seconds);
  });
});

test("a policy's text does not depend on the order in which its keys were written", () => {
  const key = fc.stringMatching(/^[a-z]{1,5}$/);
  const condition = fc.dictionary(key, fc.dictionary(key, fc.string(), { minKeys: 1 }), { minKeys: 1 });
  fc.assert(
    fc.property(condition, (Condition) => {
      const statement = { Sid: "One", Effect: "Allow", Action: ["a:b"], Resource: "*", Condition } as const;
      const backwards = Object.fromEntries(Object.entries(Condition).reverse());
      expect(policyText([statement])).toBe(policyText([{ ...statement, Condition: backwards }]));
    }),
  );
});

describe("the statements of a policy", () => {
  const statement = (Sid: string, Resource: string): Statement => ({ Sid, Effect: "Allow", Action: "s:Act", Resource });

  test("what is said twice word for word is said once; one id for different things gets a number", () => {
    const all = [statement("Connect", "a"), statement("Connect", "a"), statement("Connect", "b")];
    expect(uniqueSids(all)).toEqual([statement("Connect", "a"), statement("Connect2", "b")]);
  });
});
