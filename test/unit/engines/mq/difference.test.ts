import * as fc from "fast-check";
import type { Change, Kind, WantedState } from "../../../../lib/engines/mq/functions/changes";
import { difference } from "../../../../lib/engines/mq/functions/difference";
import { hashPassword } from "../../../../lib/engines/mq/functions/passwords";
import type { ObservedState } from "../../../../lib/engines/mq/functions/observed";
import { administrator, after, amazons, observedStates, wantedStates } from "../../../support/rabbitmq/states";

const always = (law: (wanted: WantedState, observed: ObservedState) => void) =>
  fc.assert(fc.property(wantedStates, observedStates, law), { numRuns: 300 });
const managed = (vhost: string) => vhost === "v" || vhost === "v/a";

describe("laws", () => {
  test("the changes lead to the wish: after them nothing is left to do, and nothing more is in the way", () =>
    always((wanted, observed) => {
      const { problems, changes, unmanaged } = difference(wanted, observed);
      const then = difference(wanted, after(observed, changes));
      expect(then.changes).toEqual([]);
      expect(then.problems).toEqual(problems);
      expect(then.unmanaged).toEqual(unmanaged);
    }));

  test("every wanted thing is there afterwards, as it is wanted, or there is a problem", () =>
    always((wanted, observed) => {
      const { problems, changes } = difference(wanted, observed);
      fc.pre(problems.length === 0);
      const { permissions, exchanges, bindings, policies, queues } = after(observed, changes);
      expect(permissions).toEqual(expect.arrayContaining(wanted.definitions.permissions));
      expect(exchanges).toEqual(expect.arrayContaining(wanted.definitions.exchanges));
      expect(bindings).toEqual(expect.arrayContaining(wanted.definitions.bindings));
      expect(policies).toEqual(expect.arrayContaining(wanted.definitions.policies));
      expect(queues.length).toBeGreaterThanOrEqual(wanted.definitions.queues.length);
    }));

  test("no queue, no exchange and no virtual host is ever removed or changed", () =>
    always((wanted, observed) => {
      const heavy: Kind[] = ["queue", "exchange", "vhost"];
      for (const { kind, action } of difference(wanted, observed).changes)
        if (heavy.includes(kind)) expect(action).toBe("create");
    }));

  test("outside the managed virtual hosts everything stays as it is", () =>
    always((wanted, observed) => {
      const outside = (state: ObservedState) =>
        [state.permissions, state.exchanges, state.queues, state.bindings, state.policies].map((all) =>
          all.filter(({ vhost }) => !managed(vhost)),
        );
      expect(outside(after(observed, difference(wanted, observed).changes))).toEqual(outside(observed));
    }));

  test("nobody who is not wanted gets or keeps a right in a managed virtual host, unless with a tag or of Amazon's", () =>
    always((wanted, observed) => {
      const then = after(observed, difference(wanted, observed).changes);
      const allowed = new Set(wanted.definitions.permissions.map(({ user, vhost }) => JSON.stringify([user, vhost])));
      for (const { user, vhost } of then.permissions.filter((one) => managed(one.vhost))) {
        const tagged = (then.users.find(({ name }) => name === user)?.tags.length ?? 0) > 0;
        expect(allowed.has(JSON.stringify([user, vhost])) || tagged || user === amazons).toBe(true);
      }
    }));

  test("a user that is removed is no wanted one, had no tag, and no right elsewhere", () =>
    always((wanted, observed) => {
      for (const { kind, action, name } of difference(wanted, observed).changes) {
        if (kind !== "user" || action !== "remove") continue;
        expect([administrator, amazons, ...wanted.users.map((one) => one.name)]).not.toContain(name);
        expect(observed.users.find((one) => one.name === name)?.tags).toEqual([]);
        expect(observed.permissions.filter(({ user, vhost }) => user === name && !managed(vhost))).toEqual([]);
      }
    }));

  test("what Amazon MQ keeps for itself is never touched", () =>
    always((wanted, observed) => {
      const touched = JSON.stringify(difference(wanted, observed).changes.map(({ name }) => name));
      expect(touched).not.toContain(amazons);
    }));
});

describe("one by one", () => {
  const queue = {
    name: "q",
    vhost: "v",
    durable: true,
    auto_delete: false,
    arguments: { "x-queue-type": "quorum" },
  };
  const policy = {
    name: "p",
    vhost: "v",
    pattern: "^q$",
    "apply-to": "queues" as const,
    priority: 2,
    definition: { "delivery-limit": 4 },
  };
  const wanted: WantedState = {
    administrator,
    users: [{ name: "client", password: "password" }],
    definitions: {
      vhosts: [{ name: "v" }],
      permissions: [],
      exchanges: [],
      queues: [queue],
      bindings: [],
      policies: [policy],
    },
  };
  const observed: ObservedState = {
    users: [{ name: "client", tags: [], ...hashPassword("password") }],
    vhosts: [{ name: "v" }],
    permissions: [{ user: administrator, vhost: "v", configure: ".*", write: ".*", read: ".*" }],
    exchanges: [],
    queues: [queue],
    bindings: [],
    policies: [policy],
  };
  const changes = (state: Partial<ObservedState>) =>
    difference(wanted, { ...observed, ...state }).changes.map(
      ({ action, kind, name }: Change) => `${action} ${kind} ${name}`,
    );

  test("nothing to do", () => {
    expect(difference(wanted, observed)).toEqual({ problems: [], changes: [], unmanaged: [] });
  });

  test.each<[string, Partial<ObservedState>, string[]]>([
    ["another password", { users: [{ name: "client", tags: [], ...hashPassword("x") }] }, ["change user client"]],
    [
      "a tag",
      { users: [{ name: "client", tags: ["management"], ...hashPassword("password") }] },
      ["change user client"],
    ],
    ["no hash to compare", { users: [{ name: "client", tags: [] }] }, ["change user client"]],
    [
      "what Amazon MQ adds to a policy of a cluster",
      { policies: [{ ...policy, definition: { "delivery-limit": 4, "ha-mode": "all", "ha-sync-mode": "automatic" } }] },
      [],
    ],
    ["another priority", { policies: [{ ...policy, priority: 1 }] }, ["change policy v/p"]],
    [
      "one setting more",
      { policies: [{ ...policy, definition: { ...policy.definition, x: 1 } }] },
      ["change policy v/p"],
    ],
    ["no administrator's permission", { permissions: [] }, ["create permission admin in v"]],
  ])("%s", (_, state, expected) => {
    expect(changes(state)).toEqual(expected);
  });

  test.each([
    [["management"], []],
    [[], ["change user client"]],
    [["administrator"], ["change user client"]],
    [["administrator", "management"], ["change user client"]],
  ])("a user that is to have the tag management and has %j: %j", (tags, expected) => {
    const tagged = { ...wanted, users: [{ name: "client", password: "password", tags: ["management"] }] };
    const users = [{ name: "client", tags, ...hashPassword("password") }];
    const found = difference(tagged, { ...observed, users }).changes;
    expect(found.map(({ action, kind, name }: Change) => `${action} ${kind} ${name}`)).toEqual(expected);
  });

  test.each([
    ["the administrator as a client", { ...wanted, users: [{ name: administrator, password: "x" }] }, /^user admin is/],
    [
      "a user of Amazon's",
      { ...wanted, users: [{ name: amazons, password: "x" }] },
      /^user ha-all-AWS.* keeps for itself/,
    ],
    [
      "a policy of Amazon's",
      {
        ...wanted,
        definitions: { ...wanted.definitions, policies: [{ ...policy, name: "AWS-DEFAULT-POLICY-CLUSTER" }] },
      },
      /^policy v\/AWS-DEFAULT.* keeps for itself/,
    ],
    [
      "another type of queue",
      { ...wanted, definitions: { ...wanted.definitions, queues: [{ ...queue, arguments: {} }] } },
      /^queue v\/q is there as .*quorum.* cannot be changed/,
    ],
  ])("%s is a problem", (_, state, message) => {
    expect(difference(state, observed).problems).toEqual([expect.stringMatching(message)]);
  });
});
