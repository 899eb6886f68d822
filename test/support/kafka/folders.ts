import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clusterProperties, propertiesText, shortTests, type Node, type User } from "./broker-properties";
import { javaArguments } from "./installation";
import type { KafkaOptions } from "./kafka";
import { freePorts } from "../ports";

/** Writes the nodes' properties below a folder, and formats what will hold their data. */
export async function prepareFolders(
  folder: string,
  { brokerConfiguration, users, superUsers, brokers = 3 }: KafkaOptions,
) {
  const ports = await freePorts(3 * brokers);
  const nodes = Array.from({ length: brokers }, (_, index): Node => {
    const [client = 0, broker = 0, controller = 0] = ports.slice(3 * index);
    return { id: index + 1, folder: join(folder, String(index + 1)), ports: { client, broker, controller } };
  });
  const secret = randomBytes(16).toString("hex");
  for (const node of nodes) {
    const cluster = clusterProperties(node, nodes, secret, superUsers);
    const taken = Object.keys(brokerConfiguration).filter((key) => key in cluster);
    if (taken.length > 0) throw new Error(`${taken.join(", ")}: a cluster for tests decides this by itself`);
    mkdirSync(join(node.folder, "data"), { recursive: true });
    const text = propertiesText({ ...shortTests, ...brokerConfiguration, ...cluster });
    writeFileSync(join(node.folder, "server.properties"), text, { mode: 0o600 });
  }
  format(nodes, users);
  return nodes;
}

/** Kafka formats the first folder, which takes it a second; the others differ in their ids alone. */
function format([first, ...others]: readonly Node[], users: readonly User[]): void {
  if (first === undefined) return;
  const clusterId = newId();
  const scram = users.flatMap(({ name, password }) => ["-S", `SCRAM-SHA-512=[name=${name},password=${password}]`]);
  const config = ["-c", join(first.folder, "server.properties")];
  const args = [...javaArguments("kafka.tools.StorageTool"), "format", "-t", clusterId, ...config, ...scram];
  // What it says has the salts of the passwords in it, and goes nowhere.
  const { status, stderr } = spawnSync("java", args, { encoding: "utf8", stdio: ["ignore", "ignore", "pipe"] });
  if (status !== 0)
    throw new Error(`Kafka's folder cannot be formatted:\n${stderr.split("\n").filter(isHarmless).join("\n")}`);
  for (const { id, folder } of others) {
    copyFileSync(join(first.folder, "data", "bootstrap.checkpoint"), join(folder, "data", "bootstrap.checkpoint"));
    const meta = { version: "1", "cluster.id": clusterId, "node.id": String(id), "directory.id": newId() };
    writeFileSync(join(folder, "data", "meta.properties"), propertiesText(meta));
  }
}

const isHarmless = (line: string): boolean => /exception|error/i.test(line) && !/salt|password/i.test(line);

/** Sixteen bytes, as Kafka writes an id; none begins with `-`, which its tools would take for an option. */
const newId = (): string => `s${randomBytes(16).toString("base64url").slice(1)}`;
