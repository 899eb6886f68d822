import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { readTools } from "../../../bin/tools";
import { freePorts } from "../ports";

export interface RabbitMqOptions {
  /** More lines of rabbitmq.conf. */
  readonly configuration?: string;
  /** What the broker loads when it starts, in its own format; the administrator is added. */
  readonly definitions?: Readonly<Record<string, unknown>>;
}

/** A broker that runs on this machine, and ends with this process at the latest. */
export interface RabbitMq {
  readonly hostname: string;
  /** Of AMQP. */
  readonly port: number;
  readonly managementUrl: string;
  /** Every port that it listens on. */
  readonly ports: readonly number[];
  readonly admin: { readonly username: string; readonly password: string };
  /** Runs rabbitmqctl against it, and gives what it says. */
  control(...args: readonly string[]): Promise<string>;
  /** A file in the broker's own folder. */
  file(name: string, text: string): string;
  stop(): Promise<void>;
}

/** Milliseconds until the broker must be up. */
const patience = 60_000;

/**
 * Starts a real RabbitMQ with its management plugin: one node, on free ports of the loopback interface, with its own
 * name server and data in a temporary folder.
 *
 * @throws Error with the end of its output when the broker does not come up
 */
export async function startRabbitMq(options: RabbitMqOptions = {}): Promise<RabbitMq> {
  // A port that was free may be taken by the time that the broker wants it.
  for (let attempts = 3; ; attempts--)
    try {
      return await attempt(options);
    } catch (error) {
      if (attempts <= 1) throw error;
    }
}

async function attempt({ configuration = "", definitions }: RabbitMqOptions): Promise<RabbitMq> {
  const programs = readTools()?.rabbitmq;
  if (programs === undefined) throw new Error("there is no RabbitMQ; run node bin/setup.mjs --rabbitmq, or npm test");
  const folder = mkdtempSync(join(tmpdir(), "signalbox-rabbitmq-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const ports = await freePorts(4);
  const [port = 0, management = 0, distribution = 0, names = 0] = ports;
  const admin = { username: "admin", password: randomBytes(12).toString("hex") };
  const loaded = definitions && file("definitions.json", JSON.stringify(withAdmin(definitions, admin)));
  const env = {
    PATH: [...programs, process.env.PATH].join(delimiter),
    HOME: folder,
    LANG: "C.UTF-8",
    ERL_CRASH_DUMP: join(folder, "crash"),
    ERL_EPMD_PORT: String(names),
    RABBITMQ_NODENAME: "signalbox@localhost",
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
    RABBITMQ_CONFIG_FILE: file(
      "rabbitmq.conf",
      [
        `listeners.tcp.1 = 127.0.0.1:${port}`,
        "management.tcp.ip = 127.0.0.1",
        `management.tcp.port = ${management}`,
        `default_user = ${admin.username}`,
        `default_pass = ${admin.password}`,
        ...(loaded === undefined ? [] : [`load_definitions = ${loaded}`]),
        configuration,
      ].join("\n"),
    ),
    RABBITMQ_ENABLED_PLUGINS_FILE: file("plugins", "[rabbitmq_management]."),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_LOGS: "-",
    RABBITMQ_PID_FILE: join(folder, "pid"),
  };
  const child = spawn("sh", [join(__dirname, "run.sh"), folder], { env, stdio: ["pipe", "inherit", "inherit"] });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  const managementUrl = `http://127.0.0.1:${management}`;
  try {
    await ready(`${managementUrl}/api/health/checks/port-listener/${port}`, admin, join(folder, "output"));
  } catch (error) {
    await stop();
    throw error;
  }
  const control = async (...args: readonly string[]) => {
    const { stdout } = await promisify(execFile)("rabbitmqctl", ["--quiet", ...args], { env });
    return stdout;
  };
  return { hostname: "127.0.0.1", port, managementUrl, ports, admin, control, file, stop };
}

type Admin = RabbitMq["admin"];

async function ready(url: string, admin: Admin, output: string): Promise<void> {
  const until = Date.now() + patience;
  while (!(await answers(url, admin))) {
    if (text(output).includes("the broker ended") || Date.now() > until)
      throw new Error(`RabbitMQ did not come up:\n${text(output).slice(-3000)}`);
    await wait(100);
  }
}

async function answers(url: string, { username, password }: Admin): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  try {
    return (await fetch(url, { headers: { authorization } })).ok;
  } catch {
    return false;
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** A broker that loads definitions makes no user of its own. */
function withAdmin(definitions: NonNullable<RabbitMqOptions["definitions"]>, { username, password }: Admin) {
  const users: readonly unknown[] = Array.isArray(definitions.users) ? definitions.users : [];
  return { ...definitions, users: [...users, { name: username, password, tags: ["administrator"] }] };
}
