import { handler } from "../../lib/engines/mq/functions/broker";
import type { DesiredRabbitMq } from "../../lib/engines/mq/functions/desired";
import { adminSecret, BrokerSystem } from "../support/rabbitmq/system";

const document: DesiredRabbitMq = {
  engine: "rabbitmq",
  users: [],
  definitions: {
    vhosts: [{ name: "shop" }],
    permissions: [],
    exchanges: [],
    queues: [],
    bindings: [],
    policies: [],
  },
};

let system: BrokerSystem;
beforeAll(async () => {
  system = await BrokerSystem.start([]);
  await handler(document);
});
afterAll(() => system?.stop());

describe("the administrator's password", () => {
  const stages = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"] as const;
  const set = (password: string) => system.broker.control("change_password", "admin", password);

  test("a replacement that was interrupted before the broker had it goes on with the same password", async () => {
    await set("made-with");
    await system.secrets.put(adminSecret, { username: "admin", password: "made-with", bootstrap: true });
    await system.secrets.prepare(adminSecret, { username: "admin", password: "prepared", bootstrap: false });
    expect(await handler(document)).toMatchObject({ changed: true, administrator: "replaced", changes: [] });
    expect(await system.secrets.login(adminSecret)).toMatchObject({ password: "prepared", bootstrap: false });
    await expect(system.broker.control("authenticate_user", "admin", "prepared")).resolves.toMatch(/Success/);
  });

  test("a replacement that was interrupted after the broker had it is only made current", async () => {
    await system.secrets.put(adminSecret, { username: "admin", password: "made-with", bootstrap: true });
    await system.secrets.prepare(adminSecret, { username: "admin", password: "prepared-2", bootstrap: false });
    await set("prepared-2");
    expect(await handler(document)).toMatchObject({ administrator: "replaced", changes: [] });
    expect(await system.secrets.login(adminSecret)).toMatchObject({ password: "prepared-2", bootstrap: false });
    expect(await handler(document)).toMatchObject({ changed: false, administrator: "kept" });
  });

  test("a broker that was made anew with the old password gets the one of the secret", async () => {
    const { password } = await system.secrets.login(adminSecret);
    await set((await system.secrets.login(adminSecret, "AWSPREVIOUS")).password);
    expect(await handler(document)).toMatchObject({ administrator: "replaced", changes: [] });
    await expect(system.broker.control("authenticate_user", "admin", password)).resolves.toMatch(/Success/);
    expect(await system.broker.control("list_users")).toMatch(/admin\t\[administrator\]/);
  });

  test("a replacement that another program is making is left to it", async () => {
    const { password } = await system.secrets.login(adminSecret);
    await system.secrets.prepare(adminSecret, { username: "admin", password: "rotated" });
    await set("rotated");
    expect(await handler(document)).toMatchObject({ changed: false, administrator: "kept" });
    await set(password);
  });

  test("without a password that works there is an error that tells none", async () => {
    const { password } = await system.secrets.login(adminSecret);
    await set("lost");
    const error = String(await handler(document).catch((one: unknown) => one));
    expect(error).toMatch(/no version of the secret prod\/shop\/admin holds a password that http.* takes/);
    for (const stage of stages) expect(error).not.toContain((await system.secrets.login(adminSecret, stage)).password);
    await set(password);
  });
});

test("a broker that is not up yet is waited for; one that never comes is named", async () => {
  const { ENDPOINT } = process.env;
  process.env.ENDPOINT = "http://127.0.0.1:1";
  process.env.WAIT_SECONDS = "1";
  await expect(handler(document)).rejects.toThrow("GET http://127.0.0.1:1/api/whoami: no answer");
  process.env.WAIT_SECONDS = "60";
  process.env.ENDPOINT = ENDPOINT;
  await system.broker.control("stop_app");
  const working = handler(document);
  await system.broker.control("start_app");
  expect(await working).toMatchObject({ changed: false });
});
