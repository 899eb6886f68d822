import { App, TerraformStack, Testing } from "cdktf";
import * as z from "zod";
import type { FunctionFacts } from "../../lib/core/facts";
import { Functions, type FunctionsProps } from "../../lib/functions/aws";
import { planFunctions } from "../../lib/functions/plan";
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
  input: '{"topics":[]}',
};
const plan = planFunctions(place, { name: "orders", functions: [facts] }, "alias/prod-orders");
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
const only = (resources: Record<string, unknown> | undefined) => Object.values(resources ?? {})[0];

test("a function's role may do what the engine says, write its own log, and little more", () => {
  const document = z
    .object({ Statement: z.array(z.object({ Sid: z.string(), Resource: z.string() })) })
    .parse(JSON.parse(plan[0]?.document ?? "{}"));
  expect(document.Statement.map(({ Sid, Resource }) => `${Sid} ${Resource}`)).toEqual([
    "WriteLog arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/prod-orders-topics:*",
    "WriteTraces *",
    "DecryptVariables arn:aws:kms:eu-west-1:111122223333:key/*",
    "LiveInNetwork arn:aws:ec2:eu-west-1:111122223333:*/*",
    "SeeNetwork *",
    "Own arn:aws:kafka:eu-west-1:1:x",
  ]);
});

test("outside the network a function knows nothing of it", () => {
  const [outside] = planFunctions(
    place,
    { name: "orders", functions: [{ ...facts, inNetwork: false }] },
    "alias/prod-orders",
  );
  expect(outside?.document).not.toContain("ec2:");
});

test("it is bundled, encrypted, traced and logged, and called with its input", () => {
  const made = build();
  expect(only(made.aws_lambda_function)).toMatchObject({
    function_name: "prod-orders-topics",
    environment: { variables: { REGION: "eu-west-1", BOOTSTRAP: "b-1:9098" } },
    kms_key_arn: "arn:key",
    tracing_config: { mode: "Active" },
    logging_config: { log_group: "/aws/lambda/prod-orders-topics" },
    reserved_concurrent_executions: 1,
    runtime: "nodejs22.x",
  });
  expect(only(made.aws_lambda_invocation)).toMatchObject({ input: '{"topics":[]}', lifecycle_scope: "CREATE_ONLY" });
});

test("what it needs and nobody gives is said when it is built", () => {
  expect(() => build({ variables: {} })).toThrow("the function 'topics' needs BOOTSTRAP");
  expect(() => build({ plan: plan.map((one) => ({ ...one, entry: "nowhere" })) })).toThrow("no program lib/nowhere");
  const { network: _, ...outside } = props;
  const stack = new TerraformStack(new App({ outdir: "never-written" }), "stack");
  expect(() => new Functions(stack, "Functions", outside)).toThrow("runs in the network, and there is none");
});
