import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { terraform } from "../../bin/tools";
import { deploymentSteps } from "../../lib/environment/plan";
import { topicArnOf } from "../../lib/monitoring/alerts";
import { startEmulator, type Emulator } from "../support/emulator";
import { alarmsThere, disagreements, left, statesHold } from "../support/left";
import { archivedRecord, writeRecord } from "../support/log-records";
import { messageFor, Messenger } from "../support/messages";
import { prepareSandbox, start, type Running, type Sandbox } from "../support/sandbox";
import { channelsOf, topicOf } from "../support/sns-sqs";
import { Streams, streamsOf } from "../support/streams";
import { deployWorkflow, jobsOf, scriptOf, type Job } from "../support/workflow";
import { mayBeChanged } from "./sandbox/may-be-changed";
import { restores } from "./sandbox/restores";

const minutes = 60_000;

const jobs = jobsOf(deployWorkflow);
const logs = ".cache/logs";
let emulator: Emulator;
let sandbox: Sandbox;
/** What the deploy finds, and does not create. */
let before: Awaited<ReturnType<Emulator["resources"]>>;

beforeAll(async () => {
  emulator = await startEmulator({ log: join(logs, "e2e-emulator.log") });
  sandbox = await prepareSandbox(emulator.endpoint);
  before = await emulator.resources();
});
afterAll(() => emulator.stop());

const scalers = () =>
  sandbox.plan.systems.flatMap(({ scaling }) => scaling.consumers.flatMap((one) => [one.out, one.in]));
const stackNames = () => deploymentSteps(sandbox.plan).flat().sort();
const run = (command: string): Running => start(command, sandbox.env, join(logs, "e2e.log"));
const runJob = (job: Job | undefined): Running => run(job ? scriptOf(job) : "false");

const alreadyThere = /already exists|AlreadyExists|AlreadyOwned/;

/** Waits until a share of what the deploy's plans announce is created. */
function createdShare({ child, done }: Running, share: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const planned = [...output.matchAll(/(\d+) to add/g)].reduce((sum, [, count]) => sum + Number(count), 0);
      const created = output.match(/Creation complete/g)?.length ?? 0;
      if (planned > 0 && created >= planned * share) resolve();
    });
    void done.then(({ code, output: all }) =>
      reject(new Error(`ended with ${code} before it could be stopped:\n${all}`)),
    );
  });
}

const topic = (name: string) => topicOf(sandbox.plan, name);

test("the deploy workflow has one job for each step of the deployment", () => {
  expect(jobs.map(({ name }) => name)).toEqual(["foundation", "systems"]);
  expect(deploymentSteps(sandbox.plan)).toHaveLength(jobs.length);
  jobs.forEach((job, index) => expect(scriptOf(job)).toContain(`--step ${index + 1} `));
});

describe("a deploy that is interrupted at several points is resumed by the next, with nothing lost", () => {
  // Shares of what is still to be created. What is under way when Terraform is stopped is another test's subject.
  test.each([
    ["foundation", [0.2, 0.6]],
    ["systems", [0.1, 0.5, 0.8]],
  ] as const)(
    "%s",
    async (name, shares) => {
      const job = jobs.find((one) => one.name === name);
      for (const share of shares) {
        const deploy = runJob(job);
        await createdShare(deploy, share);
        await emulator.fault("pause");
        process.kill(-(deploy.child.pid ?? 0), "SIGINT");
        const { code, output } = await deploy.done;
        await emulator.fault("resume");
        expect(output).not.toMatch(alreadyThere);
        expect(code).not.toBe(0);
      }
      const { code, output } = await runJob(job).done;
      expect(output).not.toMatch(alreadyThere);
      if (code !== 0) throw new Error(output);
      expect(await disagreements(emulator, sandbox.plan.state.bucket, before)).toEqual({});
    },
    15 * minutes,
  );
});

test("a second plan of every stack is empty", async () => {
  const { path } = terraform();
  const stacks = readdirSync("cdktf.out/stacks").filter((name) => name.startsWith("sandbox-"));
  expect(stacks.sort()).toEqual(stackNames());
  const plan = (stack: string) =>
    start(
      `${path} init -input=false -no-color && ${path} plan -input=false -no-color -lock=false -detailed-exitcode`,
      sandbox.env,
      join(logs, `e2e-${stack}.log`),
      join("cdktf.out/stacks", stack),
    ).done;
  for (const { code, output } of await Promise.all(stacks.map(plan))) {
    expect(output).toContain("No changes.");
    expect(code).toBe(0);
  }
});

describe("messages", () => {
  const messenger = new Messenger();
  const consumers = () =>
    channelsOf(sandbox.plan).flatMap((one) =>
      (one.kind === "topic" ? one.subscribers : [{ ...one, name: "" }]).map((to) => ({ one, to })),
    );

  test("every subscriber of every channel gets a message that is meant for it", async () => {
    expect(consumers().length).toBeGreaterThanOrEqual(5);
    for (const { one, to } of consumers()) {
      const mark = `to-${one.name}-${to.name}`;
      if (one.kind === "topic" && "rawDelivery" in to) await messenger.publish(one, messageFor(to, mark));
      else await messenger.send(to.queue, { body: mark });
      expect(await messenger.drain(to.queue)).toContainEqual(expect.stringContaining(mark));
    }
    for (const { to } of consumers()) await messenger.drain(to.queue);
  });

  test("every group of every stream reads what was written in order, and goes on from there", async () => {
    const streams = new Streams();
    expect(streamsOf(sandbox.plan)).toHaveLength(2);
    for (const { stream, groups } of streamsOf(sandbox.plan)) {
      expect(groups.length).toBe(2);
      const bodies = ["first", "second", "third"].map((body) => `${body} of ${stream.name}`);
      await streams.put(stream, ...bodies.map((body) => ({ body })));
      for (const group of groups) expect(await streams.drain(stream, group)).toEqual(bodies);
      await streams.put(stream, { body: "fourth", key: "another" });
      for (const group of groups) expect(await streams.drain(stream, group)).toEqual(["fourth"]);
    }
  });

  test("a filter on attributes lets through what it names, and nothing else", async () => {
    const events = topic("user-events");
    const queues = Object.fromEntries(events.subscribers.map(({ name, queue }) => [name, queue]));
    await messenger.publish(events, { body: "signup", attributes: { kind: "signup" } });
    await messenger.publish(events, { body: "change", attributes: { kind: "change" } });
    await messenger.publish(events, { body: "nothing" });
    expect(await messenger.drain(queues.audit!)).toEqual(["signup"]);
    expect((await messenger.drain(queues.email!)).sort()).toEqual(["change", "nothing", "signup"]);
  });

  test("a filter on the body lets through what it names, in order", async () => {
    const orders = topic("orders");
    const queues = Object.fromEntries(orders.subscribers.map(({ name, queue }) => [name, queue]));
    const bodies = [999, 1000, 5000].map((amount) => JSON.stringify({ total: { amount } }));
    for (const body of bodies) await messenger.publish(orders, { body });
    expect(await messenger.drain(queues["large-orders"]!)).toEqual(bodies.slice(1));
    expect(await messenger.drain(queues.billing!)).toEqual(bodies);
  });

  test("a poison message is delivered maxDeliveries times and then lies among the dead letters", async () => {
    const { queue, deadLetters } = consumers().find(({ one }) => one.name === "thumbnails")!.to;
    await messenger.send(queue, { body: "poison" });
    const deliveries: number[] = [];
    for (let round = 0; round < 10; round++)
      deliveries.push(...(await messenger.receive(queue, 0, 0)).map((message) => message.deliveries));
    expect(deliveries).toEqual([1, 2, 3]);
    expect(await messenger.drain(deadLetters)).toEqual(["poison"]);
    expect(await messenger.drain(queue)).toEqual([]);
  });

  test("an alarm watches those dead letters and tells the alerts topic", async () => {
    const { deadLetters } = consumers().find(({ one }) => one.name === "thumbnails")!.to;
    const { MetricAlarms = [] } = await new CloudWatchClient({}).send(new DescribeAlarmsCommand({}));
    const alarm = MetricAlarms.find(({ Dimensions = [] }) =>
      Dimensions.some(({ Value }) => Value === deadLetters.name),
    );
    expect(alarm).toMatchObject({
      MetricName: "ApproximateNumberOfMessagesVisible",
      AlarmActions: [topicArnOf(sandbox.plan.foundation.alerts, { severity: "page" })],
    });
  });

  test("every alarm of the plan is there, and each composite one speaks for those that it should", async () => {
    const { systems, foundation } = sandbox.plan;
    const plans = [foundation.alarms, ...systems.map(({ alarms }) => alarms)];
    const telling = plans.flatMap(({ alarms, composites }) => [...alarms, ...composites]).map(({ name }) => name);
    expect(await alarmsThere()).toEqual([...telling, ...scalers().map(({ alarmName }) => alarmName)].sort());
    const composites = new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"] });
    const { CompositeAlarms = [] } = await new CloudWatchClient({}).send(composites);
    const rules = new Map(CompositeAlarms.map(({ AlarmName, AlarmRule }) => [AlarmName, AlarmRule]));
    for (const { name, rule } of plans.flatMap((plan) => plan.composites)) expect(rules.get(name)).toBe(rule);
  });
});

test("what waits for a consumer sets off the policy that changes its service, out and in", async () => {
  expect(scalers()).toHaveLength(2);
  const asked = new DescribeAlarmsCommand({ AlarmNames: scalers().map(({ alarmName }) => alarmName) });
  const { MetricAlarms = [] } = await new CloudWatchClient({}).send(asked);
  const actions = new Map(MetricAlarms.map(({ AlarmName, AlarmActions }) => [AlarmName, AlarmActions]));
  for (const { alarmName, policyName } of scalers())
    expect(actions.get(alarmName)).toEqual([
      expect.stringMatching(`:resource/ecs/service/office/mailer:policyName/${policyName}$`),
    ]);
});

test("a log record that a deployed source writes lies in the archive", async () => {
  const [source] = sandbox.plan.systems.find(({ name }) => name === "notifications")?.logGroups ?? [];
  await writeRecord(source?.name, "not delivered");
  const record = await archivedRecord(sandbox.plan.foundation.sinks.bucket?.name, "operational/notifications/");
  expect(record).toMatchObject({ logGroup: source?.name, logEvents: [{ message: "not delivered" }] });
});

restores(() => sandbox);
mayBeChanged(() => sandbox);

test(
  "destroy leaves nothing but keys that wait for their deletion, and the state bucket",
  async () => {
    const { code, output } = await run(`npx cdktf destroy 'sandbox-*' --auto-approve --skip-provider-lock`).done;
    if (code !== 0) throw new Error(output);
    expect(await left()).toEqual({
      queues: [],
      topics: [],
      alarms: [],
      dashboards: [],
      buckets: [sandbox.plan.state.bucket],
      policies: [],
      streams: [],
      brokers: [],
      functions: [],
      stateMachines: [],
      secrets: [],
      keys: ["PendingDeletion"],
    });
    expect(await statesHold(sandbox.plan.state.bucket, stackNames())).toEqual([]);
  },
  8 * minutes,
);
