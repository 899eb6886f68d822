import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Kafka, KafkaJSError, logLevel, type Admin } from "kafkajs";
import { endBroker, startBroker, type Broker } from "./broker";
import type { User } from "./broker-properties";
import { prepareFolders } from "./folders";
import { readBack } from "./read-back";

export interface KafkaOptions {
  /** Properties as they stand in an `aws_msk_configuration`. */
  readonly brokerConfiguration: Readonly<Record<string, string>>;
  /** Clients, who prove themselves by SCRAM-SHA-512. */
  readonly users: readonly User[];
  /** Names of users whom the authorizer does not ask. */
  readonly superUsers: readonly string[];
  /** One is enough where nothing is replicated; three when left out. */
  readonly brokers?: 1 | 3;
  /** What the logs' names in .cache/logs begin with. */
  readonly log?: string;
}

/** A cluster that runs on this machine, and ends with this process at the latest. */
export interface RunningKafka {
  /** `host:port` of each broker, comma separated. */
  readonly bootstrap: string;
  /** A client who says nothing; close what you open with it. */
  client(user: User): Kafka;
  /** Ends one broker at once, as a crash would. */
  kill(nodeId: number): Promise<void>;
  stop(): Promise<void>;
}

/** Milliseconds until every broker must have come up. */
const patience = 60_000;

/**
 * Starts a real Kafka: three brokers in KRaft mode, on free ports of the loopback interface, data in a temporary folder.
 *
 * @throws Error when a broker does not come up, or did not take each key of `brokerConfiguration` with its value
 */
export async function startKafka(options: KafkaOptions): Promise<RunningKafka> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-kafka-"));
  const children = new Map<number, Broker>();
  const stop = async () => {
    await Promise.all([...children.values()].map(endBroker));
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const nodes = await prepareFolders(folder, options);
    for (const node of nodes) children.set(node.id, startBroker(node, options.log ?? "kafka"));
    const bootstrap = nodes.map(({ ports }) => `127.0.0.1:${ports.client}`).join(",");
    const client = ({ name: username, password }: User) =>
      new Kafka({
        brokers: bootstrap.split(","),
        sasl: { mechanism: "scram-sha-512", username, password },
        logLevel: logLevel.NOTHING,
        retry: { retries: 2, initialRetryTime: 200 },
      });
    const admin = options.users.find(({ name }) => options.superUsers.includes(name));
    if (admin === undefined) throw new Error("one of the users must be a super user, to read the configuration back");
    await ready(client(admin).admin(), [...children.values()], options.brokerConfiguration);
    return {
      bootstrap,
      client,
      kill: async (id) => {
        const child = children.get(id);
        if (child !== undefined) await endBroker(child);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the brokers answer for a while: one learns later than another that all of them are there. */
async function ready(
  admin: Admin,
  brokers: readonly Broker[],
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const until = Date.now() + patience;
  try {
    for (let calm = 0; calm < 5; await wait(100)) {
      const wrong = await tryReading(admin, brokers.length, wanted);
      if (wrong !== undefined && wrong.length > 0)
        throw new Error(`the brokers did not take their configuration:\n  ${wrong.join("\n  ")}`);
      calm = wrong === undefined ? 0 : calm + 1;
      const dead = brokers.find(({ process: { exitCode } }) => exitCode !== null);
      if (dead !== undefined) throw new Error(`a broker ended:\n${lastErrors(dead.log)}\n(all of it in ${dead.log})`);
      if (Date.now() > until) throw new Error(`the brokers are not up after ${patience / 1000} s`);
    }
  } finally {
    await admin.disconnect();
  }
}

/** What the brokers made of their configuration; undefined while not all of them are up. */
async function tryReading(admin: Admin, count: number, wanted: Readonly<Record<string, string>>) {
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    return brokers.length === count ? await readBack(admin, brokers, wanted) : undefined;
  } catch (error) {
    if (error instanceof KafkaJSError) return undefined;
    throw error;
  }
}

const lastErrors = (log: string): string =>
  readFileSync(log, "utf8")
    .split("\n")
    .filter((line) => /ERROR|Exception/.test(line))
    .slice(-5)
    .join("\n");
