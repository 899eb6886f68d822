import { App, TerraformStack, Testing } from "cdktf";
import * as z from "zod";
import type { FunctionFacts } from "../../lib/core/facts";
import { Functions, type FunctionsProps } from "../../lib/functions/aws";
import { planFunctions } from "../../lib/functions/plan";
import { decide } from "../support/iam";
import { place } from "../support/sns-sqs";

const facts: FunctionFacts = {
  id: "topics",
  entry: "../test/support/functions/echo",
  description: "Says what it was told",
  timeoutSeconds: 60,
  memoryMiB: 256,
  inNetwork: true,
  statements: [
    { Sid: "Own", Effect: "Allow", Action: "kafka-cluster:Connect", Resource: "arn:aws:kafka:eu-west-1:1:x" },
  ],
  variables: { REGION: "eu-west-1" },
  lateVariables: ["BOOTSTRAP"],
  trigger: { kind: "change", input: '{"topics":[]}' },
};
const planWith = (more: Partial<FunctionFacts>) =>
  planFunctions(place, { name: "orders", functions: [{ ...facts, ...more }] }, "alias/prod-orders");
const plan = planWith({});
const props: FunctionsProps = {
  plan,
  keyArn: "arn:key",
  logGroupNames: { "function-topics": "/aws/lambda/prod-orders-topics" },
  variables: { topics: { BOOTSTRAP: "b-1:9098" } },
  network: { vpcId: "vpc-1", subnetIds: ["subnet-1"], cidr: "10.40.0.0/16" },
};
const stackSpec = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
});

function build(more: Partial<FunctionsProps> = {}) {
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  new Functions(stack, "Functions", { ...props, ...more });
  return stackSpec.parse(JSON.parse(Testing.synth(stack))).resource;
}
const only = <T>(resources: Record<string, T> | undefined): T | undefined => Object.values(resources ?? {})[0];

test("a function's role may do what the engine says, write its own log, and little more", () => {
  const document = z
    .object({ Statement: z.array(z.object({ Sid: z.string(), Resource: z.string() })) })
    .parse(JSON.parse(plan.functions[0]?.role.document ?? "{}"));
  expect(document.Statement.map(({ Sid, Resource }) => `${Sid} ${Resource}`)).toEqual([
    "WriteLog arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/prod-orders-topics:*",
    "WriteTraces *",
    "SetFailedCallsAside arn:aws:sqs:eu-west-1:111122223333:prod-orders-failed-calls",
    "UseKey arn:aws:kms:eu-west-1:111122223333:key/*",
    "LiveInNetwork arn:aws:ec2:eu-west-1:111122223333:*/*",
    "SeeNetwork *",
    "Own arn:aws:kafka:eu-west-1:1:x",
  ]);
});

test("outside the network a function knows nothing of it", () => {
  const [outside] = planWith({ inNetwork: false }).functions;
  expect(outside?.role.document).not.toContain("ec2:");
});

test("it is bundled, encrypted, traced and logged, and called with its input", () => {
  const made = build();
  expect(only(made.aws_lambda_function)).toMatchObject({
    function_name: "prod-orders-topics",
    environment: { variables: { REGION: "eu-west-1", BOOTSTRAP: "b-1:9098" } },
    kms_key_arn: "arn:key",
    tracing_config: { mode: "Active" },
    logging_config: { log_group: "/aws/lambda/prod-orders-topics" },
    runtime: "nodejs22.x",
  });
  expect(only(made.aws_lambda_invocation)).toMatchObject({ input: '{"topics":[]}', lifecycle_scope: "CREATE_ONLY" });
});

test("only a function whose calls must not overlap reserves an execution of the account", () => {
  expect(only(build().aws_lambda_function)).not.toHaveProperty("reserved_concurrent_executions");
  expect(only(build({ plan: planWith({ serial: true }) }).aws_lambda_function)).toMatchObject({
    reserved_concurrent_executions: 1,
  });
});

test("calls that nobody waited for and that failed are kept, and tell somebody", () => {
  const made = build();
  expect(only(made.aws_sqs_queue)).toMatchObject({
    name: "prod-orders-failed-calls",
    kms_master_key_id: "arn:key",
    message_retention_seconds: 1_209_600,
  });
  expect(only(made.aws_lambda_function)).toHaveProperty(
    "dead_letter_config.target_arn",
    expect.stringMatching(/^\$\{aws_sqs_queue\.Functions_FailedCalls_\w+\.arn\}$/),
  );
  expect(plan.signals.map(({ id, runbook }) => `${id} ${runbook}`)).toEqual([
    "function-topics-errors function-failed",
    "function-failed-calls function-failed",
  ]);
  expect(planFunctions(place, { name: "orders", functions: [] }, undefined)).toEqual({ functions: [], signals: [] });
});

test("by the clock it is called by a role that may call nothing else", async () => {
  const scheduled = planWith({ trigger: { kind: "schedule", expression: "cron(0 3 * * ? *)", input: "{}" } });
  const made = build({ plan: scheduled });
  expect(made.aws_lambda_invocation).toBeUndefined();
  expect(only(made.aws_scheduler_schedule)).toMatchObject({
    name: "prod-orders-topics",
    schedule_expression: "cron(0 3 * * ? *)",
    kms_key_arn: "arn:key",
    target: { input: "{}" },
  });
  const call = (resource: string) =>
    decide({
      principal: "arn:aws:iam::111122223333:role/prod-orders-schedules",
      action: "lambda:InvokeFunction",
      resource: `arn:aws:lambda:eu-west-1:111122223333:function:${resource}`,
      account: "111122223333",
      identityPolicies: [scheduled.schedules?.role.document ?? ""],
    });
  expect(await call("prod-orders-topics")).toBe("allowed");
  expect(await call("prod-orders-other")).toBe("denied");
});

test("a fleeting call is neither repeated nor set aside, and one that fails is no alarm", () => {
  const fleeting = planWith({
    trigger: { kind: "schedule", expression: "rate(1 minute)", input: "{}" },
    fleeting: true,
  });
  const made = build({ plan: fleeting });
  expect(only(made.aws_lambda_function_event_invoke_config)).toMatchObject({
    maximum_retry_attempts: 0,
    maximum_event_age_in_seconds: 60,
  });
  expect(only(made.aws_lambda_function)).not.toHaveProperty("dead_letter_config");
  expect(fleeting.functions[0]?.role.document).not.toContain("sqs:SendMessage");
  expect(fleeting.signals[0]).toMatchObject({ id: "function-topics-errors", periods: 3, breaching: 3 });
  expect(build().aws_lambda_function_event_invoke_config).toBeUndefined();
});

test("what goes by the clock waits for what Terraform calls: a broker has its users by then", () => {
  const plans = planFunctions(
    place,
    {
      name: "orders",
      functions: [
        facts,
        { ...facts, id: "count", trigger: { kind: "schedule", expression: "rate(1 minute)", input: "{}" } },
      ],
    },
    "alias/prod-orders",
  );
  const made = build({ plan: plans, variables: { topics: { BOOTSTRAP: "b" }, count: { BOOTSTRAP: "b" } } });
  expect(only(made.aws_scheduler_schedule)?.depends_on).toContainEqual(
    expect.stringMatching(/^aws_lambda_invocation\.Functions_topics_Invocation_/),
  );
});

test("a service calls it on behalf of the one thing that is named", () => {
  const caller = { id: "alarm", service: "lambda.alarms.cloudwatch.amazonaws.com", sourceArn: "arn:alarm" };
  const made = build({ plan: planWith({ trigger: { kind: "call", callers: [caller] } }) });
  expect(only(made.aws_lambda_permission)).toMatchObject({
    action: "lambda:InvokeFunction",
    principal: caller.service,
    source_arn: caller.sourceArn,
  });
  expect(made.aws_scheduler_schedule).toBeUndefined();
});

test("what it needs and nobody gives is said when it is built", () => {
  expect(() => build({ variables: {} })).toThrow("the function 'topics' needs BOOTSTRAP");
  expect(() => build({ plan: planWith({ entry: "nowhere" }) })).toThrow("no program lib/nowhere");
  const { network: _, ...outside } = props;
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  expect(() => new Functions(stack, "Functions", outside)).toThrow("runs in the network, and there is none");
});
