import Table from "cli-table3";
import type { ChannelPlan } from "../../lib/engines/sns-sqs/plan";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { startEmulator } from "./emulator";
import { messageFor, Messenger } from "./messages";
import { rememberSandbox, runningSandbox } from "./running";
import { prepareSandbox, sandboxEnv, start, type Sandbox } from "./sandbox";
import { channelsOf } from "./sns-sqs";
import { Streams, streamsOf } from "./streams";
import { deployWorkflow, jobsOf, scriptOf } from "./workflow";

const log = ".cache/logs/start.log";
const seconds = (since: number) => `${Math.round((Date.now() - since) / 1000)} s`;

/** `npm start`: deploys the sandbox to an emulator, sends a message through every channel, and says what is where. */
async function main(): Promise<number> {
  const running = await runningSandbox();
  const emulator = running ?? (await startEmulator({ detached: true, log: ".cache/logs/emulator.log" }));
  rememberSandbox(emulator);
  console.log(`emulator: ${running ? "still running" : "started"} at ${emulator.endpoint}`);
  const sandbox = await prepareSandbox(emulator.endpoint);
  for (const job of jobsOf(deployWorkflow)) if (!(await deploy(job.name, scriptOf(job), sandbox))) return 3;
  const rows = [...(await sendThrough(channelsOf(sandbox.plan))), ...(await putThrough(sandbox.plan))];
  describe(sandbox, emulator.endpoint, rows);
  return rows.every(({ received }) => received) ? 0 : 1;
}

async function deploy(job: string, script: string, { env }: Sandbox): Promise<boolean> {
  console.log(`deploy, ${job}:\n${script.replace(/\$ENVIRONMENT/g, "sandbox")}`);
  const since = Date.now();
  const { child, done } = start(script, env, log);
  let made = 0;
  child.stdout?.on("data", (chunk: Buffer) => (made += chunk.toString().match(/Creation complete/g)?.length ?? 0));
  const beat = setInterval(() => console.log(`  ${seconds(since)}: ${made} resources made …`), 10_000);
  const { code, output } = await done;
  clearInterval(beat);
  console.log(`  ${code === 0 ? "done" : "failed"} in ${seconds(since)}, ${made} resources made`);
  if (code !== 0) console.error(`${output.trim().split("\n").slice(-15).join("\n")}\n(all of it in ${log})`);
  return code === 0;
}

interface Row {
  readonly channel: string;
  readonly consumer: string;
  /** The queue or stream that the consumer reads. */
  readonly from: string;
  readonly received: boolean;
}

/** For each subscriber a message that its filter lets through; it counts when it arrives in the subscriber's queue. */
async function sendThrough(channels: readonly ChannelPlan[]): Promise<Row[]> {
  const messenger = new Messenger();
  const rows: Row[] = [];
  for (const channel of channels) {
    const consumers = channel.kind === "topic" ? channel.subscribers : [{ ...channel, name: "(the queue)" }];
    for (const consumer of consumers) {
      const mark = `${channel.name}/${consumer.name}/${Date.now()}`;
      if (channel.kind === "topic" && "rawDelivery" in consumer)
        await messenger.publish(channel, messageFor(consumer, mark));
      else await messenger.send(consumer.queue, { body: JSON.stringify({ mark }) });
      const bodies = await messenger.drain(consumer.queue);
      const received = bodies.some((body) => body.includes(mark));
      rows.push({ channel: channel.name, consumer: consumer.name, from: consumer.queue.name, received });
    }
  }
  return rows;
}

/** For each stream a message that every consumer group of it reads. */
async function putThrough(plan: EnvironmentPlan): Promise<Row[]> {
  const streams = new Streams();
  const rows: Row[] = [];
  for (const { stream, groups } of streamsOf(plan)) {
    const mark = `${stream.channel}/${Date.now()}`;
    await streams.put(stream, { body: mark });
    for (const group of groups) {
      const received = (await streams.drain(stream, group)).includes(mark);
      rows.push({ channel: stream.channel, consumer: group, from: stream.name, received });
    }
  }
  return rows;
}

function describe({ plan }: Sandbox, endpoint: string, rows: readonly Row[]): void {
  const table = new Table({
    head: ["channel", "consumer", "queue or stream", "message"],
    style: { head: [], border: [] },
  });
  for (const { channel, consumer, from, received } of rows)
    table.push([channel, consumer, from, received ? "received" : "NOT RECEIVED"]);
  console.log(`\n${table.toString()}\n`);
  console.log(`made:   ${[plan.foundation, ...plan.systems].map(({ stackName }) => stackName).join(", ")}`);
  for (const { stackName, system } of plan.systems)
    if (system.engine === "mq")
      console.log(`        ${stackName} without messages: the emulator keeps a broker's settings and runs none`);
  console.log(
    "look:   stacks/environments/sandbox.yaml is what was deployed; cdktf.out/stacks/ is the Terraform of it",
  );
  console.log(`        with these, AWS CLI 2 and terraform talk to the sandbox:`);
  const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = sandboxEnv(endpoint);
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL,
    AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY,
    AWS_REGION,
  }))
    console.log(`          export ${name}=${value}`);
  console.log("again:  npm start deploys what you changed");
  console.log("stop:   npm stop");
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(3);
  },
);
