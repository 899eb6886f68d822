import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { MqPlan } from "../../../lib/engines/mq";
import { Amqp } from "./amqp";
import { runnable } from "./configuration";
import { Stomp } from "./stomp";

const readySpec = z.strictObject({ amqp: z.int(), stomp: z.int() });
const answerSpec = z.strictObject({
  error: z.string().optional(),
  texts: z.array(z.string()).default([]),
  /** Milliseconds that the last message is kept from when it was sent; 0: for ever. */
  keptFor: z.number().optional(),
});
export type Answer = z.output<typeof answerSpec>;

type Where = { readonly topic: string } | { readonly queue: string };
interface Sent {
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
  /** Milliseconds. */
  readonly timeToLive?: number;
}

/** Milliseconds within which a message that is there comes. A message that failed is offered again after a second. */
const patience = 500;
const again = 2_500;

/** A real ActiveMQ of one plan, with a client of OpenWire in it. It ends with this process at the latest. */
export class ActiveMq {
  private constructor(
    private readonly ask: (question: object) => Promise<string>,
    private readonly ports: z.output<typeof readySpec>,
    readonly stop: () => Promise<void>,
  ) {}

  /** @throws Error with what the broker says, when it does not take the configuration */
  static async start(plan: MqPlan): Promise<ActiveMq> {
    const folder = mkdtempSync(join(tmpdir(), "signalbox-activemq-"));
    const file = join(folder, "broker.xml");
    writeFileSync(file, runnable(plan, folder), { mode: 0o600 });
    const log = resolve(".cache", "logs", `activemq-${plan.facts.name}.log`);
    mkdirSync(resolve(".cache", "logs"), { recursive: true });
    const child = spawn("java", javaArguments(file));
    child.stderr.pipe(createWriteStream(log));
    const ended = new Promise<void>((done) => child.once("close", () => done()));
    const lines = createInterface({ input: child.stdout });
    const next = () =>
      new Promise<string>((done, fail) => {
        lines.once("line", done);
        void ended.then(() => fail(new Error(`ActiveMQ ended:\n${complaint(log)}`)));
      });
    const stop = async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    try {
      const ports = readySpec.parse(JSON.parse(await next()));
      const ask = (question: object) => {
        const answer = next();
        child.stdin.write(`${JSON.stringify(question)}\n`);
        return answer;
      };
      return new ActiveMq(ask, ports, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  private async do(what: string, user: string, where: Where, more: object = {}): Promise<Answer> {
    return answerSpec.parse(JSON.parse(await this.ask({ do: what, user, ...where, ...more })));
  }

  send(user: string, where: Where, text: string, more: Sent = {}): Promise<Answer> {
    return this.do("send", user, where, { text, ...more });
  }

  take(user: string, where: Where): Promise<Answer> {
    return this.do("take", user, where, { patience });
  }

  /** Fails at messages until none is offered any more; `redeliveries` is how often the client itself tries again. */
  fail(user: string, where: Where, redeliveries: number, most = 20): Promise<Answer> {
    return this.do("fail", user, where, { redeliveries, most, patience: again });
  }

  /** Takes a message, and loses the connection with it in hand. */
  lose(user: string, where: Where): Promise<Answer> {
    return this.do("lose", user, where, { patience: again });
  }

  /** A client of AMQP 1.0. */
  amqp(user: string): Promise<Amqp> {
    return Amqp.connect(this.ports.amqp, user);
  }

  /** A client of STOMP. */
  stomp(user: string): Promise<Stomp> {
    return Stomp.connect(this.ports.stomp, user);
  }
}

function javaArguments(file: string): string[] {
  const version = /<activemq\.version>(.+)</.exec(readFileSync(join(__dirname, "pom.xml"), "utf8"))?.[1];
  const home = resolve(".cache", "activemq", version ?? "");
  if (!existsSync(join(home, "pom.sha256")))
    throw new Error("ActiveMQ is not installed; run node bin/setup.mjs --activemq, or npm test");
  const fast = [
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Dorg.slf4j.simpleLogger.logFile=System.err",
  ];
  return [...fast, "-cp", join(home, "libs", "*"), join(__dirname, "Broker.java"), file];
}

/** The first error of the log, without the places in the program that it passed. */
function complaint(log: string): string {
  const lines = readFileSync(log, "utf8").split("\n");
  return lines
    .filter((line) => !line.startsWith("\tat "))
    .slice(0, 8)
    .join("\n");
}
