import { CloudWatchLogsClient, CreateLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { handler } from "../../lib/engines/mq/functions/broker";
import type { DesiredRabbitMq, RabbitDefinitions } from "../../lib/engines/mq/functions/desired";
import { document, documents, loginOf } from "../support/rabbitmq/document";
import { adminSecret, brokerId, BrokerSystem } from "../support/rabbitmq/system";

let system: BrokerSystem;
beforeAll(async () => {
  system = await BrokerSystem.start(document.users);
  await new CloudWatchLogsClient({}).send(
    new CreateLogGroupCommand({ logGroupName: `/aws/amazonmq/broker/${brokerId}/connection` }),
  );
  process.env.RETENTION_DAYS = "30";
});
afterAll(() => system?.stop());

/** All that the broker has, as it tells its administrator. */
async function definitions(): Promise<string> {
  return system.broker.control("export_definitions", "-", "--format", "json");
}

const without = (change: (definitions: RabbitDefinitions) => Partial<RabbitDefinitions>): DesiredRabbitMq => ({
  ...document,
  definitions: { ...document.definitions, ...change(document.definitions) },
});

describe("the first call", () => {
  let bootstrap: string;

  test("makes everything that the document names, and says so without a secret", async () => {
    bootstrap = (await system.secrets.login(adminSecret)).password;
    const report = await handler(document);
    expect(report).toMatchObject({
      engine: "rabbitmq",
      changed: true,
      administrator: "replaced",
      unmanaged: [],
      notes: [],
    });
    const made = (of: string) => report.changes.filter(({ kind }) => kind === of).length;
    const { vhosts, permissions, exchanges, queues, bindings, policies } = document.definitions;
    expect(made("vhost")).toBe(vhosts.length);
    expect(made("user")).toBe(document.users.length);
    // The administrator needs one in each virtual host, to bind.
    expect(made("permission")).toBe(permissions.length + vhosts.length);
    expect(made("exchange")).toBe(exchanges.length);
    expect(made("queue")).toBe(queues.length);
    expect(made("binding")).toBe(bindings.length);
    expect(made("policy")).toBe(policies.length);
    expect(report.changes.every(({ action }) => action === "create")).toBe(true);
    expect(report.changeCount).toBe(report.changes.length);
    const said = JSON.stringify(report);
    expect(report.brokerVersion).toMatch(/^\d+\.\d+\.\d+/);
    for (const secret of [adminSecret, ...document.users.map((one) => one.secret)])
      expect(said).not.toContain((await system.secrets.login(secret)).password);
  });

  test("keeps the broker's logs for as long as asked", async () => {
    const { logGroups = [] } = await new CloudWatchLogsClient({}).send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/aws/amazonmq/" }),
    );
    expect(logGroups.map(({ retentionInDays }) => retentionInDays)).toEqual([30]);
  });

  test("kills the password that Terraform's state holds; the secret has the one that holds", async () => {
    const { username, password, ...rest } = await system.secrets.login(adminSecret);
    expect(rest).toEqual({ bootstrap: false });
    await expect(system.broker.control("authenticate_user", username, bootstrap)).rejects.toThrow(/failed/i);
    await expect(system.broker.control("authenticate_user", username, password)).resolves.toMatch(/Success/);
    expect((await system.secrets.login(adminSecret, "AWSPREVIOUS")).password).toBe(bootstrap);
    await expect(system.secrets.login(adminSecret, "AWSPENDING")).rejects.toThrow();
  });

  test("gives no client a right to manage the broker", async () => {
    const users = (await system.broker.control("list_users")).split("\n").map((line) => line.split("\t"));
    const clients = document.users.filter(({ tags }) => tags === undefined).map(({ name }) => name);
    expect(users.filter(([name = ""]) => clients.includes(name)).sort()).toEqual(
      clients.sort().map((name) => [name, "[]"]),
    );
  });
});

test("a second call changes nothing, and says so", async () => {
  const before = await definitions();
  expect(await handler(document)).toMatchObject({
    changed: false,
    administrator: "kept",
    changes: [],
    logRetention: [{ days: 30, action: "kept" }],
  });
  expect(await definitions()).toBe(before);
});

test("what is different is changed, and nothing else", async () => {
  const report = await handler(
    without(({ policies }) => ({
      policies: policies.map((one) =>
        one.name === "thumbnails" ? { ...one, definition: { ...one.definition, "max-length": 500 } } : one,
      ),
    })),
  );
  expect(report.changes).toEqual([{ action: "change", kind: "policy", name: "jobs/thumbnails" }]);
  expect(await system.broker.control("list_policies", "-p", "jobs")).toMatch(/thumbnails.*"max-length":500/);
  expect((await handler(document)).changes).toEqual([{ action: "change", kind: "policy", name: "jobs/thumbnails" }]);
});

test("a password that was changed in its secret is changed at the broker", async () => {
  const password = "another one: with/odd characters, ö and €";
  await system.secrets.put(loginOf("billing").secret, { username: "billing", password });
  expect((await handler(document)).changes).toEqual([{ action: "change", kind: "user", name: "billing" }]);
  await expect(system.broker.control("authenticate_user", "billing", password)).resolves.toMatch(/Success/);
  expect((await handler(document)).changed).toBe(false);
});

test("rights that somebody gave a client are taken back", async () => {
  await system.broker.control("set_user_tags", "ledger", "administrator");
  await system.broker.control("set_permissions", "-p", "jobs", "ledger", ".*", ".*", ".*");
  await system.broker.control("set_permissions", "-p", "jobs", "resizer", "^$", "^$", ".*");
  expect((await handler(document)).changes).toEqual([
    { action: "change", kind: "user", name: "ledger" },
    { action: "change", kind: "permission", name: "resizer in jobs" },
    { action: "change", kind: "permission", name: "ledger in jobs" },
  ]);
  expect((await handler(document)).changed).toBe(false);
});

describe("what cannot be", () => {
  const classic = (queue: RabbitDefinitions["queues"][number]) => ({
    ...queue,
    arguments: { "x-queue-type": "classic" },
  });
  const impossible: DesiredRabbitMq = {
    ...without(({ queues, exchanges, permissions }) => ({
      queues: queues.map((one) => (one.name === "thumbnails" ? classic(one) : one)),
      exchanges: exchanges.map((one) => (one.name === "orders" ? { ...one, type: "topic" } : one)),
      permissions: [...permissions, { user: "nobody", vhost: "jobs", configure: "^$", write: ".*", read: "^$" }],
      policies: [],
    })),
    users: [...document.users, { name: "late", secret: "prod/shop/late" }, { name: "admin", secret: adminSecret }],
  };

  test("is refused with every problem, and nothing is changed", async () => {
    const before = await definitions();
    const error = await handler(impossible).catch((one: unknown) => one);
    expect(String(error).split("\n")).toEqual([
      expect.stringContaining("the broker is left as it is"),
      expect.stringContaining("permission nobody in jobs names user nobody, which is not defined"),
      expect.stringContaining("user late: secret prod/shop/late is not there"),
      expect.stringContaining("user admin is the broker's administrator"),
      expect.stringMatching(/exchange events\/orders is there as .*headers.* and wanted as .*topic/),
      expect.stringMatching(/queue jobs\/thumbnails is there as .*quorum.* and wanted as .*classic/),
    ]);
    expect(await definitions()).toBe(before);
  });

  test("is refused before any broker is asked, where the event is no document", async () => {
    await expect(handler({ engine: "rabbitmq", users: [], definitions: { vhosts: [] } })).rejects.toThrow(
      /definitions\.vhosts.*\n.*definitions\.permissions/,
    );
  });

  test("a broker without TLS is never sent a password", async () => {
    const { ENDPOINT } = process.env;
    process.env.ENDPOINT = "http://broker.example";
    await expect(handler(document)).rejects.toThrow(/ENDPOINT: must be https/);
    process.env.ENDPOINT = ENDPOINT;
  });
});

describe("what nobody asks for any more", () => {
  const of = (name: string) => name.startsWith("orders.audit");
  const smaller: DesiredRabbitMq = {
    ...without(({ permissions, queues, exchanges, bindings, policies }) => ({
      permissions: permissions.filter(({ user }) => user !== "auditor"),
      queues: queues.filter(({ name }) => !of(name)),
      exchanges: exchanges.filter(({ name }) => !of(name)),
      bindings: bindings.filter(({ destination }) => !of(destination)),
      policies: policies.filter(({ name }) => !of(name)),
    })),
    users: document.users.filter(({ name }) => name !== "auditor"),
  };

  beforeAll(async () => {
    const { broker } = system;
    const control = (...args: string[]) => broker.control(...args);
    const strange = { "x-match": "all", "a/b": "c d", n: 1 };
    const hands = {
      exchanges: [{ ...documents.events.definitions.exchanges[0], name: "by-hand" }],
      queues: [{ ...documents.events.definitions.queues[0], name: "by-hand" }],
      bindings: [
        { ...documents.events.definitions.bindings[0], source: "orders", routing_key: "a/b c%?#", arguments: strange },
        { ...documents.events.definitions.bindings[0], source: "by-hand", destination: "by-hand" },
      ],
    };
    await control("import_definitions", broker.file("hands.json", JSON.stringify(hands)));
    for (const name of ["elsewhere", "person", "monitoring-AWS-OWNED-DO-NOT-DELETE"]) {
      await control("add_user", name, "password");
      await control("set_permissions", "-p", "events", name, ".*", ".*", ".*");
    }
    await control("set_permissions", "-p", "/", "elsewhere", ".*", ".*", ".*");
    await control("set_user_tags", "person", "monitoring");
    await control("set_policy", "-p", "events", "ha-all-AWS-OWNED-DO-NOT-DELETE", ".*", '{"max-length":9}');
    await control("set_policy", "-p", "events", "by-hand", "^by-hand$", '{"max-length":9}');
    await control("set_policy", "-p", "/", "by-hand", "^by-hand$", '{"max-length":9}');
  });

  test("is taken away where that loses no message, and told of where it would, or is not ours", async () => {
    const report = await handler(smaller);
    const said = report.changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);
    expect(said.sort()).toEqual([
      ...["deletion", "signup"].flatMap((kind) =>
        [1, 2].map(
          (level) =>
            `remove binding events/orders to orders.audit, "" {"kind":"${kind}","level":${level},"x-match":"all"}`,
        ),
      ),
      'remove binding events/orders to orders.billing, "a/b c%?#" {"a/b":"c d","n":1,"x-match":"all"}',
      "remove permission elsewhere in events",
      "remove policy events/by-hand",
      "remove policy events/orders.audit",
      "remove user auditor",
    ]);
    expect(report.unmanaged).toEqual(
      expect.arrayContaining([
        { kind: "permission", name: "person in events" },
        { kind: "permission", name: "monitoring-AWS-OWNED-DO-NOT-DELETE in events" },
        { kind: "exchange", name: "events/by-hand" },
        { kind: "exchange", name: "events/orders.audit.dead-letters" },
        { kind: "queue", name: "events/by-hand" },
        { kind: "queue", name: "events/orders.audit" },
        { kind: "queue", name: "events/orders.audit.dead-letters" },
        { kind: "policy", name: "events/ha-all-AWS-OWNED-DO-NOT-DELETE" },
      ]),
    );
    expect(report.unmanaged).toHaveLength(8);
  });

  test("is not there, or still there, at the broker itself", async () => {
    const users = await system.broker.control("list_users");
    expect(users).not.toContain("auditor");
    expect(users).toMatch(/elsewhere[^]*person|person[^]*elsewhere/);
    expect(await system.broker.control("list_policies", "-p", "/")).toContain("by-hand");
    expect(await system.broker.control("list_bindings", "-p", "events", "source_name", "destination_name")).toContain(
      "by-hand\tby-hand",
    );
    expect(await handler(smaller)).toMatchObject({ changed: false });
  });

  test("comes back when it is asked for again", async () => {
    const report = await handler(document);
    expect(report.changes.map(({ action, kind }) => `${action} ${kind}`).sort()).toEqual([
      ...Array.from({ length: 4 }, () => "create binding"),
      "create permission",
      "create policy",
      "create user",
    ]);
    expect((await handler(document)).changed).toBe(false);
  });
});

test("systems in one broker leave each other alone", async () => {
  const before = await definitions();
  for (const one of Object.values(documents)) expect((await handler(one)).changes).toEqual([]);
  expect(await definitions()).toBe(before);
});

test.each([
  [198, 200, 200],
  [199, 201, 200],
])(
  "a report of %i exchanges, their virtual host and its permission names 200 things at most",
  async (count, all, named) => {
    const vhost = `many-${count}`;
    const exchanges = Array.from({ length: count }, (_, at) => ({
      ...documents.events.definitions.exchanges[0]!,
      name: `exchange-${at}`,
      vhost,
    }));
    const nothing = { permissions: [], queues: [], bindings: [], policies: [] };
    const definitions = { ...nothing, vhosts: [{ name: vhost }], exchanges };
    const report = await handler({ engine: "rabbitmq", users: [], definitions });
    expect(report.changeCount).toBe(all);
    expect(report.changes).toHaveLength(named);
  },
);
