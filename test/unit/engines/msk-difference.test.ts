import fc from "fast-check";
import {
  desiredKafka,
  operationsOf,
  type DesiredAcl,
  type DesiredTopic,
} from "../../../lib/engines/msk/functions/desired";
import { difference, type Actions, type Found } from "../../../lib/engines/msk/functions/difference";
import { entryText, type Entry } from "../../../lib/engines/msk/functions/entries";
import { sameValue, type Settings } from "../../../lib/engines/msk/functions/settings";

const topic = (more: Partial<DesiredTopic> = {}): DesiredTopic => ({
  name: "orders.placed",
  partitions: 6,
  replicationFactor: 3,
  config: {},
  ...more,
});
const found = (more: Partial<Found> = {}): Found => ({ brokers: 3, topics: new Map(), entries: [], ...more });
const standing = (name: string, partitions = 6, config: Settings = new Map(), replicationFactors = [3]) =>
  found({ topics: new Map([[name, { partitions, replicationFactors, config }]]) });
const refusalsOf = (there: Found, ...topics: DesiredTopic[]) =>
  difference(there, { topics, acls: [] }).refusals.map(({ code }) => code);

describe("refusals", () => {
  test.each([
    [5, []],
    [6, []],
    [7, ["FewerPartitions"]],
  ])("six partitions are wanted where there are %i", (partitions, refusals) => {
    expect(refusalsOf(standing("orders.placed", partitions), topic())).toEqual(refusals);
  });

  test.each([
    [[3], []],
    [[2], ["OtherReplicationFactor"]],
    [[2, 3], ["OtherReplicationFactor"]],
  ])("three copies are wanted where there are %j", (factors, refusals) => {
    expect(refusalsOf(standing("orders.placed", 6, new Map(), factors), topic())).toEqual(refusals);
  });

  test.each([
    [3, []],
    [4, ["TooFewBrokers"]],
  ])("%i copies of a new topic on three brokers", (replicationFactor, refusals) => {
    expect(refusalsOf(found(), topic({ replicationFactor }))).toEqual(refusals);
  });

  test("names that Kafka's metrics cannot tell apart, of what is there and of what is new", () => {
    expect(refusalsOf(standing("orders_placed"), topic())).toEqual(["NamesCollide"]);
    expect(refusalsOf(found(), topic(), topic({ name: "orders_placed" }))).toEqual(["NamesCollide", "NamesCollide"]);
    expect(refusalsOf(standing("orders-placed"), topic())).toEqual([]);
  });

  test("entries where nobody would look at them", () => {
    const acls = [acl({})];
    expect(difference(found({ entries: undefined }), { topics: [], acls }).refusals).toMatchObject([
      { code: "NoAuthorizer" },
    ]);
    expect(difference(found({ entries: undefined }), { topics: [], acls: [] }).refusals).toEqual([]);
  });

  test("each names the topic, what there is, what is wanted and the way out; all are told", () => {
    const there = standing("orders.placed", 12, new Map(), [2]);
    const { refusals } = difference(there, { topics: [topic(), topic({ name: "x", replicationFactor: 5 })], acls: [] });
    expect(refusals.map(({ message }) => message)).toEqual([
      "topic 'x': 5 copies are wanted, and there are 3 brokers; add brokers, or ask for fewer copies",
      "topic 'orders.placed': it has 12 partitions, and 6 are wanted; Kafka cannot take partitions away: ask for 12 or more, or make a new topic and move its readers",
      "topic 'orders.placed': its partitions have 2 copies, and 3 are wanted; ask for what there is, or reassign its partitions first (kafka-reassign-partitions.sh)",
    ]);
  });
});

describe("settings", () => {
  test.each([
    ["604800000", "604800000", true],
    ["604800000", "604800001", false],
    ["9223372036854775807", "9223372036854775806", false],
    ["0.50", "0.5", true],
    ["TRUE", "true", true],
    ["compact, delete", "compact,delete", true],
    ["compact,delete", "delete,compact", false],
    [" lz4", "lz4", true],
    ["-1", "1", false],
  ])("'%s' and '%s' are the same: %s", (one, other, same) => {
    expect([sameValue(one, other), sameValue(other, one)]).toEqual([same, same]);
  });

  test("what is set and not desired goes, what moving tools set stays, and every setting is sent again", () => {
    const throttle = "leader.replication.throttled.replicas";
    const set = new Map([
      ["retention.ms", "1000"],
      ["segment.bytes", "5"],
      ["min.insync.replicas", "2"],
      [throttle, "*"],
    ]);
    const wanted = topic({
      config: { "retention.ms": "2000", "min.insync.replicas": "2", "cleanup.policy": "delete" },
    });
    const { reconfigure } = difference(standing("orders.placed", 6, set), { topics: [wanted], acls: [] });
    expect(reconfigure).toEqual([
      {
        name: "orders.placed",
        config: new Map([[throttle, "*"], ...Object.entries(wanted.config)]),
        changes: {
          "cleanup.policy": { to: "delete" },
          "retention.ms": { from: "1000", to: "2000" },
          "segment.bytes": { from: "5" },
        },
      },
    ]);
  });
});

const acl = (more: Partial<DesiredAcl>): DesiredAcl => ({
  principal: "User:billing",
  resourceType: "topic",
  resourceName: "orders.placed",
  resourcePattern: "literal",
  operations: ["Read"],
  ...more,
});
const entry = (more: Partial<Entry> = {}): Entry => ({
  principal: "User:old",
  host: "*",
  permission: "allow",
  operation: "Read",
  resourceType: "topic",
  resourceName: "orders.placed",
  resourcePattern: "literal",
  ...more,
});

describe("entries", () => {
  const onCluster = { resourceType: "cluster", resourceName: "kafka-cluster" } as const;
  const acls = [
    acl({ resourceType: "group", resourceName: "billing" }),
    acl({ ...onCluster, principal: "User:admin", operations: ["Describe"] }),
  ];
  test.each<[string, Partial<Entry>, "removed" | "left"]>([
    ["a desired topic", {}, "removed"],
    ["a desired topic, from one host", { host: "10.0.0.1" }, "removed"],
    ["a desired topic, and denies", { permission: "deny" }, "left"],
    ["a desired topic, of an operation that we never give", { operation: "operation 15" }, "left"],
    ["a topic that is not desired", { resourceName: "other" }, "left"],
    ["all topics that begin as a desired one", { resourcePattern: "prefixed" }, "left"],
    ["a group that an entry names", { resourceType: "group", resourceName: "billing" }, "removed"],
    ["a group that none names", { resourceType: "group", resourceName: "other" }, "left"],
    ["the cluster, of one who is named", { ...onCluster, principal: "User:admin", operation: "Create" }, "removed"],
    ["the cluster, of one who is not", { ...onCluster, operation: "ClusterAction" }, "left"],
    ["a delegation token", { resourceType: "type 6" }, "left"],
  ])("an entry on %s", (_, more, what) => {
    const strange = entry(more);
    const { remove, unmanaged } = difference(found({ entries: [strange] }), { topics: [topic()], acls });
    expect([remove.map(entryText), unmanaged.acls]).toEqual(
      what === "removed" ? [[entryText(strange)], []] : [[], [entryText(strange)]],
    );
  });

  test("each operation is an entry, once", () => {
    const twice = [acl({ operations: ["Read", "Describe"] }), acl({})];
    expect(difference(found(), { topics: [], acls: twice }).add.map(entryText)).toEqual([
      "User:billing allow Read on topic literal orders.placed from *",
      "User:billing allow Describe on topic literal orders.placed from *",
    ]);
  });
});

/** What a cluster is once the actions are done: Kafka, in a few lines. */
function after({ brokers, topics, entries = [] }: Found, actions: Actions): Found {
  const next = new Map(topics);
  for (const { name, partitions, replicationFactor, config } of actions.create)
    next.set(name, {
      partitions,
      replicationFactors: [replicationFactor],
      config: new Map(Object.entries(config).map(([key, value]) => [key, value.replaceAll(" ", "")])),
    });
  for (const { name, to } of actions.widen) next.set(name, { ...next.get(name)!, partitions: to });
  for (const { name, config } of actions.reconfigure) next.set(name, { ...next.get(name)!, config });
  const gone = new Set(actions.remove.map(entryText));
  return { brokers, topics: next, entries: [...entries.filter((one) => !gone.has(entryText(one))), ...actions.add] };
}

const names = fc.constantFrom("a", "b", "a.b", "constructor", "__proto__x");
const values = fc.constantFrom("1", "2", "compact,delete", "compact, delete");
const settingNames = fc.constantFrom("retention.ms", "cleanup.policy", "follower.replication.throttled.replicas");
const types = fc.constantFrom("topic", "group", "transactional-id", "cluster");
const resources = types.chain((resourceType) =>
  fc.record({
    resourceType: fc.constant(resourceType),
    resourceName: resourceType === "cluster" ? fc.constant("kafka-cluster") : names,
    resourcePattern: resourceType === "cluster" ? fc.constant("literal") : fc.constantFrom("literal", "prefixed"),
    operation: fc.constantFrom(...operationsOf[resourceType]),
  }),
);
const principals = fc.constantFrom("User:one", "User:two", "User:three");
const anyFound: fc.Arbitrary<Found> = fc.record({
  brokers: fc.constant(3),
  topics: fc
    .array(
      fc.tuple(
        names,
        fc.record({
          partitions: fc.integer({ min: 1, max: 4 }),
          replicationFactors: fc.constant([3]),
          config: fc.array(fc.tuple(settingNames, values)).map((all) => new Map(all)),
        }),
      ),
    )
    .map((all) => new Map(all)),
  entries: fc.array(
    fc
      .record({
        principal: principals,
        permission: fc.constantFrom("allow", "deny"),
        host: fc.constantFrom("*", "::1"),
      })
      .chain((who) => resources.map((what) => ({ ...who, ...what }))),
  ),
});
const anyDesired = fc
  .record({
    topics: fc.uniqueArray(
      fc.record({
        name: names,
        partitions: fc.integer({ min: 1, max: 6 }),
        replicationFactor: fc.constant(3),
        config: fc.dictionary(settingNames, values),
      }),
      { selector: ({ name }) => name },
    ),
    acls: fc.array(
      principals.chain((principal) =>
        resources.map(({ operation, ...resource }) => ({ principal, ...resource, operations: [operation] })),
      ),
    ),
  })
  .map((data) => desiredKafka.parse(data));

describe("laws", () => {
  test("once everything is done nothing is left to do", () => {
    let done = 0;
    const law = (there: Found, desired: ReturnType<typeof desiredKafka.parse>) => {
      const first = difference(there, desired);
      fc.pre(first.refusals.length === 0);
      done++;
      const second = difference(after(there, first), desired);
      expect(second).toMatchObject({ create: [], widen: [], reconfigure: [], add: [], remove: [], refusals: [] });
      expect([...second.unchanged].sort()).toEqual(desired.topics.map(({ name }) => name).sort());
      expect(second.unmanaged).toEqual(first.unmanaged);
    };
    fc.assert(fc.property(anyFound, anyDesired, law), { numRuns: 500 });
    expect(done).toBeGreaterThanOrEqual(500);
  });

  test("no topic goes, nothing that denies goes, and nothing of what nobody named", () => {
    const law = (there: Found, desired: ReturnType<typeof desiredKafka.parse>) => {
      const { remove, unmanaged } = difference(there, desired);
      const text = (of: DesiredAcl | Entry) => `${of.resourceType} ${of.resourcePattern} ${of.resourceName}`;
      const named = [...desired.topics.map(({ name }) => `topic literal ${name}`), ...desired.acls.map(text)];
      for (const one of remove) {
        expect(one.permission).toBe("allow");
        if (one.resourceType === "cluster") expect(desired.acls.map((by) => by.principal)).toContain(one.principal);
        else expect(named).toContain(text(one));
      }
      const topics = new Set(desired.topics.map(({ name }) => name));
      expect(unmanaged.topics).toEqual([...there.topics.keys()].filter((name) => !topics.has(name)).sort());
    };
    fc.assert(fc.property(anyFound, anyDesired, law), { numRuns: 500 });
  });
});
