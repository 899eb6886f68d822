import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Node } from "./broker-properties";
import { javaArguments } from "./installation";

/** A broker that was started, and may have ended. */
export interface Broker {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
  readonly log: string;
}

/** Starts a broker whose properties lie in its folder; it ends with this process at the latest. */
export function startBroker({ id, folder }: Node, name: string): Broker {
  const logs = resolve(".cache", "logs");
  mkdirSync(logs, { recursive: true });
  const log = join(logs, `${name}-${id}.log`);
  const java = ["java", ...javaArguments("kafka.Kafka", "256m"), join(folder, "server.properties")];
  const child = spawn(process.execPath, [join(__dirname, "with-parent.mjs"), log, ...java], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  return { process: child, log, ended: new Promise((done) => child.once("close", () => done())) };
}

/** Ends a broker at once, and waits until it has. */
export async function endBroker({ process: child, ended }: Broker): Promise<void> {
  child.stdin?.end();
  await ended;
}
