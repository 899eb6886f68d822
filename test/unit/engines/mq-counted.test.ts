import { batchesOf, type Measurement } from "../../../lib/core/publish";
import { policyText } from "../../../lib/core/policy";
import { decide } from "../../support/iam";
import { activeMqPlan, planBrokerSystem, soundPlan } from "../../support/mq";

const jobs = { channels: { jobs: {} }, access: [{ client: "till", produce: ["jobs"] }] };
const counting = (system: object) => soundPlan(system).facts.functions.find(({ id }) => id === "queues");
const codes = (system: object, more = {}) =>
  planBrokerSystem(system, undefined, undefined, more).issues.map(
    ({ code, path, message }) => `${code} ${path}: ${message}`,
  );

describe("the function that counts", () => {
  test("is called every minute with every queue, those of dead letters and of the archive too", () => {
    expect(counting({ ...jobs, backup: { archive: { retention: "30d" } } })).toMatchObject({
      inNetwork: true,
      fleeting: true,
      variables: { SYSTEM: "shop", NAMESPACE: "Signalbox/prod", USER_SECRET: "prod/shop/signalbox-metrics" },
      lateVariables: ["ENDPOINT"],
      trigger: {
        kind: "schedule",
        expression: "rate(1 minute)",
        input: '{"queues":["jobs","jobs.dead-letters","jobs.archive","jobs.archive.dead-letters"]}',
      },
    });
  });

  test("is there where Amazon MQ counts no queues and Signalbox makes the broker", () => {
    expect(counting({ ...jobs, mq: { version: "3.13" } })).toBeUndefined();
    expect(counting({ channels: jobs.channels, existing: { name: "old" } })).toBeUndefined();
    expect(activeMqPlan(jobs).facts.functions.map(({ id }) => id)).toEqual(["broker"]);
  });

  test("signs in as a user that sees its virtual host and has no right in it", () => {
    const { desired, users } = soundPlan(jobs);
    expect(desired.users).toEqual([
      { name: "till", secret: "prod/shop/till" },
      { name: "signalbox-metrics", secret: "prod/shop/signalbox-metrics", tags: ["management"] },
    ]);
    expect(users.map(({ user }) => user)).toEqual(["till", "signalbox-metrics"]);
  });

  test.each([
    ["secretsmanager:GetSecretValue", "secretsmanager", "secret:prod/shop/signalbox-metrics-Ab12Cd", {}, "allowed"],
    ["secretsmanager:GetSecretValue", "secretsmanager", "secret:prod/shop/signalbox-Ab12Cd", {}, "denied"],
    ["secretsmanager:GetSecretValue", "secretsmanager", "secret:prod/shop/till-Ab12Cd", {}, "denied"],
    ["secretsmanager:PutSecretValue", "secretsmanager", "secret:prod/shop/signalbox-metrics-Ab12Cd", {}, "denied"],
    [
      "cloudwatch:PutMetricData",
      "cloudwatch",
      "dataset/default",
      { "cloudwatch:namespace": "Signalbox/prod" },
      "allowed",
    ],
    ["cloudwatch:PutMetricData", "cloudwatch", "dataset/default", { "cloudwatch:namespace": "AWS/AmazonMQ" }, "denied"],
    ["mq:DescribeBroker", "mq", "broker:prod-shop:b-1", {}, "denied"],
  ] as const)("may do what it does: %s on %s %s with %j is %s", async (action, service, resource, context, outcome) => {
    const account = "111122223333";
    const decision = await decide({
      principal: `arn:aws:iam::${account}:role/prod-shop-queues`,
      action,
      resource: `arn:aws:${service}:eu-west-1:${account}:${resource}`,
      account,
      context,
      identityPolicies: [policyText(counting(jobs)?.statements ?? [])],
    });
    expect(decision).toBe(outcome);
  });
});

describe("from within the network", () => {
  const network = (...endpoints: string[]) => ({ cidr: "10.40.0.0/16", endpoints });
  const archived = { ...jobs, backup: { archive: { retention: "30d" } } };
  const no = (path: string, services: string): unknown =>
    expect.stringMatching(new RegExp(`^EndpointMissing ${path}: .* no endpoint for ${services};`));

  test.each([
    [jobs, network("logs", "monitoring", "secretsmanager"), []],
    [jobs, network("logs", "secretsmanager"), [no("", "monitoring")]],
    [jobs, network(), [no("", "secretsmanager and logs and monitoring")]],
    [{ ...jobs, mq: { version: "3.13" } }, network("logs", "secretsmanager"), []],
    [{ ...jobs, mq: { broker: "activemq" } }, network(), []],
    [archived, network("lambda", "logs", "monitoring", "secretsmanager", "sts"), []],
    [archived, network("logs", "monitoring", "secretsmanager"), [no("backup.archive", "lambda and sts")]],
  ])("%j in %j", (system, at, expected) => {
    expect(codes(system, { network: at })).toEqual(expected);
  });
});

describe("limits", () => {
  const input = (names: readonly string[]) =>
    JSON.stringify({ queues: names.flatMap((name) => [name, `${name}.dead-letters`]) }).length;
  /** Channels whose names are as long together as they may be, and so many characters longer. */
  const named = (more: number) => {
    const names = Array.from({ length: 2_500 }, (_, index) => `channel-${String(index).padStart(22, "0")}`);
    const missing = (256 * 1024 - input(names)) / 2 + more;
    const all = names.map((name, index) => `${name}${"x".repeat(index < missing % names.length ? 1 : 0)}`);
    const each = Math.floor(missing / names.length);
    return Object.fromEntries(all.map((name) => [`${name}${"x".repeat(each)}`, {}]));
  };
  test.each([
    [0, false],
    [1, true],
  ])("names of 256 KiB and %i characters more: an error, %s", (more, expected) => {
    const mq = { instanceType: "mq.m7g.16xlarge" };
    const said = codes({ channels: named(more), mq });
    expect(said).toEqual(
      expected ? [expect.stringMatching(/^QueueNamesTooLong channels: .* 262146 bytes; 262144/)] : [],
    );
  });

  const measurements = (count: number) =>
    Array.from({ length: count }, (_, value): Measurement => ({ name: "MessageCount", value, unit: "Count" }));
  test.each([
    [0, []],
    [1_000, [1_000]],
    [1_001, [1_000, 1]],
    [2_001, [1_000, 1_000, 1]],
  ])("%i measurements are published in calls of %j", (count, sizes) => {
    const batches = batchesOf(measurements(count));
    expect(batches.map(({ length }) => length)).toEqual(sizes);
    expect(batches.flat()).toEqual(measurements(count));
  });
});
