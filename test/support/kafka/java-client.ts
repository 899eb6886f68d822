import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sameValue } from "../../../lib/engines/msk/functions/settings";
import { propertiesText, type User } from "./broker-properties";
import { javaArguments } from "./installation";

const tools = {
  producer: { mainClass: "org.apache.kafka.tools.ConsoleProducer", config: "--producer.config" },
  consumer: { mainClass: "org.apache.kafka.tools.consumer.ConsoleConsumer", config: "--consumer.config" },
  "transactional producer": { mainClass: "org.apache.kafka.tools.ProducerPerformance", config: "--producer.config" },
  groups: { mainClass: "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", config: "--command-config" },
} as const;
export type Tool = keyof typeof tools;
/** Milliseconds after which a client that has not ended is ended. */
const patience = 25_000;

export interface JavaRun {
  readonly code: number | null;
  readonly output: string;
  /** Names of the exceptions that it told of, without their ending. */
  readonly exceptions: readonly string[];
  /** What is wrong with the properties, or looks so to the client, which goes on all the same. */
  readonly complaints: readonly string[];
}

/** Runs one of Kafka's own tools, in Java, with a file of properties. Input is lines to be produced. */
export async function runJavaClient(
  tool: Tool,
  properties: Readonly<Record<string, string>>,
  args: readonly string[],
  input = "",
): Promise<JavaRun> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-java-client-"));
  const file = join(folder, "client.properties");
  writeFileSync(file, propertiesText(properties), { mode: 0o600 });
  const { mainClass, config } = tools[tool];
  // The console producer compresses as its argument says, whatever the file says.
  const compression = tool === "producer" ? ["--compression-codec", properties["compression.type"] ?? "none"] : [];
  try {
    const child = spawn("java", [...javaArguments(mainClass), config, file, ...compression, ...args], {
      timeout: patience,
      killSignal: "SIGKILL",
    });
    let output = "";
    let log = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (log += chunk.toString()));
    child.stdin.end(input);
    const code = await new Promise<number | null>((done) => child.on("close", done));
    const exceptions = new Set([...`${log}${output}`.matchAll(/\b\w+(?=Exception\b)/g)].map(([name]) => name));
    return { code, output, exceptions: [...exceptions], complaints: complaints(log, properties) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How a client of the cluster proves who it is, as properties of a Java client. */
export const scramProperties = ({ name, password }: User) => ({
  "security.protocol": "SASL_PLAINTEXT",
  "sasl.mechanism": "SCRAM-SHA-512",
  "sasl.jaas.config": `org.apache.kafka.common.security.scram.ScramLoginModule required username="${name}" password="${password}";`,
});

/** Unknown keys, warnings, and values that the client has otherwise than the file says. */
function complaints(log: string, properties: Readonly<Record<string, string>>): string[] {
  const unknown =
    /These configurations '\[(.*?)\]' were supplied but are not used yet/.exec(log)?.[1]?.split(", ") ?? [];
  const told = /(?:Producer|Consumer)Config values: \n((?:\t.*\n)+)/.exec(log)?.[1] ?? "";
  const values = new Map([...told.matchAll(/^\t(\S+) = (.*)$/gm)].map(([, key = "", value = ""]) => [key, value]));
  return [
    ...(values.size === 0 ? ["it did not tell its settings"] : []),
    ...unknown.map((key) => `${key} is not known`),
    ...Object.entries(properties).flatMap(([key, value]) => {
      const has = values.get(key)?.replace(/^\[(.*)\]$/, "$1");
      if (has === undefined || has === "hidden" || sameValue(has, key === "acks" ? acks(value) : value)) return [];
      return [`${key} is ${has}, and not ${value}`];
    }),
    ...[...log.matchAll(/ WARN .*? - (.*)/g)].map(([, text = ""]) => text),
  ];
}

const acks = (value: string): string => (value === "all" ? "-1" : value);
