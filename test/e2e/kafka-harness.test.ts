import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { startKafka } from "../support/kafka/kafka";

const user = { name: "admin", password: "admin-password" };
const start = (brokerConfiguration: Record<string, string>) =>
  startKafka({ brokerConfiguration, users: [user], superUsers: ["admin"], brokers: 1, log: "kafka-wrong" });

describe("the brokers' configuration", () => {
  test("a key that Kafka does not know fails the start; Kafka itself says nothing", async () => {
    const key = "auto.create.topic.enable";
    await expect(start({ [key]: "false" })).rejects.toThrow(`broker 1 knows no '${key}'`);
  });

  test("so does a value that Kafka cannot read", async () => {
    const message = "Invalid value many for configuration num.io.threads";
    await expect(start({ "num.io.threads": "many" })).rejects.toThrow(message);
  });

  test("so does a key that the cluster for tests needs for itself", async () => {
    const message = "super.users: a cluster for tests decides this by itself";
    await expect(start({ "super.users": "User:anybody" })).rejects.toThrow(message);
  });
});

test("a program ends with the one that started it, even when that one is killed", async () => {
  const program = ["test/support/kafka/with-parent.mjs", "/dev/null", "sleep", "1000"];
  const script = `
    require("child_process").spawn(process.execPath, ${JSON.stringify(program)}, { stdio: ["pipe", 1, 2] });
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["-e", script]);
  const ended = new Promise((done) => parent.stdout.on("end", done).resume());
  await wait(500);
  parent.kill("SIGKILL");
  // Its output ends when the last process that inherited it has ended.
  await ended;
});
