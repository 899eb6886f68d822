import { Issues } from "../../lib/core/issues";
import { uncatalogued } from "../../lib/core/metrics";
import { metricCatalogue } from "../../lib/environment/catalogue";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import type { SystemStackPlan } from "../../lib/environment/system";
import { environmentOf, least } from "../support/least";
import { modes } from "../support/signals";

const clients = {
  mailer: { role: "arn:aws:iam::111122223333:role/mailer", runs: { service: "office/mailer" } },
  ledger: { user: "ledger", runs: { service: "office/ledger" } },
};

function plan(system: object): { readonly system: SystemStackPlan; readonly said: readonly string[] } {
  const issues = new Issues();
  const planned = planEnvironment(
    environmentOf(system, { clients }),
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const [first] = planned?.systems ?? [];
  const said = issues.all
    .filter(({ kind }) => kind.code !== "InventoryOutdated")
    .map(({ kind, message }) => `${kind.code}: ${message}`);
  if (first === undefined) throw new Error(said.join("\n"));
  return { system: first, said };
}

const cases = engines.flatMap(({ name, patterns, identities }) =>
  patterns.flatMap((pattern) =>
    [{}, ...(modes[name] ?? [])].map(
      (options) => [name, pattern, options, identities.includes("role") ? "mailer" : "ledger"] as const,
    ),
  ),
);

describe.each(cases)("%s, %s, %j", (engine, pattern, options, client) => {
  const { channel, consume } = least[pattern];
  const fanOut = "fanOut" in options;
  const shards = pattern === "event-stream" ? { partitions: 4 } : {};
  const base = {
    engine,
    pattern,
    channels: { one: { ...channel, ...shards, ...(fanOut && { [engine]: options }) } },
    ...(!fanOut && { [engine]: options }),
    access: [{ client, consume: ["one"], ...consume }],
  };
  const { facts } = plan(base).system.system;
  const advised = (of: string) => facts.scalingAdvice.find((advice) => advice.of === of);
  const asked = {
    storage: { max: "4TiB" },
    partitions: { one: { min: 2, max: 8 } },
  };

  test("facts: what it cannot scale is named once, with alarms that exist; what it can, in no advice", () => {
    const ids = facts.signals.map(({ id }) => id);
    for (const { advice, signals } of facts.scalingAdvice) {
      expect(advice.length).toBeGreaterThan(20);
      for (const id of signals) expect(ids).toContain(id);
    }
    expect(advised("storage") === undefined).toBe(facts.capabilities.includes("storage-autoscaling"));
    expect(advised("partitions") === undefined).toBe(facts.shardedStreams.length > 0);
  });

  test("facts: whose messages' age is measured says when they are gone", () => {
    const kept = new Map(facts.channels.map(({ name, retentionSeconds }) => [name, retentionSeconds]));
    for (const { channel, ageSeconds, retentionSeconds } of facts.backlogs)
      if (ageSeconds !== undefined) expect(retentionSeconds).toBe(kept.get(channel));
  });

  test.each(["storage", "partitions"] as const)(
    "%s scales, or the error says what to do and which alarm tells",
    (of) => {
      const { system, said } = plan({ ...base, autoscaling: { [of]: asked[of] } });
      const advice = advised(of);
      const { scaling } = system;
      expect(scaling.targets.length + scaling.functions.length).toBe(advice === undefined ? 1 : 0);
      expect(scaling.summary.length).toBe(advice === undefined ? 1 : 0);
      expect(said).toEqual(advice === undefined ? [] : [expect.stringMatching(/^NotSupported: .*Take \w+ out$/)]);
      for (const word of advice === undefined ? [] : [advice.advice, ...advice.signals])
        expect(said[0]).toContain(word);
    },
  );

  test.each([
    ["age", { age: "1m" }, "ageSeconds"],
    ["backlogPerTask", { backlogPerTask: 100 }, "messages"],
  ] as const)("consumers scale by %s, or the error names what to use instead", (by, target, measure) => {
    const consumers = { [client]: { consume: "one", max: 4, target } };
    const { system, said } = plan({ ...base, autoscaling: { consumers } });
    const [planned, ...others] = system.scaling.consumers;
    expect(others).toEqual([]);
    expect(facts.backlogs).toHaveLength(1);
    if (facts.backlogs[0]?.[measure] === undefined) {
      expect(said).toEqual([expect.stringMatching(/^NotSupported: .* use (age|backlogPerTask)$/)]);
      expect(planned).toBeUndefined();
      return;
    }
    expect(said).toEqual([]);
    expect(planned).toMatchObject({ resourceId: `service/office/${client}`, minCapacity: 1, maxCapacity: 4 });
    for (const policy of planned === undefined ? [] : [planned.out, planned.in])
      expect(uncatalogued(policy, metricCatalogue)).toEqual([]);
    expect(system.alarms.alarms.map(({ id }) => id)).toContain(`consumer-${client}-at-maximum`);
    expect(system.scaling.summary).toEqual([
      expect.stringMatching(new RegExp(`1 to 4 tasks.*rests 1m.*rests ${by === "age" ? "1h" : "5m"}$`)),
    ]);
  });

  test("existing: what it is made of is not scaled, and its consumers are where something measures what waits", () => {
    const existing = { name: "legacy" };
    const able = (["storage", "partitions"] as const).filter((of) => advised(of) === undefined);
    for (const of of able) {
      const { system, said } = plan({ ...base, existing, autoscaling: { [of]: asked[of] } });
      expect(said).toEqual([expect.stringMatching(/^ScalingExisting: /)]);
      expect([...system.scaling.targets, ...system.scaling.functions]).toEqual([]);
    }
    const [backlog] = plan({ ...base, existing }).system.system.facts.backlogs;
    const target = facts.backlogs[0]?.messages ? { backlogPerTask: 9 } : { age: "1m" };
    const { system, said } = plan({
      ...base,
      existing,
      autoscaling: { consumers: { [client]: { consume: "one", max: 3, target } } },
    });
    const { unmeasured } = backlog ?? {};
    expect(said).toEqual(unmeasured === undefined ? [] : [expect.stringContaining(unmeasured)]);
    expect(system.scaling.consumers).toHaveLength(unmeasured === undefined ? 1 : 0);
  });
});
