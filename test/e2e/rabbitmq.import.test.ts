import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createConnection } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname } from "node:path";
import { handler } from "../../lib/engines/mq/functions/broker";
import { hashPassword } from "../../lib/engines/mq/functions/passwords";
import { startRabbitMq } from "../support/rabbitmq";
import { document } from "../support/rabbitmq/document";
import { BrokerSystem } from "../support/rabbitmq/system";

/** The document as a broker of one's own takes it: with its users. */
const whole = (passwordOf: (name: string) => string) => ({
  users: document.users.map(({ name, tags = [] }) => ({
    name,
    ...hashPassword(passwordOf(name)),
    tags: tags.join(","),
  })),
  ...document.definitions,
});

test("a broker that loads the document when it starts has all of it", async () => {
  const system = await BrokerSystem.start(document.users, { definitions: whole((name) => `password of ${name}`) });
  try {
    for (const { name, secret } of document.users)
      await system.secrets.put(secret, { username: name, password: `password of ${name}` });
    expect((await handler(document)).changes).toEqual([
      { action: "create", kind: "permission", name: "admin in jobs" },
      { action: "create", kind: "permission", name: "admin in events" },
    ]);
  } finally {
    await system.stop();
  }
});

test("a broker that is up imports the document; it listens to this machine alone, and leaves nothing behind", async () => {
  const broker = await startRabbitMq();
  const file = broker.file("document.json", JSON.stringify(whole((name) => name)));
  try {
    await broker.control("import_definitions", file);
    for (const { name: vhost } of document.definitions.vhosts) {
      const listed = async (...what: string[]) =>
        (await broker.control(...what, "-p", vhost)).trim().split("\n").length - 1;
      const within = (all: readonly { readonly vhost: string }[]) => all.filter((one) => one.vhost === vhost).length;
      expect(await listed("list_queues", "name")).toBe(within(document.definitions.queues));
      expect(await listed("list_policies")).toBe(within(document.definitions.policies));
      expect(await listed("list_permissions")).toBe(within(document.definitions.permissions));
    }
    for (const port of broker.ports) {
      expect(await listens("127.0.0.1", port)).toBe(true);
      for (const address of addressesOfThisMachine()) expect(await listens(address, port)).toBe(false);
    }
  } finally {
    await broker.stop();
  }
  expect(existsSync(dirname(file))).toBe(false);
  // Every process of the broker has its folder among its arguments.
  expect(spawnSync("pgrep", ["-f", dirname(file)], { encoding: "utf8" }).stdout).toBe("");
});

/** Addresses under which others reach this machine. */
const addressesOfThisMachine = (): string[] =>
  Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one === undefined || one.internal || one.family !== "IPv4" ? [] : [one.address]));

const listens = (host: string, port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = createConnection({ host, port, timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    socket
      .once("connect", () => end(true))
      .once("error", () => end(false))
      .once("timeout", () => end(false));
  });
