import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import { topicArnOf } from "../../lib/monitoring/alerts";
import { planned } from "../support/environments";
import { environmentOf, least } from "../support/least";
import { synthesize } from "../support/render";

const freezes = { all: { from: "2026-01-01", until: "2026-01-02", owner: "us", reason: "for a test" } };

function plan(system: object, more: object = {}) {
  const issues = new Issues();
  const data = environmentOf(system, { maintenance: { freezes }, ...more });
  const planned = planEnvironment(data, { inventory: undefined, today: "2026-11-24" }, issues);
  const found = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  return { plan: planned, system: planned?.systems[0], found };
}

/** Every engine with each of its patterns, and what differs in it from deployment to deployment. */
const variants: Readonly<Record<string, readonly object[]>> = {
  msk: [{}, { msk: { mode: "express" } }, { msk: { mode: "serverless" } }, { msk: { version: "3.7.x" } }],
  mq: [{}, { mq: { broker: "activemq" } }, { mq: { version: "3.12" } }],
};
const cases = engines.flatMap(({ name, patterns }) =>
  patterns.flatMap((pattern) => (variants[name] ?? [{}]).map((more) => [name, pattern, more] as const)),
);

describe.each(cases)("%s, %s, %j", (engine, pattern, more) => {
  const base = { engine, pattern, channels: { one: least[pattern].channel }, ...more };
  const facts = plan(base).system?.system.facts;

  test("says whether it has a maintenance window, and from where that is known", () => {
    expect(facts?.maintenance.kind).toBe(engine === "mq" ? "window" : "none");
    expect(facts?.maintenance.source).toMatch(/20\d\d-\d\d/);
  });

  test("has the window that is asked of it, or an error that names what has one", () => {
    const window = { day: "TUESDAY", time: "02:30", zone: "Europe/Berlin" };
    const { system, found } = plan({ ...base, maintenance: { window } });
    const before = plan(base).found.length;
    if (facts?.maintenance.kind === "window") {
      expect(found).toHaveLength(before);
      expect(system?.system.facts.maintenance).toMatchObject(window);
    } else
      expect(found.map(({ kind, message }) => [kind.code, message])).toContainEqual([
        "NotSupported",
        expect.stringMatching(/no window to set here: .*mq has one/),
      ]);
  });

  test("tells every end of support that is known, of versions and of functions", () => {
    const { plan: whole, system } = plan(base);
    for (const { until, source } of system?.supportEnds ?? []) {
      expect(until).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(source).toMatch(/20\d\d-\d\d/);
    }
    const functions = (system?.functions.functions.length ?? 0) > 0;
    expect(system?.supportEnds.some(({ what }) => what === "Node.js on Lambda")).toBe(functions);
    const version: unknown = Object.values(more).find((value) => "version" in value);
    expect(facts?.supportEnds).toHaveLength(version === undefined ? 0 : 1);
    const rules = whole?.maintenance.rules.filter(({ id }) => id.startsWith("support-"));
    expect(rules).toHaveLength(3 * (system?.supportEnds.length ?? 0));
  });

  test("can be asked whether it is safe to change", () => {
    const named = facts?.health.map(({ name }) => name) ?? [];
    // Queues and topics have no state; their alarms and metrics tell.
    expect(named.length > 0).toBe(engine !== "sns-sqs");
    for (const name of named) expect(name).toContain("test-orders");
    expect(facts?.signals.length).toBeGreaterThan(0);
  });
});

test("every rule tells the owner's tickets by one role, and sets aside what it cannot tell", () => {
  const environment = planned("prod");
  const stack = synthesize(environment)["prod-foundation"];
  const targets = Object.values(stack?.resource.aws_cloudwatch_event_target ?? {});
  expect(targets).toHaveLength(environment.maintenance.rules.length);
  for (const target of targets)
    expect(target).toMatchObject({
      arn: topicArnOf(environment.foundation.alerts, { severity: "ticket" }),
      role_arn: "${aws_iam_role.Maintenance_Role_833949FD.arn}",
      dead_letter_config: { arn: "${aws_sqs_queue.Alerts_Undelivered_DEEA54B1.arn}" },
    });
});

test("a broker that exists already keeps its window, and says so", () => {
  const existing = { name: "legacy" };
  const base = { engine: "mq", pattern: "work-queue", channels: { one: {} }, existing };
  expect(plan(base).found).toEqual([]);
  const { found } = plan({ ...base, maintenance: { window: {} } });
  expect(found.map(({ kind, message }) => [kind.code, message])).toEqual([
    ["NotSupported", expect.stringMatching(/exists already, and has the window that it was made with/)],
  ]);
});

test.each([
  ["2.9", ["OpenSearch 2.9 2025-11-07 foundation"]],
  ["1.2", ["OpenSearch 1.2 2025-11-07 foundation"]],
  ["1.3", ["OpenSearch 1.3 2027-11-07 foundation"]],
  ["2.11", ["OpenSearch 2.11 2027-11-07 foundation"]],
  ["2.19", ["OpenSearch 2.19 2027-11-07 foundation"]],
  ["3.1", []],
])("of a search domain with OpenSearch %s these ends of support are told: %p", (version, told) => {
  const domain = { administrator: "arn:aws:iam::111122223333:role/log-reader", version, nodes: 3 };
  const logging = { sinks: { search: { opensearch: { logs: ["operational"], domain } } } };
  const base = { engine: "sns-sqs", pattern: "work-queue", channels: { one: {} } };
  const { plan: whole, found } = plan(base, { logging });
  expect(found).toEqual([]);
  const ends = whole?.maintenance.endings.filter(({ what }) => what === "OpenSearch") ?? [];
  expect(ends.map(({ what, version: which, until, systems }) => [what, which, until, ...systems].join(" "))).toEqual(
    told,
  );
  const rules = whole?.maintenance.rules.filter(({ id }) => id.startsWith("support-opensearch-")) ?? [];
  expect(rules).toHaveLength(3 * told.length);
});
