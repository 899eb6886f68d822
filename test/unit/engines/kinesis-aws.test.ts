import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Testing, TerraformStack } from "cdktf";
import * as z from "zod";
import { planKinesis, type KinesisSpec } from "../../../lib/engines/kinesis";
import { Kinesis } from "../../../lib/engines/kinesis/aws";
import { withAccess, roleClient } from "../../support/kinesis";
import { place } from "../../support/sns-sqs";

const keyArn = "arn:aws:kms:eu-west-1:111122223333:key/1";
const json = z.object({ resource: z.record(z.string(), z.record(z.string(), z.looseObject({}))).default({}) });

function build(make: (stack: TerraformStack) => void): z.output<typeof json>["resource"] {
  const stack = new TerraformStack(Testing.app(), "test");
  new AwsProvider(stack, "Aws", { region: place.region });
  make(stack);
  return json.parse(JSON.parse(Testing.synth(stack))).resource;
}
const system = (channels: KinesisSpec["channels"], more: Omit<KinesisSpec, "channels"> = {}) =>
  build((stack) => new Kinesis(stack, "System", { plan: planKinesis(place, "clicks", { channels, ...more }), keyArn }));
const only = (all: Record<string, object> | undefined) => {
  const values = Object.values(all ?? {});
  if (values.length !== 1) throw new Error(`${values.length} of them`);
  return values[0];
};

test("an on-demand stream is encrypted with our key, and cannot be destroyed", () => {
  const made = system({ views: {} });
  expect(Object.keys(made)).toEqual(["aws_kinesis_stream"]);
  expect(Object.keys(made.aws_kinesis_stream ?? {})).toEqual(["System_Streams_views_5500D7AB"]);
  const { "//": _, ...stream } = { "//": {}, ...only(made.aws_kinesis_stream) };
  expect(stream).toEqual({
    name: "prod-clicks-views",
    encryption_type: "KMS",
    kms_key_id: keyArn,
    retention_period: 168,
    stream_mode_details: { stream_mode: "ON_DEMAND" },
    lifecycle: { prevent_destroy: true },
  });
});

test("shards, their metrics and tags come when they are asked for; without protection consumers go with the stream", () => {
  const views = { partitions: 4, owner: "web", kinesis: { shardMetrics: ["IncomingBytes" as const] } };
  const made = system({ views }, { protect: false });
  expect(only(made.aws_kinesis_stream)).toMatchObject({
    shard_count: 4,
    stream_mode_details: { stream_mode: "PROVISIONED" },
    shard_level_metrics: ["IncomingBytes"],
    tags: { Owner: "web" },
    enforce_consumer_deletion: true,
  });
  expect(only(made.aws_kinesis_stream)).not.toHaveProperty("lifecycle");
});

test("groups with a fan-out are registered, never more than five at once", () => {
  const fanOut = Array.from({ length: 7 }, (_, i) => `g${i}`);
  const consumers = Object.entries(system({ views: { kinesis: { fanOut } } }).aws_kinesis_stream_consumer ?? {});
  const addresses = consumers.map(([address]) => `aws_kinesis_stream_consumer.${address}`);
  expect(consumers.map(([, consumer]) => consumer.name)).toEqual(fanOut);
  expect(consumers.map(([, { depends_on: waitsFor }]) => waitsFor)).toEqual([
    ...Array.from({ length: 5 }, () => undefined),
    [addresses[0]],
    [addresses[1]],
  ]);
});

test("another account comes in by the stream's own policy, and by that of its consumer", () => {
  const far = roleClient("far", "444455556666");
  const { plan } = withAccess({ views: { kinesis: { fanOut: ["totals"] } } }, [
    { client: far, verb: "consume", channel: "views", group: "totals" },
  ]);
  const made = build((stack) => new Kinesis(stack, "System", { plan, keyArn }));
  const policies = Object.values(made.aws_kinesis_resource_policy ?? {});
  expect(policies.map(({ resource_arn: resource }) => String(resource).replace(/_[0-9A-F]{8}/, ""))).toEqual([
    "${aws_kinesis_stream_consumer.System_Streams_views_Consumers_totals.arn}",
    "${aws_kinesis_stream.System_Streams_views.arn}",
  ]);
  for (const { policy } of policies) expect(policy).not.toMatch(/\$\{|"Principal":"\*"/);
});

test("a consumer's ARN is an output; of a system that exists nothing is built and nothing is told", () => {
  const outputs = (spec: KinesisSpec) => {
    let told: Readonly<Record<string, string>> = {};
    const made = build((stack) => {
      told = new Kinesis(stack, "System", { plan: planKinesis(place, "clicks", spec), keyArn }).outputs;
    });
    return [Object.keys(told), Object.keys(made)];
  };
  const channels = { "views.v1": { kinesis: { fanOut: ["totals"] } } };
  expect(outputs({ channels })).toEqual([
    [expect.stringMatching(/^consumer-views-v1-totals-[0-9a-f]{8}$/)],
    ["aws_kinesis_stream", "aws_kinesis_stream_consumer"],
  ]);
  expect(outputs({ channels, existing: { name: "old" } })).toEqual([[], []]);
});

test("nothing is built without a key", () => {
  const plan = planKinesis(place, "clicks", { channels: { views: {} } });
  expect(() => build((stack) => new Kinesis(stack, "System", { plan }))).toThrow(/without keyArn/);
});

test("roles are granted what they need by policies of their own", () => {
  const made = build((stack) => {
    const plan = planKinesis(place, "clicks", { channels: { views: { kinesis: { fanOut: ["totals"] } } } });
    const kinesis = new Kinesis(stack, "System", { plan, keyArn });
    const role = new IamRole(stack, "Role", { name: "app", assumeRolePolicy: "{}" });
    kinesis.grantProduce(role, "views");
    kinesis.grantConsume(role, "views", "totals");
    kinesis.grantAdminister(role, "views");
  });
  const policies = Object.fromEntries(
    Object.values(made.aws_iam_role_policy ?? {}).map(({ name, policy }) => [String(name), String(policy)]),
  );
  expect(Object.keys(policies).sort()).toEqual([
    "prod-clicks-administer-views",
    "prod-clicks-consume-views-totals",
    "prod-clicks-produce-views",
  ]);
  expect(policies["prod-clicks-produce-views"]).toContain('"Action":"kms:GenerateDataKey"');
  expect(policies["prod-clicks-consume-views-totals"]).toContain("stream/prod-clicks-views/consumer/totals:*");
  expect(policies["prod-clicks-consume-views-totals"]).toContain("table/prod-clicks-views-totals");
  expect(policies["prod-clicks-administer-views"]).not.toContain("kms:");
});
