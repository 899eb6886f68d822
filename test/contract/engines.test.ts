import { App, Testing } from "cdktf";
import * as z from "zod";
import { existsSync } from "node:fs";
import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";

/** The least that a channel of each pattern says. */
const channels = { "pub-sub": { one: { subscribers: { reader: {} } } }, "work-queue": { one: {} } } as const;
const consume = { "pub-sub": { consume: ["one"], subscriber: "reader" }, "work-queue": { consume: ["one"] } } as const;

function environment(system: object): unknown {
  return {
    environment: "test",
    aws: { account: "111122223333", region: "eu-west-1" },
    state: { s3: { bucket: "acme-test-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    clients: {
      own: { role: "arn:aws:iam::111122223333:role/own" },
      foreign: { role: "arn:aws:iam::444455556666:role/foreign" },
    },
    systems: { orders: system },
  };
}

function plan(system: object): { readonly plan: EnvironmentPlan; readonly codes: readonly string[] } {
  const issues = new Issues();
  const planned = planEnvironment(environment(system), { inventory: undefined, today: "2026-11-24" }, issues);
  if (planned === undefined) throw new Error(issues.all.map(({ message }) => message).join("\n"));
  return {
    plan: planned,
    codes: issues.all.map(({ kind }) => kind.code).filter((code) => code !== "InventoryOutdated"),
  };
}

const cases = engines.flatMap(({ name, patterns }) => patterns.map((pattern) => [name, pattern] as const));

describe.each(cases)("%s, %s", (engine, pattern) => {
  const base = { engine, pattern, channels: channels[pattern] };
  const whole = plan({
    ...base,
    access: [
      { client: "own", produce: ["one"] },
      { client: "own", administer: ["one"] },
      { client: "foreign", ...consume[pattern] },
    ],
  });
  const [system] = whole.plan.systems;
  if (system === undefined) throw new Error("no system");
  const { facts } = system.system;

  test("plans without an issue, as plain data", () => {
    expect(whole.codes).toEqual([]);
    expect(JSON.parse(JSON.stringify(whole.plan))).toEqual(whole.plan);
  });

  test("access: every verb means something, for own and foreign clients", () => {
    expect(system.access.identityPolicies.map(({ client }) => client)).toContain("own");
    expect(Object.keys(system.access.resourceStatements).length).toBeGreaterThan(0);
    expect(new Set(system.access.report.map(({ verb }) => verb))).toEqual(
      new Set(["produce", "consume", "administer"]),
    );
    for (const { actions } of system.access.report) for (const action of actions) expect(action).not.toContain("*");
  });

  test("encryption: one key, which the foreign client may use and whose policy names no other account", () => {
    expect(system.key?.policy).toContain("444455556666");
    expect(system.key?.policy.match(/\d{12}/g)?.every((id) => ["111122223333", "444455556666"].includes(id))).toBe(
      true,
    );
  });

  test("logging: every log source gets a group with retention", () => {
    expect(system.logGroups.map(({ name }) => name)).toEqual(facts.logSources.map(({ name }) => name));
    for (const { retentionDays } of system.logGroups) expect(retentionDays).toBeGreaterThanOrEqual(1);
  });

  test("monitoring: every signal has an alarm of its own, a runbook that exists, and a place on the dashboard", () => {
    expect(system.alarms.alarms.map(({ id }) => id)).toEqual(facts.signals.map(({ id }) => id));
    expect(new Set(facts.signals.map(({ id }) => id)).size).toBe(facts.signals.length);
    for (const { runbook, metric } of facts.signals) {
      expect(existsSync(`docs/runbooks/${runbook}.md`)).toBe(true);
      for (const value of Object.values(metric.dimensions)) expect(system.dashboard.body).toContain(value);
    }
  });

  test("inventory: everything stateful is listed, under an id of its own", () => {
    const ids = whole.plan.inventory.stateful.map(({ id }) => id);
    expect(ids).toContain("orders/key");
    expect(new Set(ids).size).toBe(ids.length);
    expect(facts.stateful.length).toBeGreaterThan(0);
  });

  test("existing: nothing of it is built, and every concern works on it", () => {
    const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000";
    const found = plan({
      ...base,
      existing: { name: "legacy", keyArn },
      access: [{ client: "own", produce: ["one"] }],
    });
    const [existing] = found.plan.systems;
    expect(found.codes).toEqual([]);
    expect(existing?.key).toBeUndefined();
    expect(existing?.system.facts.stateful).toEqual([]);
    expect(existing?.alarms.alarms.length).toBe(system.alarms.alarms.length);
    expect(existing?.access.identityPolicies[0]?.document).toContain(keyArn);
    const stack = addEnvironment(new App({ outdir: "never-written" }), found.plan)[1];
    const made = z.object({ resource: z.object({}).loose() }).parse(JSON.parse(Testing.synth(stack!)));
    expect(Object.keys(made.resource).sort()).toEqual([
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_metric_alarm",
      "aws_iam_policy",
      "aws_iam_role_policy_attachment",
    ]);
  });
});

test("another engine's key under a system is an error", () => {
  for (const [engine, pattern] of cases)
    expect(plan({ engine, pattern, channels: channels[pattern], elsewhere: {} }).codes).toEqual(["UnknownKey"]);
});
