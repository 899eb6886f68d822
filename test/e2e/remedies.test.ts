import { spawnSync } from "node:child_process";
import * as z from "zod";
import { readTools } from "../../bin/tools";
import type { RemedyPlan } from "../../lib/remedies/plan";
import { startEmulator, type Emulator } from "../support/emulator";
import { kafka, queues, remediesOf } from "../support/remedies";
import { everySystem } from "../support/signals";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

/** Automation as far as test/support/emulator/automation.py goes. */
function automation(request: object): unknown {
  const { status, stdout, stderr } = spawnSync(
    readTools()?.emulatorPython ?? "python3",
    ["test/support/emulator/automation.py"],
    {
      input: JSON.stringify(request),
      encoding: "utf8",
      env: { ...process.env, ...emulator.env, AWS_DEFAULT_REGION: "eu-west-1" },
    },
  );
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const call = (service: string, operation: string, given: object) => automation({ call: [service, operation, given] });
const ranSpec = z.object({ trace: z.array(z.string()), outputs: z.record(z.string(), z.unknown()) });
const content = ({ content: text }: RemedyPlan): unknown => JSON.parse(text);

const { remedies } = remediesOf(queues);
function run(id: string, parameters: object) {
  const remedy = remedies.find((one) => one.id === id);
  if (remedy === undefined) throw new Error(`no ${id}`);
  return ranSpec.parse(automation({ run: content(remedy), parameters }));
}

test("every call is an operation of its service, with arguments and answers that its model has", () => {
  const all = [...everySystem().flatMap(([, system]) => system.remedies), ...remedies, ...remediesOf(kafka).remedies];
  expect(all.length).toBeGreaterThan(20);
  expect(automation({ check: all.map(content) })).toEqual([]);
});

test("a misspelt operation, argument or answer is found", () => {
  const step = (Api: string, inputs: object, Selector: string) => ({
    parameters: {},
    mainSteps: [
      { name: "one", inputs: { Service: "sqs", Api, ...inputs }, outputs: [{ Name: "x", Selector, Type: "String" }] },
    ],
  });
  const good = { QueueUrl: "u" };
  expect(automation({ check: [step("GetQueueAttributes", good, "$.Attributes.X")] })).toEqual([]);
  for (const bad of [
    step("GetQueueAttribute", good, "$.Attributes.X"),
    step("GetQueueAttributes", { Url: "u" }, "$.Attributes.X"),
    step("GetQueueAttributes", good, "$.Attribute.X"),
  ])
    expect(automation({ check: [bad] })).toHaveLength(1);
});

test("redrive looks at a dead-letter queue, and changes nothing", () => {
  const name = "prod-work-jobs-dead-letters";
  const { QueueUrl } = z.object({ QueueUrl: z.string() }).parse(call("sqs", "CreateQueue", { QueueName: name }));
  const account = QueueUrl.split("/").at(-2) ?? "";
  call("sqs", "SendMessage", { QueueUrl, MessageBody: "failed" });
  const ours = remedies.find(({ id }) => id === "redrive");
  const document: unknown = JSON.parse((ours?.content ?? "").replaceAll("111122223333", account));
  expect(automation({ run: document, parameters: { DeadLetters: name } })).toEqual({
    trace: ["before", "decide", "after"],
    outputs: { "before.Waiting": "1", "after.Waiting": "1" },
  });
});

test("a client in quarantine has the policy after somebody approved, and loses it when it is released", () => {
  const ours = remedies.find(({ id }) => id === "quarantine");
  const trust = '{"Version":"2012-10-17","Statement":[]}';
  call("iam", "CreateRole", { RoleName: "shop", AssumeRolePolicyDocument: trust });
  const { Policy } = z
    .object({ Policy: z.object({ Arn: z.string() }) })
    .parse(call("iam", "CreatePolicy", { PolicyName: ours?.attaches?.name, PolicyDocument: ours?.attaches?.document }));
  const document: unknown = JSON.parse(
    (ours?.content ?? "").replaceAll("111122223333", Policy.Arn.split(":")[4] ?? ""),
  );
  const mode = (Mode: string) => automation({ run: document, parameters: { Role: "shop", Mode } });
  expect(mode("isolate")).toEqual({
    trace: ["before", "decide", "approveIsolation", "isolate", "after"],
    outputs: { "before.Policies": [], "after.Policies": ["prod-work-quarantined"] },
  });
  expect(mode("release")).toEqual({
    trace: ["before", "decide", "approveRelease", "release", "after"],
    outputs: { "before.Policies": ["prod-work-quarantined"], "after.Policies": [] },
  });
});

test("a service is paused and goes on, whether or not it scales by itself", () => {
  call("ecs", "CreateCluster", { clusterName: "office" });
  call("ecs", "RegisterTaskDefinition", {
    family: "printer",
    containerDefinitions: [{ name: "one", image: "x", memory: 64 }],
  });
  call("ecs", "CreateService", {
    cluster: "office",
    serviceName: "printer",
    taskDefinition: "printer",
    desiredCount: 3,
  });
  const { trace, outputs } = run("pause-printer", { Mode: "pause" });
  expect(trace.map((step) => step.replace(" failed", ""))).toEqual([
    "before",
    "decide",
    "holdScaling",
    "pause",
    "after",
  ]);
  expect(outputs).toMatchObject({ "before.Desired": 3, "after.Desired": 0 });
  expect(run("pause-printer", { Mode: "resume", Tasks: 2 }).outputs).toMatchObject({ "after.Desired": 2 });
});

test("the scaling of a service that is paused is held, and let go", () => {
  const target = {
    ServiceNamespace: "ecs",
    ScalableDimension: "ecs:service:DesiredCount",
    ResourceId: "service/office/printer",
  };
  call("application-autoscaling", "RegisterScalableTarget", { ...target, MinCapacity: 1, MaxCapacity: 4 });
  const suspended = () =>
    z
      .object({ ScalableTargets: z.array(z.looseObject({ SuspendedState: z.record(z.string(), z.boolean()) })) })
      .parse(call("application-autoscaling", "DescribeScalableTargets", { ServiceNamespace: "ecs" }))
      .ScalableTargets.flatMap(({ SuspendedState }) => Object.values(SuspendedState));
  expect(run("pause-printer", { Mode: "pause" }).trace).not.toContain("holdScaling failed");
  expect(suspended()).toEqual([true, true, true]);
  run("pause-printer", { Mode: "resume" });
  expect(suspended()).toEqual([false, false, false]);
});

test("a function's event source is stopped, and goes on", () => {
  const trust = '{"Version":"2012-10-17","Statement":[]}';
  const { Role } = z
    .object({ Role: z.object({ Arn: z.string() }) })
    .parse(call("iam", "CreateRole", { RoleName: "mailer", AssumeRolePolicyDocument: trust }));
  const emptyArchive = `PK\u0005\u0006${"\u0000".repeat(18)}`;
  call("lambda", "CreateFunction", {
    FunctionName: "mailer",
    Role: Role.Arn,
    Runtime: "nodejs22.x",
    Handler: "index.handler",
    Code: { ZipFile: emptyArchive },
  });
  call("sqs", "CreateQueue", { QueueName: "prod-work-jobs" });
  const { UUID } = z.object({ UUID: z.string() }).parse(
    call("lambda", "CreateEventSourceMapping", {
      FunctionName: "mailer",
      EventSourceArn: `arn:aws:sqs:eu-west-1:${Role.Arn.split(":")[4]}:prod-work-jobs`,
    }),
  );
  expect(run("pause-mailer", { Mode: "pause", Mapping: UUID }).outputs).toMatchObject({
    "before.State": "Enabled",
    "after.State": "Disabled",
  });
  expect(run("pause-mailer", { Mode: "resume", Mapping: UUID }).outputs).toMatchObject({ "after.State": "Enabled" });
});
