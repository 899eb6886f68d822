import { document } from "../../../support/rabbitmq/document";
import { inconsistencies } from "../../../../lib/engines/mq/functions/consistency";
import {
  desiredBroker,
  type DesiredRabbitMq,
  type RabbitDefinitions,
} from "../../../../lib/engines/mq/functions/desired";
import { hashPassword, isHashOf, newPassword } from "../../../../lib/engines/mq/functions/passwords";
import { eventually } from "../../../../lib/engines/mq/functions/waiting";

describe("passwords", () => {
  test("are hashed as RabbitMQ's documentation does it", () => {
    // The example of https://www.rabbitmq.com/docs/passwords (2026-11): "test12", salted with 908D C60A.
    const salt = Buffer.from("908DC60A", "hex");
    expect(hashPassword("test12", salt)).toEqual({
      password_hash: "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR",
      hashing_algorithm: "rabbit_password_hashing_sha256",
    });
  });

  test("are known again by their hash, and no other is", () => {
    for (const password of ["", "ö€", newPassword()]) {
      expect(isHashOf(password, hashPassword(password))).toBe(true);
      expect(isHashOf(`${password}x`, hashPassword(password))).toBe(false);
    }
    expect(isHashOf("x", { ...hashPassword("x"), hashing_algorithm: "rabbit_password_hashing_md5" })).toBe(false);
    expect(isHashOf("", { password_hash: "", hashing_algorithm: "rabbit_password_hashing_sha256" })).toBe(false);
  });

  test("that are made are long and of plain letters, and never twice the same", () => {
    expect(newPassword()).toMatch(/^[\w-]{43}$/);
    expect(newPassword()).not.toBe(newPassword());
  });
});

describe("the document", () => {
  const refusedAt = (event: unknown) =>
    desiredBroker.safeParse(event).error?.issues.map(({ path }) => path.join(".")) ?? [];
  const withDefinitions = (more: object) => ({ ...document, definitions: { ...document.definitions, ...more } });

  test("is taken as it is", () => {
    expect(desiredBroker.parse(document)).toEqual(document);
    const users = [{ name: "a", secret: "s", groups: ["g"] }];
    expect(desiredBroker.parse({ engine: "activemq", users })).toEqual({ engine: "activemq", users });
  });

  test.each([
    ["no engine", { users: [] }, "engine"],
    ["another engine", { engine: "kafka", users: [] }, "engine"],
    ["no virtual host", withDefinitions({ vhosts: [] }), "definitions.vhosts"],
    ["an unknown key", withDefinitions({ parameters: [] }), "definitions"],
    ["users among the definitions", withDefinitions({ users: [] }), "definitions"],
    [
      "an exchange of the broker's own",
      withDefinitions({ exchanges: [{ ...document.definitions.exchanges[0], name: "amq.x" }] }),
      "definitions.exchanges.0.name",
    ],
    [
      "a queue without a name",
      withDefinitions({ queues: [{ ...document.definitions.queues[0], name: "" }] }),
      "definitions.queues.0.name",
    ],
    ["a name of 256 letters", withDefinitions({ vhosts: [{ name: "x".repeat(256) }] }), "definitions.vhosts.0.name"],
    ["groups for RabbitMQ", { ...document, users: [{ name: "a", secret: "s", groups: [] }] }, "users.0"],
    [
      "a user without groups for ActiveMQ",
      { engine: "activemq", users: [{ name: "a", secret: "s" }] },
      "users.0.groups",
    ],
  ])("is refused with %s", (_, event, path) => {
    expect(refusedAt(event)).toEqual([path]);
  });

  test("of a planner has nothing that contradicts itself", () => {
    expect(inconsistencies(document)).toEqual([]);
  });

  const { definitions } = document;
  const [permission] = definitions.permissions;
  const [exchange] = definitions.exchanges;
  const [queue] = definitions.queues;
  const [binding] = definitions.bindings;
  const [policy] = definitions.policies;
  test.each<[string, Partial<RabbitDefinitions>, RegExp]>([
    ["a queue twice", { queues: [...definitions.queues, queue!] }, /^queue jobs\/thumbnails stands twice/],
    [
      "an exchange twice",
      { exchanges: [...definitions.exchanges, exchange!] },
      /^exchange jobs\/thumbnails stands twice/,
    ],
    ["a virtual host twice", { vhosts: [...definitions.vhosts, { name: "jobs" }] }, /^vhost jobs stands twice/],
    ["a binding twice", { bindings: [...definitions.bindings, { ...binding! }] }, /^binding .* stands twice/],
    [
      "another virtual host",
      { permissions: [{ ...permission!, vhost: "x" }] },
      /^permission uploader in x names virtual host x/,
    ],
    ["a right of nobody", { permissions: [{ ...permission!, user: "x" }] }, /^permission x in jobs names user x/],
    ["a binding from nowhere", { bindings: [{ ...binding!, source: "x" }] }, /^binding .* names exchange x/],
    ["a binding to nowhere", { bindings: [{ ...binding!, destination: "x" }] }, /^binding .* names queue x/],
    [
      "a binding to a queue as an exchange",
      { bindings: [{ ...binding!, destination: "thumbnails.dead-letters-queue", destination_type: "exchange" }] },
      /^binding .* names exchange thumbnails.dead-letters-queue/,
    ],
    [
      "dead letters to nowhere",
      { policies: [{ ...policy!, definition: { "dead-letter-exchange": "x" } }] },
      /^policy jobs\/thumbnails names exchange x/,
    ],
  ])("contradicts itself with %s", (_, more, message) => {
    const wish: DesiredRabbitMq = { ...document, definitions: { ...definitions, ...more } };
    expect(inconsistencies(wish)).toEqual([expect.stringMatching(message)]);
  });

  test("may dead-letter to the broker's own exchange, which has no name", () => {
    const policies = [{ ...policy!, definition: { "dead-letter-exchange": "" } }];
    expect(inconsistencies({ ...document, definitions: { ...definitions, policies } })).toEqual([]);
  });
});

describe("waiting", () => {
  const failing = (times: number) => {
    let attempts = 0;
    return () => (attempts++ < times ? Promise.reject(new Error(`attempt ${attempts}`)) : Promise.resolve(attempts));
  };

  test("goes on until there is a result", async () => {
    await expect(eventually({ seconds: 5, passing: () => true }, failing(2))).resolves.toBe(3);
  });

  test("ends with the last error when the time is over", async () => {
    await expect(eventually({ seconds: 0.15, passing: () => true }, failing(99))).rejects.toThrow("attempt 2");
  });

  test("does not wait where waiting does not help", async () => {
    await expect(eventually({ seconds: 5, passing: () => false }, failing(1))).rejects.toThrow("attempt 1");
  });
});
