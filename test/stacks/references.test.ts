import * as z from "zod";
import { planned } from "../support/environments";
import { synthesize, type StackJson } from "../support/render";

/** Arguments by which resources are named. */
const naming = ["alarm_name", "bucket", "broker_name", "cluster_name", "configuration_name", "dashboard_name"]
  .concat(["domain_name", "function_name", "name"])
  .sort();

/**
 * Arguments that name other resources of their stack by literal text, without a dependency: why AWS accepts them before
 * the named resource exists, and after it is deleted. Everything else that names a resource depends on it.
 */
const unchecked: Readonly<Record<string, string>> = {
  "aws_cloudwatch_composite_alarm.alarm_actions": "CloudWatch does not check that a topic exists",
  "aws_cloudwatch_composite_alarm.alarm_rule": "the rule names alarms, whose names begin with those of other resources",
  "aws_cloudwatch_composite_alarm.ok_actions": "CloudWatch does not check that a topic exists",
  "aws_cloudwatch_dashboard.dashboard_body": "a widget of a missing metric or alarm is empty",
  "aws_cloudwatch_event_target.arn": "EventBridge does not check that a topic exists",
  "aws_cloudwatch_event_target.input": "text for readers",
  "aws_cloudwatch_log_metric_filter.metric_transformation": "the name of a metric's namespace",
  "aws_cloudwatch_log_resource_policy.policy_document": "resources of a policy are patterns, which are not checked",
  "aws_cloudwatch_metric_alarm.alarm_actions": "CloudWatch does not check that a topic exists",
  "aws_cloudwatch_metric_alarm.dimensions": "an alarm of a missing metric has no data",
  "aws_cloudwatch_metric_alarm.metric_query": "an alarm of a missing metric has no data",
  "aws_cloudwatch_metric_alarm.namespace": "the name of a metric's namespace",
  "aws_cloudwatch_metric_alarm.ok_actions": "CloudWatch does not check that a topic exists",
  "aws_iam_policy.policy": "resources of a policy are patterns, which are not checked",
  "aws_iam_role.assume_role_policy": "conditions are not checked; principals are services",
  "aws_kinesis_firehose_delivery_stream.extended_s3_configuration":
    "names the role's and the log's prefix; buckets are of the foundation",
  "aws_kinesis_firehose_delivery_stream.opensearch_configuration":
    "Firehose connects when it delivers, not when it is created",
  "aws_kinesis_firehose_delivery_stream.splunk_configuration":
    "Firehose connects when it delivers, not when it is created",
  "aws_kinesis_resource_policy.policy": "resources of a policy are patterns, which are not checked",
  "aws_kms_key.policy": "conditions are not checked; principals are services and accounts",
  "aws_lambda_function.environment": "text that the function reads when it runs",
  "aws_s3_bucket_policy.policy": "conditions are not checked; principals are services",
  "aws_s3_object.content": "the inventory, as text",
  "aws_scheduler_schedule.target": "the input of a function, as text",
  "aws_sfn_state_machine.definition": "Step Functions does not check that a function exists",
  "aws_sns_topic_subscription.redrive_policy": "names the queue, on which it depends",
  "aws_sqs_queue.policy": "conditions are not checked; principals are services and accounts",
  "aws_sqs_queue.redrive_allow_policy": "SQS does not check that a source queue exists",
  "aws_sqs_queue.redrive_policy": "names the queue, on which it depends",
  "aws_ssm_document.content": "the steps run when an operator starts them",
};

interface Resource {
  readonly type: string;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const resourcesOf = ({ resource }: StackJson): Resource[] =>
  Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([id, body]) => ({ type, address: `${type}.${id}`, body })),
  );

/** The addresses that each resource depends on, also through others. */
function dependencies(resources: readonly Resource[]): Map<string, Set<string>> {
  const known = new Set(resources.map(({ address }) => address));
  const direct = new Map(
    resources.map(({ address, body: { "//": _, ...body } }) => {
      const named = [...JSON.stringify(body).matchAll(/\baws_[a-z0-9_]+\.[\w-]+/g)].map(([text]) => text);
      return [address, named.filter((name) => known.has(name) && name !== address)];
    }),
  );
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of direct.get(from) ?? [])
      if (!seen.has(next)) {
        seen.add(next);
        reach(next, seen);
      }
    return seen;
  };
  return new Map(resources.map(({ address }) => [address, reach(address)]));
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** `aws_sqs_queue.policy` of each argument that names a resource which nothing makes Terraform create first. */
function independentNames(stack: StackJson): string[] {
  const resources = resourcesOf(stack);
  const reached = dependencies(resources);
  const names = resources.flatMap(({ address, body }) =>
    naming.flatMap((argument) => {
      const name = body[argument];
      if (typeof name !== "string" || name.includes("${")) return [];
      return [{ address, name, pattern: new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-]|\\.fifo)`) }];
    }),
  );
  const found = resources.flatMap(({ type, address, body }) =>
    Object.entries(body).flatMap(([argument, value]) => {
      if (["//", "depends_on", "lifecycle", ...naming].includes(argument) || argument.includes("description"))
        return [];
      const text = JSON.stringify(value);
      const independent = names.some(
        (other) =>
          other.address !== address &&
          text.includes(other.name) &&
          reached.get(address)?.has(other.address) === false &&
          other.pattern.test(text),
      );
      return independent ? [`${type}.${argument}`] : [];
    }),
  );
  return [...new Set(found)];
}

const stacks = Object.values({ ...synthesize(planned("prod")), ...synthesize(planned("sandbox")) });

test("what names a resource of its stack depends on it, or AWS accepts the name of one that does not exist", () => {
  const found = new Set(stacks.flatMap(independentNames));
  expect([...found].sort()).toEqual(Object.keys(unchecked).sort());
});

const alarmSpec = z.looseObject({
  alarm_name: z.string(),
  alarm_rule: z.string().default(""),
  actions_suppressor: z.looseObject({ alarm: z.string() }).optional(),
  lifecycle: z.object({ create_before_destroy: z.literal(true) }).optional(),
});

test("every alarm that a composite alarm names is deleted after the composite alarm is updated", () => {
  const alarms = stacks.flatMap(({ resource }) =>
    ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"].flatMap((type) =>
      Object.values(resource[type] ?? {}).map((body) => alarmSpec.parse(body)),
    ),
  );
  const rules = alarms.map(({ alarm_rule: rule }) => rule).join(" ");
  const named = new Set([
    ...[...rules.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name),
    ...alarms.flatMap(({ actions_suppressor: suppressor }) => suppressor?.alarm ?? []),
  ]);
  expect(named.size).toBeGreaterThan(100);
  const early = alarms.filter(({ alarm_name: name, lifecycle }) => named.has(name) && lifecycle === undefined);
  expect(early.map(({ alarm_name: name }) => name)).toEqual([]);
});
