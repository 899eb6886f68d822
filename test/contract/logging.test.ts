import { readFileSync } from "node:fs";
import * as z from "zod";
import type { AssignedLog, LogSource } from "../../lib/core/facts";
import { Issues } from "../../lib/core/issues";
import { planEnvironment, type EnvironmentPlan } from "../../lib/environment/plan";
import type { SystemStackPlan } from "../../lib/environment/system";
import { environmentOf } from "../support/least";
import { synthesize, type StackJson } from "../support/render";
import { clients, everyMode } from "../support/signals";

const domain = { administrator: "arn:aws:iam::111122223333:role/log-reader" };
const archive = { s3: { retention: { operational: "60d", audit: "3y" } } };
const built = { opensearch: { domain } };
const existing = { opensearch: { existing: { arn: "arn:aws:es:eu-west-1:111122223333:domain/team-logs" } } };
const splunk = {
  splunk: {
    endpoint: "https://hec.acme.example:8088",
    token: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:splunk-Ab12Cd",
  },
};
const only = (kind: object, what: object): object =>
  Object.fromEntries(Object.entries(kind).map(([name, spec]: [string, object]) => [name, { ...spec, ...what }]));

const everySinks: readonly (readonly [string, Readonly<Record<string, object>>])[] = [
  ["S3", { archive }],
  ["OpenSearch", { search: built }],
  ["an existing domain", { search: existing }],
  ["Splunk", { security: splunk }],
  ["S3 and Splunk", { archive, security: splunk }],
  [
    "S3, and each class its own",
    { archive, search: only(built, { logs: ["operational"] }), security: only(splunk, { logs: ["audit"] }) },
  ],
];

interface Planned {
  readonly plan: EnvironmentPlan;
  readonly system: SystemStackPlan;
  readonly found: readonly string[];
}

function planned(system: object, sinks: object): Planned {
  const issues = new Issues();
  const logging = { retention: { operational: "30d", audit: "1y" }, sinks };
  const plan = planEnvironment(
    environmentOf(system, { clients, logging }),
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const [first] = plan?.systems ?? [];
  if (plan === undefined || first === undefined) throw new Error(issues.all.map(({ message }) => message).join("\n"));
  const found = issues.all.map(({ kind, path }) => `${kind.code} ${path.join(".")}`);
  return { plan, system: first, found: found.filter((one) => !one.startsWith("InventoryOutdated")) };
}

/** What an engine and its backups write, and their functions. */
const logsOf = ({ system: { facts }, backup }: SystemStackPlan): readonly (LogSource | AssignedLog)[] => [
  ...facts.logSources,
  ...(facts.assignedLogs ?? []),
  ...backup.logSources,
  ...[...facts.functions, ...backup.functions].map(({ id }): LogSource => {
    return { kind: "cloudwatch-log-group", id: `function-${id}`, name: "", class: "operational" };
  }),
];

const referenceSpec = z.string().transform((text) => /^\$\{(aws_\w+)\.([\w-]+)\.\w+\}(.*)$/.exec(text));
/** The resource that a value of Terraform refers to. */
function referred({ resource }: StackJson, value: unknown): Readonly<Record<string, unknown>> {
  const [, type = "", name = ""] = referenceSpec.parse(value) ?? [];
  const found = resource[type]?.[name];
  if (found === undefined) throw new Error(`${String(value)} refers to nothing`);
  return found;
}
const all = ({ resource }: StackJson, type: string) => Object.values(resource[type] ?? {});

describe.each(everyMode())("%s", (_, said) => {
  describe.each(everySinks)("%s", (_, sinks) => {
    const { plan, system, found } = planned(said, sinks);
    const { delivery } = system;
    const stack = synthesize(plan)["test-orders"] ?? { resource: {} };
    const logs = logsOf(system);
    const pairs = plan.foundation.sinks.all.flatMap((sink) =>
      logs.filter((log) => sink.logs.includes(log.class)).map((log) => ({ sink, log })),
    );

    test("every log goes to every sink of its class, and nothing else does", () => {
      expect(found).toEqual([]);
      const streams = new Map(delivery?.streams.map((stream) => [stream.id, stream]));
      const told = delivery?.subscriptions.map(({ log, stream }) => [log, streams.get(stream)?.target.sink]) ?? [];
      expect(told.sort()).toEqual(pairs.map(({ sink, log }) => [log.id, sink.name]).sort());
      for (const { sink, log } of pairs) expect(streams.get(`${sink.name}-${log.class}`)?.target.kind).toBe(sink.kind);
      expect(delivery?.withheld ?? []).toEqual([]);
      for (const log of logs) expect(told.filter(([id]) => id === log.id).length).toBeLessThanOrEqual(2);
    });

    test("every stream and every subscription is watched, in Terraform too", () => {
      const names = all(stack, "aws_cloudwatch_metric_alarm").map(({ alarm_name }) => String(alarm_name));
      const watched = names.flatMap((one) => /^test-orders-log-delivery-(.*)$/.exec(one)?.[1] ?? []);
      const assigned = new Set(system.system.facts.assignedLogs?.map(({ id }) => id));
      // The metric of a subscription wants a name of the group that AWS has not assigned yet.
      const told = pairs.filter(({ log }) => !assigned.has(log.id));
      expect(watched.sort()).toEqual(
        [
          ...(pairs.length > 0 ? ["errors"] : []),
          ...(delivery?.streams ?? []).flatMap(({ id }) => [`${id}-failing`, `${id}-throttled`]),
          ...told.map(({ sink, log }) => `${log.id}-${sink.name}-refused`),
        ].sort(),
      );
      const groups = new Map(system.logGroups.map((group) => [group.id, group.name]));
      const refused = delivery?.signals.filter(({ id }) => id.endsWith("-refused")) ?? [];
      expect(refused.map(({ metric }) => metric.source === "cloudwatch" && metric.dimensions)).toEqual(
        told.map(({ sink, log }) => ({
          LogGroupName: groups.get(log.id),
          DestinationType: "Firehose",
          FilterName: `test-orders-${log.id}-${sink.name}`,
        })),
      );
    });

    test("in Terraform each has a subscription of its own, from its group to its stream", () => {
      const made = all(stack, "aws_cloudwatch_log_subscription_filter").map((filter) => {
        const group = String(filter.log_group_name);
        const assigned = /^\/aws\/amazonmq\/broker\/\$\{aws_mq_broker\.\w+\.id\}\/(\w+)$/.exec(group)?.[1];
        const { name: stream } = referred(stack, filter.destination_arn);
        return [assigned ?? referred(stack, group).name, stream, filter.filter_pattern];
      });
      const groups = new Map(system.logGroups.map((group) => [group.id, group.name]));
      const wanted = pairs.map(({ sink, log }) => [
        groups.get(log.id) ?? log.id,
        `test-orders-${sink.name}-${log.class}`,
        "",
      ]);
      expect(made.sort()).toEqual(wanted.sort());
    });

    test("streams and groups are encrypted with the key of logs, and kept as long as their class", () => {
      const key = "${data.terraform_remote_state.Foundation.outputs.keyArn}";
      const streams = all(stack, "aws_kinesis_firehose_delivery_stream");
      expect(streams).toHaveLength(delivery?.streams.length ?? 0);
      for (const stream of streams) {
        expect(stream.server_side_encryption).toMatchObject({ key_type: "CUSTOMER_MANAGED_CMK", key_arn: key });
        expect(JSON.stringify(stream)).toContain(`"error_output_prefix":"failed/orders/`);
        expect(JSON.stringify(stream).match(/"kms_key_arn":"[^"]*"/g)).toEqual([`"kms_key_arn":"${key}"`]);
      }
      const classes = new Map(logs.map((log) => [log.id, log.class]));
      const days = { operational: 30, audit: 365 };
      for (const { id, name: group, retentionDays } of system.logGroups) {
        expect(retentionDays).toBe(days[classes.get(id) ?? "operational"]);
        const body = all(stack, "aws_cloudwatch_log_group").find((one) => one.name === group);
        expect(body).toMatchObject({ kms_key_id: key, retention_in_days: retentionDays });
      }
      // Who makes a group itself is told its retention.
      for (const { class: logClass } of system.system.facts.assignedLogs ?? [])
        expect(system.system.facts.functions.flatMap(({ variables }) => Object.values(variables))).toContain(
          String(days[logClass]),
        );
    });
  });

  const { system: plain } = planned(said, {});

  test("without sinks nothing is delivered; without logs the engine says so, and the documentation too", () => {
    expect(plain.delivery).toBeUndefined();
    const { logSources, assignedLogs = [], withoutLogs } = plain.system.facts;
    expect(withoutLogs === undefined).toBe(logSources.length + assignedLogs.length > 0);
    expect(readFileSync("docs/logging.md", "utf8").replaceAll(/\s+/g, " ")).toContain(withoutLogs ?? "");
  });

  describe("messages are confidential", () => {
    const secret = { ...said, dataClass: "confidential" };
    const holding = logsOf(plain).filter(({ payloads }) => payloads === true);
    const outcome = (sink: object) => {
      const { system, found } = planned(secret, { out: sink });
      const told = system.delivery?.subscriptions.map(({ log }) => log) ?? [];
      const kept = system.delivery?.withheld.map(({ log }) => log) ?? [];
      return { found, told: told.sort(), kept: kept.sort() };
    };
    const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id).sort();
    const without = logsOf(plain).filter((log) => !holding.includes(log));

    test.each([
      ["our archive", archive],
      ["our domain", built],
      ["Splunk that may", only(splunk, { dataClass: "confidential" })],
      ["a domain that may hold more", only(existing, { dataClass: "restricted" })],
    ])("%s takes every log", (_, sink) => {
      expect(outcome(sink)).toEqual({ found: [], told: ids(logsOf(plain)), kept: [] });
    });

    test.each([
      ["Splunk", only(splunk, { dataClass: "internal" })],
      ["a domain", only(existing, { dataClass: "internal" })],
    ])("%s that may not hold them takes the logs in which none can stand", (_, sink) => {
      const { found, told, kept } = outcome(sink);
      expect({ found, told }).toEqual({ found: [], told: ids(without) });
      expect(kept).toEqual(told.length > 0 ? ids(holding) : []);
    });

    test.each([
      ["splunk", splunk],
      ["opensearch", existing],
    ])("%s of which nobody says it is an error, where a log can hold them", (kind, sink) => {
      const { found } = outcome(sink);
      expect(found).toEqual(holding.map(() => `SinkClassMissing logging.sinks.out.${kind}`));
    });
  });
});

describe.each(everySinks)("the foundation, %s", (_, sinks) => {
  const { plan } = planned({ engine: "kinesis", pattern: "event-stream", channels: { one: {} } }, sinks);
  const { delivery, sinks: made } = plan.foundation;

  test("the audit trail and the flow logs go to every sink of their class", () => {
    const told = delivery?.subscriptions.map(({ log, stream }) => `${log} ${stream}`) ?? [];
    const logs = { audit: "audit", flow: "operational" } as const;
    const wanted = made.all.flatMap((sink) =>
      Object.entries(logs).flatMap(([log, logClass]) =>
        sink.logs.includes(logClass) ? [`${log} ${sink.name}-${logClass}`] : [],
      ),
    );
    expect(told.sort()).toEqual(wanted.sort());
  });

  test("the archive keeps objects as long as it says, and the records that no sink took 90 days", () => {
    const kept = Object.fromEntries(made.bucket?.ends?.map(({ prefix, expireDays }) => [prefix, expireDays]) ?? []);
    const archived = "archive" in sinks ? { "operational/": 60, "audit/": 3 * 365 } : {};
    expect(kept).toEqual({ ...archived, "failed/": 90 });
  });
});
