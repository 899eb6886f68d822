import { policyText } from "../../../lib/core/policy";
import type { ArchiveProgram } from "../../../lib/core/archive/facts";
import { planMq } from "../../../lib/engines/mq";
import { decide } from "../../support/iam";
import { definitionsOf, planBrokerSystem, soundPlan } from "../../support/mq";

const backup = { archive: { retention: "30d" } };
const jobs = { channels: { jobs: {} }, access: [{ client: "till", produce: ["jobs"] }], backup };

describe("a plan with an archive", () => {
  test("gives a work queue a copy, and a user that may read it and nothing else", () => {
    const { queues, bindings, policies, permissions } = definitionsOf(soundPlan(jobs));
    expect(queues.map(({ name }) => name)).toEqual([
      "jobs",
      "jobs.dead-letters",
      "jobs.archive",
      "jobs.archive.dead-letters",
    ]);
    expect(bindings.filter(({ source }) => source === "jobs").map(({ destination }) => destination)).toEqual([
      "jobs",
      "jobs.archive",
    ]);
    expect(policies.find(({ name }) => name === "jobs.archive")?.definition).toEqual({
      "dead-letter-exchange": "jobs.archive.dead-letters",
      "delivery-limit": 999,
      "max-length": policies[0]?.definition["max-length"],
      overflow: "drop-head",
    });
    const scratch = "^prod-shop-restore-[0-9a-f]{8}$";
    expect(permissions.slice(1)).toEqual([
      { user: "signalbox-archive", vhost: "shop", configure: "^$", write: "^$", read: "^jobs\\.archive$" },
      { user: "signalbox-restore", vhost: "shop", configure: scratch, write: scratch, read: scratch },
      { user: "signalbox-metrics", vhost: "shop", configure: "^$", write: "^$", read: "^$" },
    ]);
  });

  test("gives a channel with subscribers one copy of everything, whatever they filter", () => {
    const plan = soundPlan({
      pattern: "pub-sub",
      channels: { sales: { ordered: true, subscribers: { a: { filter: { kind: ["x"] } }, b: {} } } },
      backup,
    });
    const { bindings, queues } = definitionsOf(plan);
    expect(bindings.filter(({ destination }) => destination === "sales.archive")).toMatchObject([
      { source: "sales", arguments: {} },
    ]);
    expect(queues.find(({ name }) => name === "sales.archive")?.arguments).toEqual({ "x-queue-type": "quorum" });
    expect(plan.facts.archive?.sources).toMatchObject([
      { id: "sales", channel: "sales", source: { kind: "amazon-mq", queue: "sales.archive", virtualHost: "shop" } },
    ]);
  });

  test("archives what an exchange routes where it arrives", () => {
    const { plan } = planBrokerSystem({
      pattern: "broker",
      channels: {
        events: { type: "exchange", kind: "topic" },
        all: { type: "queue", bindings: [{ exchange: "events", routingKey: "#" }] },
      },
      backup,
    });
    const bindings = plan === undefined ? [] : definitionsOf(plan).bindings;
    expect(
      bindings.filter(({ destination }) => destination === "all.archive").map((one) => [one.source, one.routing_key]),
    ).toEqual([
      ["all", ""],
      ["events", "#"],
    ]);
    expect(plan?.facts.archive?.sources.map(({ channel }) => channel)).toEqual(["all"]);
  });

  test("watches the archive's queues, and opens the way for what reads them", () => {
    const { facts, securityGroup } = soundPlan(jobs);
    const signals = facts.signals.filter(({ runbook }) => runbook === "broker-archive-behind");
    expect(signals.map(({ id }) => id)).toEqual(["jobs.archive-dead-letters", "jobs.archive-backlog"]);
    expect(securityGroup.egress?.map(({ port, cidr }) => [port, cidr])).toEqual([
      [5671, "10.40.0.0/16"],
      [443, "10.40.0.0/16"],
    ]);
    expect(soundPlan({ channels: { jobs: {} } }).securityGroup.egress).toBeUndefined();
  });

  test("is nothing that ActiveMQ, a system that stands, or a client's name can have", () => {
    const refusals = (system: object) =>
      planBrokerSystem(system).issues.map(({ code, path, message }) => [code, path, message.split(":")[0]]);
    expect(refusals({ ...jobs, mq: { broker: "activemq" } })).toEqual([["NotSupported", "backup.archive", "activemq"]]);
    const place = { environment: "prod", account: "111122223333", region: "eu-west-1" };
    expect(() =>
      planMq(place, "old", {
        pattern: "work-queue",
        channels: { jobs: {} },
        existing: { name: "old" },
        needs: { archive: true },
      }),
    ).toThrow("makes no queues in it");
    expect(
      refusals({ pattern: "pub-sub", channels: { jobs: { subscribers: { archive: {} } } }, backup }).map(
        ([code]) => code,
      ),
    ).toEqual(["NameCollision", "NameCollision"]);
  });
});

describe("roles", () => {
  const account = "111122223333";
  const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${account}:${resource}`;
  const secret = (name: string) => arn("secretsmanager", `secret:prod/shop/${name}-Ab12Cd`);
  const may = ({ id, statements }: ArchiveProgram, action: string, resource: string) =>
    decide({
      principal: `arn:aws:iam::${account}:role/prod-shop-${id}`,
      action,
      resource,
      account,
      identityPolicies: [policyText(statements)],
    });
  const programs = (plan: ReturnType<typeof soundPlan>) => {
    const { archive: facts, export: exported } = plan.facts;
    if (exported === undefined) throw new Error("nothing is exported");
    return { archive: facts?.archive, replay: facts?.replay, export: exported.program };
  };
  const rabbit = programs(soundPlan(jobs));
  const active = programs(soundPlan({ channels: { jobs: {} }, mq: { broker: "activemq" } }));

  test.each([
    ["archive", "secretsmanager:GetSecretValue", secret("signalbox-archive"), "allowed"],
    ["archive", "secretsmanager:GetSecretValue", secret("signalbox-restore"), "denied"],
    ["archive", "secretsmanager:GetSecretValue", secret("signalbox"), "denied"],
    ["archive", "mq:DescribeBroker", arn("mq", "broker:prod-shop:b-1"), "allowed"],
    ["archive", "mq:DescribeBroker", arn("mq", "broker:prod-shop-2:b-1"), "denied"],
    ["archive", "mq:RebootBroker", arn("mq", "broker:prod-shop:b-1"), "denied"],
    ["archive", "ec2:DescribeVpcs", "*", "allowed"],
    ["replay", "secretsmanager:GetSecretValue", secret("signalbox-restore"), "allowed"],
    ["replay", "secretsmanager:GetSecretValue", secret("signalbox-archive"), "denied"],
    ["replay", "secretsmanager:GetSecretValue", secret("signalbox"), "denied"],
    ["export", "secretsmanager:GetSecretValue", secret("signalbox"), "allowed"],
    ["export", "secretsmanager:GetSecretValue", secret("till"), "denied"],
    ["export", "secretsmanager:PutSecretValue", secret("signalbox"), "denied"],
  ] as const)("%s: %s on %s is %s", async (program, action, resource, outcome) => {
    const found = rabbit[program];
    if (found === undefined) throw new Error(`there is no ${program}`);
    expect(await may(found, action, resource)).toBe(outcome);
  });

  test.each([
    ["mq:DescribeUser", arn("mq", "broker:prod-shop:b-1"), "allowed"],
    ["mq:UpdateUser", arn("mq", "broker:prod-shop:b-1"), "denied"],
    ["mq:DescribeConfigurationRevision", arn("mq", "configuration:c-1"), "allowed"],
    ["secretsmanager:GetSecretValue", secret("signalbox"), "denied"],
  ] as const)("the export of ActiveMQ: %s on %s is %s", async (action, resource, outcome) => {
    expect(await may(active.export, action, resource)).toBe(outcome);
  });
});
