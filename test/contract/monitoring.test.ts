import { amountText } from "../../lib/core/amounts";
import type { Pattern } from "../../lib/core/engine";
import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import { environmentOf, least } from "../support/least";
import { synthesize } from "../support/render";
import { toldOf } from "../support/alarms";

const team = { page: { email: ["team@acme.example"] }, ticket: { email: ["team@acme.example"] } };

function plan(engine: string, pattern: Pattern, system: object, channel: object) {
  const issues = new Issues();
  const { channel: said, consume } = least[pattern];
  const client = engines.find(({ name }) => name === engine)?.identities[0];
  const orders = {
    engine,
    pattern,
    channels: { one: { ...said, owner: "shop", ...channel }, two: said },
    access: [{ client, consume: ["one", "two"], ...consume }],
    ...system,
  };
  const planned = planEnvironment(
    environmentOf(orders, {
      alerts: { routes: { platform: team, shop: team } },
      clients: { role: { role: "arn:aws:iam::111122223333:role/own" }, user: { user: "somebody" } },
    }),
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const alarms = planned?.systems[0]?.alarms;
  if (planned === undefined || alarms === undefined)
    throw new Error(issues.all.map(({ message }) => message).join("\n"));
  const found = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  return { planned, alarms, found };
}

const cases = engines.flatMap(({ name, patterns }) => patterns.map((pattern) => [name, pattern] as const));

describe.each(cases)("%s, %s", (engine, pattern) => {
  const usual = plan(engine, pattern, {}, {});
  const [system] = usual.planned.systems;
  const signals = [...(system?.system.facts.signals ?? []), ...(system?.functions.signals ?? [])];

  test("every alarm tells its owner's way once, by itself or by a composite alarm", () => {
    expect(usual.found).toEqual([]);
    expect(usual.alarms.alarms.map(({ id }) => id)).toEqual(signals.map(({ id }) => id));
    for (const { id, channel, severity } of signals)
      expect(toldOf(usual.alarms, id)).toEqual([{ ...(channel === "one" && { team: "shop" }), severity }]);
    expect(signals.some(({ channel }) => channel === "one")).toBe(true);
  });

  test("the text of an alarm has its threshold, the usual one or another, and no number of more than two decimals", () => {
    const reason = "measured under load";
    const texts = (plan: typeof usual) => new Map(plan.alarms.alarms.map(({ id, description }) => [id, description]));
    const other = (threshold: number) => threshold * 2 + 1 / 3;
    const alarms = Object.fromEntries(
      signals.map(({ id, threshold }) => [id, { threshold: other(threshold), reason }]),
    );
    const changed = plan(engine, pattern, { alarms }, {});
    for (const { id, title, threshold, unit } of signals) {
      expect(texts(changed).get(id)).toContain(amountText(other(threshold), unit));
      if (title.includes("{threshold}")) expect(texts(usual).get(id)).toContain(amountText(threshold, unit));
      for (const text of [texts(usual).get(id), texts(changed).get(id)]) {
        expect(text).not.toContain("{threshold}");
        expect(text).not.toMatch(/\d\.\d{3}/);
      }
    }
  });

  test("what suppresses others is of the whole system, a page, and not suppressed itself", () => {
    const { composites, alarms } = usual.alarms;
    const own = system?.system.facts.signals.filter(({ channel }) => channel === undefined) ?? [];
    const ofBrokers = own.filter(({ severity }) => severity === "page").map(({ id }) => id);
    for (const { suppressor } of composites) {
      if (suppressor === undefined) continue;
      const by = [...alarms, ...composites].find(({ id }) => id === suppressor.id);
      expect(by).toMatchObject({ name: suppressor.name, to: [{ severity: "page" }] });
      expect(by).not.toHaveProperty("suppressor");
      const below = composites.find(({ id }) => id === suppressor.id)?.after ?? [suppressor.id];
      for (const id of below) expect(ofBrokers).toContain(id);
    }
  });

  test("in Terraform a composite alarm comes after every alarm that it names", () => {
    const { resource } = synthesize(usual.planned)["test-orders"] ?? { resource: {} };
    const made = Object.entries(resource.aws_cloudwatch_composite_alarm ?? {});
    expect(made).toHaveLength(usual.alarms.composites.length);
    for (const [, { alarm_rule, actions_suppressor, depends_on }] of made) {
      const named = String(alarm_rule).match(/ALARM\(/g)?.length ?? 0;
      expect(depends_on).toHaveLength(named + (actions_suppressor === undefined ? 0 : 1));
    }
  });

  test.each(["delivery", "availability"] as const)(
    "an objective of %s has its alarms and budget, or the error says what has",
    (kind) => {
      const objectives = { [kind]: { target: "99.9%", ...(kind === "delivery" && { within: "5m" }) } };
      const { alarms, found, planned } = plan(engine, pattern, { objectives }, {});
      if (found.length > 0) {
        expect(found.map(({ kind: { code }, path }) => [code, path.join(".")])).toEqual([
          ["NotSupported", `systems.orders.objectives.${kind}`],
        ]);
        expect(found[0]?.message).toContain(`use the objective ${kind === "delivery" ? "availability" : "delivery"}`);
        return;
      }
      expect(alarms.objectives.length).toBeGreaterThan(0);
      for (const { id, channel, metric } of alarms.objectives) {
        expect(metric.periodSeconds).toBe(60);
        for (const severity of ["page", "ticket"] as const)
          expect(toldOf(alarms, `objective-${id}_${severity}`)).toEqual([
            { ...(channel === "one" && { team: "shop" }), severity },
          ]);
        expect(alarms.alarms.filter((alarm) => alarm.id.startsWith(`objective-${id}-`))).toHaveLength(6);
      }
      expect(planned.systems[0]?.dashboard.body).toContain(`Error budget left of ${kind}`);
      expect(planned.overview.body).toContain(`Error budget left of ${kind} of orders`);
    },
  );

  test("an alarm is turned off with a reason, and there is none without", () => {
    const [first] = signals;
    const off = (line: object) => plan(engine, pattern, { alarms: { [first?.id ?? ""]: line } }, {});
    const { alarms, found } = off({ off: true, reason: "nobody needs it here" });
    expect(found).toEqual([]);
    expect(alarms.alarms).toHaveLength(signals.length - 1);
    expect(alarms.changes).toMatchObject([{ alarm: first?.id, reason: "nobody needs it here" }]);
    expect(() => off({ off: true })).toThrow("'reason' is missing");
  });
});
