import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import * as z from "zod";

/** A user as Amazon MQ's own API has it; the name is the password. */
export interface BrokerUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** A broker that runs on this machine, and ends with this process at the latest. */
export interface ActiveMq {
  /** Port of AMQP 1.0, on the loopback interface. */
  readonly amqpPort: number;
  /** Where a client of OpenWire connects. */
  readonly openWire: string;
  /** What the broker has said so far. */
  output(): string;
  stop(): Promise<void>;
}

const readySpec = z.object({ amqp: z.int(), openwire: z.int() });

/**
 * Starts a real ActiveMQ with the configuration of a plan. What Amazon MQ adds by itself is added here: users, listeners
 * and a place for data, in a temporary folder. The configuration is held against ActiveMQ's own schema.
 *
 * @throws Error with the end of its output when the broker does not come up
 */
export async function startActiveMq(configuration: string, users: readonly BrokerUser[]): Promise<ActiveMq> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-activemq-"));
  writeFileSync(join(folder, "activemq.xml"), hosted(configuration, users, folder));
  const child = spawn("java", javaArguments("Start.java", folder), { stdio: "pipe" });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const first = new Promise<string>((done, fail) => {
    createInterface({ input: child.stdout }).once("line", done);
    child.once("error", fail);
    child.once("close", () => fail(new Error(`ActiveMQ did not come up:\n${said.slice(-3000)}`)));
  });
  const ports = readySpec.parse(JSON.parse(await first));
  return {
    amqpPort: ports.amqp,
    openWire: `tcp://127.0.0.1:${ports.openwire}`,
    output: () => said,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * A client of OpenWire that fails at every message of a queue, again and again, until none comes any more.
 *
 * @returns the messages, as often as it got them
 */
export async function failAtAll(url: string, user: string, queue: string): Promise<string[]> {
  const args = javaArguments("Consume.java", url, user, user, queue);
  const { stdout } = await promisify(execFile)("java", args, { timeout: 45_000, killSignal: "SIGKILL" });
  return stdout.split("\n").filter((line) => line !== "");
}

/** Arguments with which Java runs a program of this folder; it compiles less thoroughly and starts sooner. */
function javaArguments(program: string, ...args: readonly string[]): string[] {
  const version = /<activemq\.version>(.+)<\/activemq\.version>/.exec(
    readFileSync(join(__dirname, "pom.xml"), "utf8"),
  )?.[1];
  const home = resolve(".cache", "activemq", version ?? "");
  if (!existsSync(join(home, "pom.sha256")))
    throw new Error("ActiveMQ is not installed; run node bin/setup.mjs --activemq, or npm test");
  const fast = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
  return [...fast, "-cp", join(home, "libs", "*"), join(__dirname, program), ...args];
}

/** The configuration as a broker of one's own takes it. */
function hosted(configuration: string, users: readonly BrokerUser[], folder: string): string {
  const listed = users.map(
    ({ name, groups }) => `<authenticationUser username="${name}" password="${name}" groups="${groups.join(",")}"/>`,
  );
  const schemas = [
    "http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd",
    "http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd",
  ];
  const broker = configuration
    .replace(/^<\?xml.*\?>/, "")
    .replace("<broker ", `<broker brokerName="test" dataDirectory="${folder}" useJmx="false" useShutdownHook="false" `)
    .replace(
      "<plugins>",
      `<plugins><simpleAuthenticationPlugin><users>${listed.join("")}</users></simpleAuthenticationPlugin>`,
    )
    .replace(
      "</broker>",
      `<transportConnectors>
        <transportConnector name="amqp" uri="amqp://127.0.0.1:0?transport.transformer=jms"/>
        <transportConnector name="openwire" uri="tcp://127.0.0.1:0"/>
      </transportConnectors></broker>`,
    );
  return `<beans xmlns="http://www.springframework.org/schema/beans" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="${schemas.join(" ")}">${broker}</beans>`;
}
