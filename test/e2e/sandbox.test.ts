import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { terraform } from "../../bin/tools";
import { deploymentSteps } from "../../lib/environment/plan";
import type { ChannelPlan, TopicChannelPlan } from "../../lib/engines/sns-sqs/plan";
import { topicArnOf } from "../../lib/monitoring/alerts";
import { startEmulator, type Emulator } from "../support/emulator";
import { alarmsThere, keyAnswered, keyStates, left } from "../support/left";
import { messageFor, Messenger } from "../support/messages";
import { measure, preflight, setAlarm, signalOf } from "../support/preflight";
import { prepareSandbox, start, type Running, type Sandbox } from "../support/sandbox";
import { channelsOf } from "../support/sns-sqs";
import { Streams, streamsOf } from "../support/streams";
import { jobsOf } from "../support/workflow";

const minutes = 60_000;
jest.setTimeout(minutes);
const jobs = jobsOf(".github/workflows/deploy.yml");
const logs = ".cache/logs";
let emulator: Emulator;
let sandbox: Sandbox;

beforeAll(async () => {
  emulator = await startEmulator({ log: join(logs, "e2e-emulator.log") });
  sandbox = await prepareSandbox(emulator.endpoint);
}, minutes);
afterAll(() => emulator.stop());

const stackNames = () => deploymentSteps(sandbox.plan).flat().sort();
const run = (command: string): Running => start(command, sandbox.env, join(logs, "e2e.log"));

/** Waits until the command has printed a text so and so often. */
function printed({ child, done }: Running, text: RegExp, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      seen += chunk.toString().match(text)?.length ?? 0;
      if (seen >= times) resolve();
    });
    void done.then(({ code, output }) => reject(new Error(`ended with ${code} after ${seen}:\n${output}`)));
  });
}

function channel(name: string): ChannelPlan {
  const found = channelsOf(sandbox.plan).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no channel ${name}`);
  return found;
}

function topic(name: string): TopicChannelPlan {
  const found = channel(name);
  if (found.kind !== "topic") throw new Error(`${name} has no topic`);
  return found;
}

test("the deploy workflow has one job for each step of the deployment", () => {
  expect(jobs.map(({ name }) => name)).toEqual(["foundation", "systems"]);
  expect(deploymentSteps(sandbox.plan)).toHaveLength(jobs.length);
  jobs.forEach(({ commands }, index) => expect(commands.Deploy).toContain(`--step ${index + 1}`));
});

test(
  "a deploy that is interrupted half-way is resumed by the next, with nothing lost",
  async () => {
    const first = run(jobs[0]?.commands.Deploy ?? "false");
    await printed(first, /Creation complete/g, 8);
    await keyAnswered();
    process.kill(-(first.child.pid ?? 0), "SIGINT");
    await first.done;
    const again = await run(jobs[0]?.commands.Deploy ?? "false").done;
    expect(again.output).not.toMatch(/already exists|AlreadyOwned|EntityAlreadyExists/);
    expect(again.code).toBe(0);
    // What was cut off while it was made is made anew; nothing stands that no state knows.
    expect((await keyStates()).filter((state) => state !== "PendingDeletion")).toEqual(["Enabled"]);
  },
  8 * minutes,
);

test(
  "the remaining jobs deploy the systems",
  async () => {
    for (const job of jobs.slice(1)) {
      const { code, output } = await run(job.commands.Deploy ?? "false").done;
      if (code !== 0) throw new Error(output);
    }
  },
  8 * minutes,
);

test(
  "a second plan of every stack is empty",
  async () => {
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
  },
  4 * minutes,
);

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
    const { queue, deadLetters } = {
      ...channel("thumbnails"),
      ...consumers().find(({ one }) => one.name === "thumbnails")!.to,
    };
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
    const planned = plans.flatMap(({ alarms, composites }) => [...alarms, ...composites]).map(({ name }) => name);
    expect(await alarmsThere()).toEqual(planned.sort());
    const composites = new DescribeAlarmsCommand({ AlarmTypes: ["CompositeAlarm"] });
    const { CompositeAlarms = [] } = await new CloudWatchClient({}).send(composites);
    const rules = new Map(CompositeAlarms.map(({ AlarmName, AlarmRule }) => [AlarmName, AlarmRule]));
    for (const { name, rule } of plans.flatMap((plan) => plan.composites)) expect(rules.get(name)).toBe(rule);
  });
});

describe("whether the sandbox may be changed", () => {
  const cpu = () => signalOf(sandbox.plan, "backoffice", "SystemCpuUtilization");
  const asked = (more?: string) => preflight(sandbox.env, more);

  test("it may, when every thing is in its usual state: 0", async () => {
    const { code, lines } = await asked();
    expect(lines.filter((line) => line.endsWith("safe to change"))).toHaveLength(sandbox.plan.systems.length);
    expect(code).toBe(0);
  });

  test("a value below the threshold is fine; above it, the broker is too busy: 1, for its system alone", async () => {
    await measure(cpu().metric, cpu().threshold, 2);
    expect((await asked("--system backoffice")).code).toBe(0);
    await measure(cpu().metric, cpu().threshold + 1, 1);
    const { code, lines } = await asked();
    const limit = `${cpu().threshold + 1} (limit: at most ${cpu().threshold} percent)`;
    expect(lines).toContain(`backoffice: not fine: ${cpu().title}: ${limit}`);
    expect(lines.filter((line) => line.endsWith("not safe to change now"))).toHaveLength(1);
    expect(code).toBe(1);
    expect((await asked("--system clicks")).code).toBe(0);
    await measure(cpu().metric, 1);
  });

  test("nor may it while an alarm fires: 1", async () => {
    const alarm = sandbox.plan.systems.find(({ name }) => name === "notifications")?.alarms.alarms[0]?.name ?? "";
    await setAlarm(alarm, "ALARM");
    const { code, lines } = await asked("--format json");
    expect(JSON.parse(lines.join("\n"))).toMatchObject({ safe: false, failures: [] });
    expect(code).toBe(1);
    await setAlarm(alarm, "OK");
    expect((await asked()).code).toBe(0);
  });

  test("nobody knows when AWS does not answer: 3", async () => {
    const { code, lines } = await preflight({ ...sandbox.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    expect(lines.filter((line) => line.includes("AWS does not tell the alarms"))).toHaveLength(4);
    expect(lines.filter((line) => /safe to change( now)?$/.test(line))).toEqual([]);
    expect(code).toBe(3);
  });

  test("a system that there is not: 2", async () => {
    expect(await asked("--system click")).toMatchObject({ code: 2, lines: [expect.stringContaining("clicks")] });
  });
});

test("a log record that a deployed source writes lies in the archive", async () => {
  const logs = new CloudWatchLogsClient({});
  const [source] = sandbox.plan.systems.find(({ name }) => name === "notifications")?.logGroups ?? [];
  const at = { logGroupName: source?.name, logStreamName: "test" };
  await logs.send(new CreateLogStreamCommand(at));
  await logs.send(new PutLogEventsCommand({ ...at, logEvents: [{ timestamp: Date.now(), message: "not delivered" }] }));
  const s3 = new S3Client({ forcePathStyle: true });
  const Bucket = sandbox.plan.foundation.sinks.bucket?.name;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "operational/notifications/" }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: Contents[0]?.Key }));
  const text = gunzipSync((await Body?.transformToByteArray()) ?? Buffer.of()).toString();
  expect(JSON.parse(text)).toMatchObject({ logGroup: source?.name, logEvents: [{ message: "not delivered" }] });
});

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
      secrets: [],
      keys: ["PendingDeletion"],
    });
    expect(await statesHold()).toEqual([]);
  },
  8 * minutes,
);

/** What the stacks' states in the bucket still hold. */
async function statesHold(): Promise<unknown[]> {
  const s3 = new S3Client({ forcePathStyle: true });
  const { bucket: Bucket } = sandbox.plan.state;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key).sort()).toEqual(stackNames().map((name) => `${name}.tfstate`));
  const bodies = await Promise.all(
    Contents.map(async ({ Key }) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()),
  );
  return bodies.flatMap(
    (body) => z.object({ resources: z.array(z.unknown()) }).parse(JSON.parse(body ?? "{}")).resources,
  );
}
