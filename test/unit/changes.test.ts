import { readFileSync } from "node:fs";
import { isStepBack, type OneWayRule, type Scalar } from "../../lib/core/one-way";
import { planMq } from "../../lib/engines/mq";
import { changeFacts } from "../../lib/environment/changes";
import { planned } from "../support/environments";
import { changeTable, pages } from "../support/change-table";

describe("the tables of the documentation are those of the facts", () => {
  for (const { file, facts } of pages)
    test(file, () => {
      expect(readFileSync(file, "utf8")).toContain(changeTable(facts));
    });
});

test("every rule has its source with a date, and its words", () => {
  const facts = Object.values(changeFacts);
  for (const { change, effect, remedy, source } of facts.flatMap(({ oneWay, free }) => [
    ...Object.values(oneWay),
    ...free,
  ])) {
    expect(change).not.toBe("");
    expect(effect).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
    expect(source).toMatch(/2026-12|^Signalbox/);
  }
});

test("every rule guards a value of the examples, and every value has a rule of its engine", () => {
  const plan = planned("prod");
  const broker = planMq(plan.place, "exchanges", {
    pattern: "broker",
    channels: { events: { type: "exchange" } },
    network: { zones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], cidr: "10.40.0.0/16" },
  });
  const used = [
    ...[...plan.systems.map(({ system }) => system), broker].flatMap((system) =>
      system.facts.stateful.flatMap(({ values = {} }) =>
        Object.entries(values).map(([name, { rule }]) => ({ page: system.engine, name, rule })),
      ),
    ),
    ...[...plan.foundation.stateful, ...(plan.copies?.stateful ?? [])].flatMap(({ values = {} }) =>
      Object.entries(values).map(([name, { rule }]) => ({ page: "foundation", name, rule })),
    ),
  ];
  const rules = (page: string) => Object.values<OneWayRule>(changeFacts[page]?.oneWay ?? {});
  for (const { page, rule } of used) expect(rules(page)).toContain(rule);
  const unused = Object.entries(changeFacts).flatMap(([page, { oneWay }]) =>
    Object.entries(oneWay).flatMap(([name, rule]) =>
      used.some((one) => one.page === page && one.rule === rule) ? [] : [`${page} ${name}`],
    ),
  );
  expect(unused).toEqual([]);
});

describe("a step back", () => {
  const base = { consequence: "loses", change: "", effect: "", remedy: "", source: "" } as const;
  const filter = (policy: object) => JSON.stringify({ $scope: "MessageAttributes", ...policy });
  const cases: [Omit<OneWayRule, keyof typeof base>, Scalar, Scalar, boolean][] = [
    [{ direction: "grows" }, 3, 2, true],
    [{ direction: "grows" }, 2, 3, false],
    [{ direction: "grows" }, null, 3, false],
    [{ direction: "grows", unlimited: -1 }, -1, 1_000, true],
    [{ direction: "grows", unlimited: -1 }, 1_000, -1, false],
    [{ direction: "grows" }, "3.10.x", "3.9.x", true],
    [{ direction: "grows" }, "3.9.x", "4.1.x", false],
    [{ direction: "grows" }, "2.8.2.tiered", "2.8.1", true],
    [{ direction: "grows", order: ["none", "governance", "compliance"] }, "compliance", "governance", true],
    [{ direction: "grows", order: ["false", "true"] }, false, true, false],
    [{ direction: "fixed" }, "kraft", "zookeeper", true],
    [{ direction: "narrows" }, "delete", "compact,delete", true],
    [{ direction: "narrows" }, "compact,delete", "compact", false],
    [{ direction: "doubles" }, 4, 8, false],
    [{ direction: "doubles" }, 4, 9, true],
    [{ direction: "doubles" }, 4, 2, false],
    [{ direction: "doubles" }, 5, 2, true],
    [{ direction: "widens" }, null, filter({ kind: ["a"] }), true],
    [{ direction: "widens" }, filter({ kind: ["a"] }), null, false],
    [{ direction: "widens" }, filter({ kind: ["a"] }), filter({ kind: ["b", "a"] }), false],
    [{ direction: "widens" }, filter({ kind: ["a", "b"] }), filter({ kind: ["a"] }), true],
    [{ direction: "widens" }, filter({ kind: ["a"] }), filter({ kind: ["a"], size: [1] }), true],
    [{ direction: "widens" }, filter({ kind: ["a"], size: [1] }), filter({ kind: ["a"] }), false],
    [{ direction: "widens" }, filter({ $or: [{ a: [1] }] }), filter({ $or: [{ a: [1] }, { b: [1] }] }), true],
    [{ direction: "widens" }, filter({ kind: ["a"] }), '{"$scope":"MessageBody","kind":["a"]}', true],
    [{ direction: "widens" }, "[1,2]", "[2,3,1]", false],
    [{ direction: "widens" }, "[1,2]", "[2,3]", true],
  ];
  test.each(cases)("%j: %j to %j is one: %j", (rule, before, after, back) => {
    expect(isStepBack({ ...base, ...rule }, before, after)).toBe(back);
  });
});
