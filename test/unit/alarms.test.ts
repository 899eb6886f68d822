import { Issues } from "../../lib/core/issues";
import type { Watching } from "../../lib/core/patterns/watching";
import { budgetGraphs } from "../../lib/monitoring/budgets";
import { cut, limits } from "../../lib/monitoring/composites";
import { burnsOf, objectivesOf, type ObjectivePlan } from "../../lib/monitoring/objectives";
import { planAlarms } from "../../lib/monitoring/plan";
import { queues, signal, toldOf } from "../support/alarms";
import { codesOf, place } from "../support/sns-sqs";

describe("composite alarms", () => {
  const members = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => ({ name: String(index).padStart(length, "n") }));
  /** `ALARM("…")` and ` OR ` around each name. */
  const characters = (count: number, length: number) => count * (length + 9) + (count - 1) * 4;

  test.each([
    [100, 10, 1],
    [101, 10, 2],
    [1_000, 10, 10],
    [1_001, 10, 11],
  ])("%i alarms with names of %i characters take %i rules", (count, length, rules) => {
    expect(cut(members(count, length))).toHaveLength(rules);
  });

  test("a rule is filled up to its last character, and not beyond", () => {
    // 96 names of 93 characters: 96 · 102 + 95 · 4 = 10,172, so that the last may be 68 longer.
    const last = (length: number) => [...members(95, 93), { name: "x".repeat(length) }];
    const room = limits.characters - characters(95, 93) - 4 - 9;
    expect(cut(last(room))).toHaveLength(1);
    expect(cut(last(room + 1))).toHaveLength(2);
  });

  test.each([1, 2, 100, 101, 1_000])(
    "of %i queues each alarm tells one audience once, and no rule is too long",
    (count) => {
      const { plan } = queues(count);
      const seen = new Set(plan.alarms.map(({ id }) => id));
      for (const { id, rule, after } of plan.composites) {
        expect(rule.length).toBeLessThanOrEqual(limits.characters);
        expect(after.length).toBeLessThanOrEqual(limits.alarms);
        for (const alarm of after) expect(rule).toContain(`ALARM("prod-work-${alarm}")`);
        // What a rule names was made before: there is no circle.
        for (const alarm of after) expect(seen.has(alarm)).toBe(true);
        seen.add(id);
      }
      for (const { id, severity } of [plan.alarms[0]!, plan.alarms.at(-1)!])
        expect(toldOf(plan, id)).toEqual([{ severity }]);
      const telling = [...plan.alarms, ...plan.composites].filter(({ to }) => to.length > 0);
      // Dead letters and old messages page, messages in flight make a ticket.
      expect(telling).toHaveLength(3);
    },
  );

  test.each([
    [10_000, 101],
    [10_001, 104],
  ])("%i alarms of one kind need %i rules, of which one tells", (count, rules) => {
    const signals = Array.from({ length: count }, (_, index) => signal({ id: `${index}`, channel: "one" }));
    const { composites } = planAlarms(place, { name: "a", signals });
    expect(new Set(composites.map(({ name }) => name)).size).toBe(rules);
    expect(composites.filter(({ to }) => to.length > 0).map(({ id }) => id)).toEqual(["backlog_page"]);
  });

  test("pages of the brokers are one, and the rest waits for it; one alarm alone speaks for itself", () => {
    const one = signal({ id: "disk", runbook: "kafka-disk" });
    const two = signal({ id: "leader", runbook: "kafka-controller" });
    const lag = signal({ id: "lag", channel: "placed", runbook: "kafka-lag" });
    const many = planAlarms(place, { name: "orders", signals: [one, two, lag] });
    expect(many.alarms.flatMap(({ to }) => to)).toEqual([]);
    expect(many.composites).toMatchObject([
      { id: "system_page", after: ["disk", "leader"], to: [{ severity: "page" }] },
      {
        id: "kafka-lag_page",
        after: ["lag"],
        suppressor: { id: "system_page", name: "prod-orders-system_page", waitSeconds: 120, extensionSeconds: 600 },
      },
    ]);
    expect(many.composites[0]?.suppressor).toBeUndefined();
    const few = planAlarms(place, { name: "orders", signals: [one, lag] });
    expect(few.alarms.find(({ id }) => id === "disk")?.to).toEqual([{ severity: "page" }]);
    expect(few.composites).toMatchObject([
      { id: "kafka-lag_page", suppressor: { id: "disk", name: "prod-orders-disk" } },
    ]);
    const alone = planAlarms(place, { name: "orders", signals: [lag] });
    expect(alone.composites).toEqual([]);
    expect(alone.alarms[0]?.to).toEqual([{ severity: "page" }]);
  });

  test("signals of what others built have alarms too, and suppress none of the system's own", () => {
    const lag = signal({ id: "lag", channel: "placed", runbook: "kafka-lag" });
    const further = [signal({ id: "sink-failed", runbook: "sink" })];
    const plan = planAlarms(place, { name: "orders", signals: [lag] }, { further });
    expect(plan.alarms.map(({ id, to }) => [id, to])).toEqual([
      ["lag", [{ severity: "page" }]],
      ["sink-failed", [{ severity: "page" }]],
    ]);
    expect(plan.composites).toEqual([]);
  });
});

describe("objectives", () => {
  const objective = (target: number): ObjectivePlan => ({
    id: "delivery-jobs",
    kind: "delivery",
    of: "jobs",
    target,
    metric: signal({ id: "jobs" }).metric,
    tolerated: 300,
  });
  const windows = (target: number) =>
    burnsOf(objective(target)).map((burn) =>
      burn.windows.map((one) => `${one.datapointsToAlarm} of ${one.evaluationPeriods}`).join(" and "),
    );

  test.each([
    // 14.4 · 0.1 % of 60 minutes is 0.864 of a minute, 6 · 0.1 % of 360 2.16, 3 · 0.1 % of 1,440 4.32.
    [99.9, ["1 of 60 and 1 of 5", "3 of 360 and 1 of 30", "5 of 1440 and 1 of 120"]],
    [99, ["9 of 60 and 1 of 5", "22 of 360 and 2 of 30", "44 of 1440 and 4 of 120"]],
    // 6 · 5 % of 360 is 108 to the last digit.
    [95, ["44 of 60 and 4 of 5", "108 of 360 and 9 of 30", "216 of 1440 and 18 of 120"]],
    [99.99, ["1 of 60 and 1 of 5", "1 of 360 and 1 of 30", "1 of 1440 and 1 of 120"]],
  ])("%d percent: %j bad minutes", (target, expected) => {
    expect(windows(target)).toEqual(expected);
  });

  test.each([95, 99.99])(
    "at %d percent every window can fire, and is within the day that CloudWatch looks back",
    (target) => {
      for (const { windows: both } of burnsOf(objective(target)))
        for (const { datapointsToAlarm, evaluationPeriods, seconds } of both) {
          expect(datapointsToAlarm).toBeGreaterThanOrEqual(1);
          expect(datapointsToAlarm).toBeLessThanOrEqual(evaluationPeriods);
          expect(seconds).toBeLessThanOrEqual(86_400);
        }
    },
  );

  test("both windows of a rate must fire, and one message a kind tells of all objectives", () => {
    const asked = { system: { objectives: { delivery: { target: 99.9, within: 300 } } }, channels: {} };
    const { plan } = queues(2, asked);
    const fast = ["1h", "5m"].map((window) => `ALARM("prod-work-objective-delivery-c0-fast-${window}")`).join(" AND ");
    const slow = ["6h", "30m"].map((window) => `ALARM("prod-work-objective-delivery-c0-slow-${window}")`).join(" AND ");
    expect(plan.composites.find(({ id }) => id === "objective-delivery-c0_page")).toMatchObject({
      rule: `(${fast}) OR (${slow})`,
      to: [],
    });
    expect(plan.composites.find(({ id }) => id === "objective_page")).toMatchObject({
      rule: 'ALARM("prod-work-objective-delivery-c0_page") OR ALARM("prod-work-objective-delivery-c1_page")',
      to: [{ severity: "page" }],
    });
    expect(plan.alarms.find(({ id }) => id === "objective-delivery-c0-fast-1h")).toMatchObject({
      threshold: 300,
      treatMissingData: "notBreaching",
      to: [],
    });
  });

  test("a channel's own objective wins over its system's", () => {
    const delivery = (target: number): Watching => ({ objectives: { delivery: { target, within: 60 } } });
    const { plan } = queues(2, { system: delivery(99), channels: { c1: delivery(99.9) } });
    expect(plan.objectives.map(({ id, target }) => [id, target])).toEqual([
      ["delivery-c1", 99.9],
      ["delivery-c0", 99],
    ]);
  });

  test.each([
    ["a second less than messages are kept", { keptSeconds: 301 }, []],
    [
      "as long as they are kept",
      { keptSeconds: 300 },
      ["ObjectiveAboveRetention channels.jobs.objectives.delivery.within"],
    ],
    ["where they are never gone", {}, []],
  ])("may ask for %s", (_, kept, codes) => {
    const issues = new Issues();
    const jobs = { id: "jobs", of: "jobs", channel: "jobs", metric: signal({ id: "jobs" }).metric, tolerated: 1 };
    const asked = { system: {}, channels: { jobs: { objectives: { delivery: { target: 99, within: 300 } } } } };
    objectivesOf({ delivery: [{ ...jobs, ...kept }], availability: [] }, asked, [], issues);
    expect(issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`)).toEqual(codes);
  });

  test("the budget of 30 days counts five minutes, of which there are 8,640", () => {
    const [graph] = budgetGraphs([objective(99.9)]);
    expect(graph).toMatchObject({ period: 300, statistic: "Maximum", more: { start: "-P30D" } });
    expect(graph?.lines).toEqual([
      [
        ["AWS/X", "Y", "Z", "jobs", { id: "valuex0", stat: "Maximum", visible: false }],
        [
          {
            id: "left0",
            expression: "100 - 100 * RUNNING_SUM(IF((valuex0) > 300, 1, 0)) / 8.64",
            label: "jobs (99.9 %)",
          },
        ],
      ],
    ]);
  });
});

describe("changes of the usual alarms", () => {
  const reason = "somebody measured it";
  const changed = (system: Watching["alarms"], channel: Watching["alarms"]) => {
    const asked = { system: { alarms: system }, channels: { c1: { alarms: channel } } };
    return queues(2, asked).plan;
  };

  test("a kind is all of them, an id one, and the more narrow word wins", () => {
    const { alarms, changes } = changed(
      { "in-flight": { off: true, reason }, "c0-in-flight": { off: false, threshold: 7, reason } },
      { "oldest-message": { off: false, threshold: 60, reason } },
    );
    expect(alarms.filter(({ id }) => id.includes("in-flight")).map(({ id, threshold }) => [id, threshold])).toEqual([
      ["c0-in-flight", 7],
    ]);
    expect(alarms.filter(({ id }) => id.includes("oldest")).map(({ id, threshold }) => [id, threshold])).toEqual([
      ["c0-oldest-message", 172_800],
      ["c1-oldest-message", 60],
    ]);
    expect(alarms.find(({ id }) => id === "c0-in-flight")?.description).toContain("(threshold 7 messages)");
    expect(changes.find(({ alarm }) => alarm === "c1-in-flight")).toMatchObject({ usual: 96_000, reason });
    expect(changes).toHaveLength(3);
  });

  test("hold for what is watched by another as well: its thresholds, and not what is off", () => {
    const { signals, alarms } = changed(
      { "in-flight": { off: true, reason } },
      { "oldest-message": { off: false, threshold: 60, reason } },
    );
    expect(signals.length).toBeGreaterThan(3);
    const thresholds = (all: readonly { id: string; threshold: number }[]) =>
      all.map(({ id, threshold }) => [id, threshold]);
    expect(thresholds(signals)).toEqual(thresholds(alarms));
    expect(thresholds(signals)).toContainEqual(["c1-oldest-message", 60]);
  });

  test("a channel's word wins over its system's", () => {
    const { alarms } = changed(
      { "dead-letters": { off: true, reason } },
      { "dead-letters": { off: false, threshold: 3, reason } },
    );
    expect(alarms.filter(({ id }) => id.includes("dead")).map(({ id, threshold }) => [id, threshold])).toEqual([
      ["c1-dead-letters", 3],
    ]);
  });

  test("another channel's alarm is none of a channel's, and in TypeScript an unknown one is thrown", () => {
    expect(codesOf(() => changed({}, { "c0-in-flight": { off: true, reason } }))).toEqual([
      "UnknownAlarm work.channels.c1.alarms.c0-in-flight",
    ]);
    const { facts } = queues(1);
    const issues = new Issues();
    planAlarms(place, facts, { asked: { system: { alarms: { x: { off: true, reason } } }, channels: {} }, issues });
    expect(issues.all[0]?.message).toContain("kinds: dead-letters, in-flight, oldest-message");
  });
});
