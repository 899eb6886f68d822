import { App, Testing } from "cdktf";
import * as z from "zod";
import { existsSync } from "node:fs";
import type { Signal } from "../../lib/core/facts";
import { Issues } from "../../lib/core/issues";
import type { IdentityKind } from "../../lib/core/grants";
import { engines } from "../../lib/environment/engines";
import type { Inventory } from "../../lib/environment/inventory";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";
import { addEnvironment } from "../../stacks";
import { environmentOf, least } from "../support/least";

/** What an engine must be told so that every kind of client can come in, and what has to stand before. */
const openTo: Readonly<Record<string, { readonly options: object; readonly standing: Inventory["stateful"] }>> = {
  msk: {
    options: {
      connectivity: { phase: "multi-vpc" },
      authentication: {
        certificateAuthorities: ["arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/0000"],
      },
    },
    standing: [{ id: "orders/cluster", kind: "aws_msk_cluster", name: "test-orders" }],
  },
};
const optionsOf = (engine: string): object =>
  openTo[engine] === undefined ? {} : { [engine]: openTo[engine].options };

const clients = {
  role: { role: "arn:aws:iam::111122223333:role/own" },
  foreign: { role: "arn:aws:iam::444455556666:role/foreign" },
  account: { account: "444455556666" },
  user: { user: "somebody" },
  certificate: { certificate: "CN=somebody,O=acme" },
};

interface System {
  readonly engine: string;
  readonly [key: string]: unknown;
}

function plan(system: System): {
  readonly plan: EnvironmentPlan;
  readonly codes: readonly string[];
} {
  const issues = new Issues();
  const stateful = system.existing === undefined ? openTo[system.engine]?.standing : undefined;
  const inventory = stateful && { environment: "test", stateful };
  const planned = planEnvironment(environmentOf(system, { clients }), { inventory, today: "2026-11-24" }, issues);
  if (planned === undefined) throw new Error(issues.all.map(({ message }) => message).join("\n"));
  return {
    plan: planned,
    codes: issues.all.map(({ kind }) => kind.code).filter((code) => code !== "InventoryOutdated"),
  };
}

const cases = engines.flatMap(({ name, patterns, identities }) =>
  patterns.map((pattern) => [name, pattern, identities] as const),
);
const everyIdentity: readonly IdentityKind[] = ["role", "account", "user", "certificate"];

/** Whether a function of the system publishes what the alarm watches: it does so with the system's name. */
const isOurs = ({ metric }: Pick<Signal, "metric">): boolean =>
  (metric.source === "cloudwatch" ? [metric] : Object.values(metric.metrics)).some(
    ({ namespace, dimensions }) => namespace.startsWith("Signalbox/") && "System" in dimensions,
  );

describe.each(cases)("%s, %s", (engine, pattern, identities) => {
  const base = { engine, pattern, channels: { one: least[pattern].channel }, ...optionsOf(engine) };
  const own = identities.find((kind) => kind !== "account") ?? "role";
  const foreign = identities.includes("account");
  const clientsUseKey = ["sns-sqs", "kinesis"].includes(engine);
  const whole = plan({
    ...base,
    access: [
      { client: own, produce: ["one"] },
      { client: own, administer: ["one"] },
      { client: foreign ? "foreign" : own, consume: ["one"], ...least[pattern].consume },
    ],
  });
  const [system] = whole.plan.systems;
  if (system === undefined) throw new Error(`no system; ${whole.codes.join(", ")}`);
  const { facts } = system.system;

  test("plans without an issue, as plain data", () => {
    expect(whole.codes).toEqual([]);
    expect(JSON.parse(JSON.stringify(whole.plan))).toEqual(whole.plan);
  });

  test("access: every verb means something, and only what is named", () => {
    expect(new Set(system.access.report.map(({ verb }) => verb))).toEqual(
      new Set(["produce", "consume", "administer"]),
    );
    for (const { actions } of system.access.report) for (const action of actions) expect(action).not.toContain("*");
    if (own === "role") expect(system.access.identityPolicies.map(({ client }) => client)).toContain("role");
    if (foreign) expect(Object.keys(system.access.resourceStatements).length).toBeGreaterThan(0);
  });

  test.each(everyIdentity)("access: a client known by %s is let in, or the error names engines that do", (kind) => {
    const { codes } = plan({ ...base, access: [{ client: kind, produce: ["one"] }] });
    expect(codes).toEqual(identities.includes(kind) ? [] : ["ClientUnsupported"]);
  });

  test("encryption: one key, whose policy names no account but those that are let in", () => {
    const named = system.key?.policy.match(/\d{12}/g) ?? [];
    expect(named).toContain("111122223333");
    expect(named.every((id) => ["111122223333", "444455556666"].includes(id))).toBe(true);
    // Messages on SQS, SNS and Kinesis are encrypted by whoever sends them; brokers encrypt by themselves.
    expect(system.key?.policy.includes("444455556666")).toBe(clientsUseKey);
  });

  test("autoscaling: the brokers' disks grow, or the error says that there are none", () => {
    const grown = plan({ ...base, autoscaling: { storage: { max: "4TiB" } } });
    const targets = grown.plan.systems[0]?.scaling.targets ?? [];
    expect(grown.codes).toEqual(targets.length > 0 ? [] : ["NotSupported"]);
  });

  test("logging: every log source gets a group with retention", () => {
    const sources = [...facts.logSources, ...system.functions.functions.map(({ log }) => log)];
    expect(system.logGroups.map(({ name }) => name)).toEqual(sources.map(({ name }) => name));
    for (const { retentionDays } of system.logGroups) expect(retentionDays).toBeGreaterThanOrEqual(1);
  });

  test("monitoring: every signal has an alarm of its own, a runbook that exists, and a place on the dashboard", () => {
    const signals = [...facts.signals, ...system.functions.signals];
    expect(system.alarms.alarms.map(({ id }) => id)).toEqual(signals.map(({ id }) => id));
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
    for (const { runbook, metric } of signals) {
      expect(existsSync(`docs/runbooks/${runbook}.md`)).toBe(true);
      for (const { dimensions } of metric.source === "cloudwatch" ? [metric] : Object.values(metric.metrics))
        for (const value of Object.values(dimensions)) expect(system.dashboard.body).toContain(value);
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
      access: [
        { client: own, produce: ["one"] },
        { client: own, consume: ["one"], ...least[pattern].consume },
      ],
    });
    const [existing] = found.plan.systems;
    expect(found.codes).toEqual([]);
    expect(existing?.key).toBeUndefined();
    const documents = existing?.access.identityPolicies.map(({ document }) => document).join() ?? "";
    expect(documents.includes(keyArn)).toBe(clientsUseKey);
    expect(existing?.system.facts.stateful).toEqual([]);
    // What functions of ours publish, nobody publishes where they are not built: no alarm waits for it.
    const alarms = existing?.alarms.alarms ?? [];
    const published = facts.signals.filter(isOurs).map(({ id }) => id);
    expect(alarms.filter(isOurs)).toEqual([]);
    expect(alarms.map(({ id }) => id)).toEqual(
      expect.arrayContaining(facts.signals.map(({ id }) => id).filter((id) => !published.includes(id))),
    );
    expect(alarms.length).toBe(existing?.system.facts.signals.length);
    if (published.length === 0) expect(alarms.length).toBe(facts.signals.length);
    const stack = addEnvironment(new App({ outdir: "never-written" }), found.plan)[1];
    const made = z.object({ resource: z.object({}).loose() }).parse(JSON.parse(Testing.synth(stack!)));
    expect(Object.keys(made.resource).sort()).toEqual([
      ...(existing!.alarms.composites.length > 0 ? ["aws_cloudwatch_composite_alarm"] : []),
      "aws_cloudwatch_dashboard",
      "aws_cloudwatch_metric_alarm",
      ...(own === "role" ? ["aws_iam_policy"] : []),
      ...(existing?.remedies.length ? ["aws_iam_role"] : []),
      ...(own === "role" ? ["aws_iam_role_policy_attachment"] : []),
      // A document that does what a runbook says is of the runbooks, and works on what stands as well.
      ...(existing?.remedies.length ? ["aws_ssm_document"] : []),
    ]);
  });
});

test("another engine's key under a system is an error", () => {
  for (const [engine, pattern] of cases)
    expect(plan({ engine, pattern, channels: { one: least[pattern].channel }, elsewhere: {} }).codes).toEqual([
      "UnknownKey",
    ]);
});
