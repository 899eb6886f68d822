import * as fc from "fast-check";
import type { Grant, Identity } from "../../../lib/core/grants";
import { propertiesText } from "../../../lib/engines/msk";
import { rotationAt } from "../../../lib/engines/msk/rotation";
import { authority, certificate, codesOf, grant, place, role, stream, user, type Options } from "../../support/msk";

const planned = (grants: readonly Grant[], options: Options = {}, channel = {}) => stream(options, channel, { grants });
const settingsOf = (grants: readonly Grant[], options: Options = {}, channel = {}) =>
  planned(grants, options, channel).clientSettings[0]!;

describe("users", () => {
  const billing = grant("billing", user("billing"), "consume", { group: "billing" });

  test("a client that is a user brings passwords with it, and two users that take turns", () => {
    const plan = planned([billing]);
    expect(plan.cluster).toMatchObject({ authentication: { scram: true } });
    expect(plan.users).toMatchObject([
      { user: "billing", secretName: "AmazonMSK_prod-orders-billing", passwordVersion: 1, recoveryDays: 30 },
      { user: "billing-next", secretName: "AmazonMSK_prod-orders-billing-next", passwordVersion: 1 },
    ]);
    expect(JSON.parse(plan.users[0]?.policy ?? "")).toMatchObject({
      Statement: [{ Principal: { Service: "kafka.amazonaws.com" }, Action: "secretsmanager:getSecretValue" }],
    });
  });

  test("two clients of one user share it", () => {
    expect(planned([billing, grant("copy", user("billing"), "produce")]).users).toHaveLength(2);
  });

  test.each([
    [
      "a second user who is the other's next",
      [grant("b", user("billing-next"), "produce")],
      {},
      ["UserCollision orders.access"],
    ],
    [
      "a password of nobody's",
      [],
      { rotation: { biling: 2 } },
      ["UnknownUser orders.msk.authentication.rotation.biling"],
    ],
    ["passwords that are off", [], { scram: false }, ["UnknownUser orders.msk.authentication.scram"]],
  ] as const)("%s is an error", (_, more, authentication, codes) => {
    expect(codesOf(() => planned([billing, ...more], { authentication }))).toEqual(codes);
  });

  test("five hundred are as many as MSK takes, because each has two", () => {
    const users = (count: number) => () =>
      planned(Array.from({ length: count }, (_, index) => grant(`c${index}`, user(`u${index}`), "produce")));
    expect(codesOf(users(500))).toEqual([]);
    expect(codesOf(users(501))).toEqual(["TooMany orders.access"]);
  });

  test("Serverless takes 500 groups", () => {
    const groups = (count: number) => () =>
      planned(
        Array.from({ length: count }, (_, index) => grant("c", role("c"), "consume", { group: `g${index}` })),
        { mode: "serverless" },
      );
    expect(codesOf(groups(500))).toEqual([]);
    expect(codesOf(groups(501))).toEqual(["TooMany orders.access"]);
  });
});

describe("changing a password", () => {
  test("each step does one thing: it changes the idle user's password, or lets clients name that user", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), (step) => {
        const [before, after] = [rotationAt(step), rotationAt(step + 1)];
        const idle = before.active === "first" ? "second" : "first";
        const changed = (["first", "second"] as const).filter((one) => before[one] !== after[one]);
        if (step % 2 === 1) {
          expect(changed).toEqual([idle]);
          expect(after[idle]).toBe(before[idle] + 1);
          expect(after.active).toBe(before.active);
        } else {
          expect(changed).toEqual([]);
          expect(after.active).toBe(idle);
        }
      }),
    );
  });

  test("the settings name the user whose turn it is, and where its password is read from", () => {
    const at = (step: number) =>
      settingsOf([grant("billing", user("billing"), "produce")], { authentication: { rotation: { billing: step } } })
        .properties["sasl.jaas.config"];
    expect(at(2)).toContain('username="billing" password="${secretsmanager:AmazonMSK_prod-orders-billing:password}"');
    expect(at(3)).toContain(
      'username="billing-next" password="${secretsmanager:AmazonMSK_prod-orders-billing-next:password}"',
    );
    expect(at(5)).toBe(at(1));
  });
});

describe("settings of clients", () => {
  test("a producer is durable and in order", () => {
    const { listener, properties } = settingsOf([grant("shop", role("shop"), "produce")]);
    expect(listener).toBe("bootstrapIam");
    expect(properties).toMatchObject({
      "client.id": "shop",
      acks: "all",
      "enable.idempotence": "true",
      "linger.ms": "5",
      "compression.type": "lz4",
      "sasl.mechanism": "AWS_MSK_IAM",
      "max.request.size": "1049600",
    });
    expect(properties).not.toHaveProperty(["group.id"]);
  });

  test("a consumer rebalances by steps, and tells that it lives three times a session at least", () => {
    const { properties } = settingsOf([grant("billing", role("billing"), "consume", { group: "billing" })]);
    expect(properties).toMatchObject({ "group.id": "billing", "isolation.level": "read_committed" });
    expect(properties["partition.assignment.strategy"]).toMatch(/CooperativeStickyAssignor$/);
    expect(Number(properties["heartbeat.interval.ms"]) * 3).toBeLessThanOrEqual(
      Number(properties["session.timeout.ms"]),
    );
    expect(properties).not.toHaveProperty("acks");
  });

  test("of several groups none is named, and a tiered topic is read as it is", () => {
    const several = ["a", "b"].map((group) => grant("c", role("c"), "consume", { group }));
    expect(settingsOf(several).properties).not.toHaveProperty(["group.id"]);
    const tiered = { storage: { tiered: true } };
    expect(settingsOf(several, tiered, { msk: { localRetention: "12h" } }).properties["isolation.level"]).toBe(
      "read_uncommitted",
    );
  });

  const cases: [string, Identity, Options, string, string][] = [
    [
      "a certificate",
      certificate("CN=a"),
      { authentication: { certificateAuthorities: [authority] } },
      "bootstrapTls",
      "SSL",
    ],
    ["a user", user("aa"), {}, "bootstrapScram", "SASL_SSL"],
    [
      "another account",
      role("a", "444455556666"),
      { connectivity: { phase: "multi-vpc" } },
      "bootstrapIamMultiVpc",
      "SASL_SSL",
    ],
    ["a neighbour of it", role("a"), { connectivity: { phase: "multi-vpc" } }, "bootstrapIam", "SASL_SSL"],
    ["a role on Serverless", role("a"), { mode: "serverless" }, "bootstrapIam", "SASL_SSL"],
  ];
  test.each(cases)("%s comes by the listener that knows it", (_, identity, options, listener, protocol) => {
    const plan = planned([grant("a", identity, "produce")], options);
    expect(plan.clientSettings[0]).toMatchObject({ listener, properties: { "security.protocol": protocol } });
    expect(plan.facts.listeners.map(({ name }) => name)).toContain(listener);
  });

  test("as text, each setting is a line", () => {
    const { properties } = settingsOf([grant("shop", role("shop"), "produce")]);
    const lines = propertiesText(properties).trimEnd().split("\n");
    expect(lines[0]).toBe("client.id=shop");
    expect(lines).toHaveLength(Object.keys(properties).length);
    expect(place.region).toBe("eu-west-1");
  });
});
