import { createServer, type IncomingMessage, type Server } from "node:http";
import { CreateBrokerCommand, CreateUserCommand, ListUsersCommand, MqClient } from "@aws-sdk/client-mq";
import { handler } from "../../lib/engines/mq/functions/broker";
import { startEmulator, type Emulator } from "../support/emulator";
import { Secrets } from "../support/rabbitmq/system";

const adminSecret = "prod/claims/admin";
const secretOf = (name: string) => `prod/claims/${name}`;
const document = (groups: Readonly<Record<string, readonly string[]>>) => ({
  engine: "activemq",
  users: Object.entries(groups).map(([name, of]) => ({ name, secret: secretOf(name), groups: of })),
});
const wish = document({ intake: ["claims-produce"], archive: ["claims-consume", "audit-consume"] });

let emulator: Emulator;
let front: Server;
let secrets: Secrets;
let mq: MqClient;
let brokerId: string;
/** Writing calls to Amazon MQ since the test began: method, user, and what was sent. */
const calls: { readonly method: string; readonly user: string; readonly body: Record<string, unknown> }[] = [];
/** What waits for the next reboot, by user; moto knows no such thing. */
const pending = new Map<string, object>();

beforeAll(async () => {
  emulator = await startEmulator();
  front = createServer((request, response) => {
    void relay(request).then(({ status, body }) => response.writeHead(status).end(body));
  });
  await new Promise<void>((done) => front.listen(0, "127.0.0.1", done));
  const address = front.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  Object.assign(process.env, emulator.env, { AWS_ENDPOINT_URL_MQ: `http://127.0.0.1:${port}` });
  secrets = new Secrets();
  mq = new MqClient({});
  const made = await mq.send(
    new CreateBrokerCommand({
      BrokerName: "claims",
      DeploymentMode: "SINGLE_INSTANCE",
      EngineType: "ACTIVEMQ",
      EngineVersion: "5.18",
      HostInstanceType: "mq.m5.large",
      PubliclyAccessible: false,
      AutoMinorVersionUpgrade: true,
      Users: [{ Username: "admin", Password: "the-one-in-the-state", ConsoleAccess: true }],
    }),
  );
  brokerId = made.BrokerId ?? "";
  Object.assign(process.env, { ADMIN_SECRET: adminSecret, BROKER_ID: brokerId, RETENTION_DAYS: "14" });
  await secrets.create(adminSecret, { username: "admin", password: "the-one-in-the-state", bootstrap: true });
  for (const username of ["intake", "archive"])
    await secrets.create(secretOf(username), { username, password: `password-of-${username}` });
});
afterAll(async () => {
  front?.close();
  front?.closeAllConnections();
  await emulator?.stop();
});
beforeEach(() => void calls.splice(0));

/** Stands before moto's Amazon MQ, and remembers the passwords that moto throws away. */
async function relay(request: IncomingMessage): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const { method = "GET", url = "" } = request;
  const user = /\/users\/(.+)$/.exec(url)?.[1];
  if (user !== undefined && method !== "GET") calls.push({ method, user, body: parsed(body) });
  const headers = { authorization: request.headers.authorization ?? "", "content-type": "application/json" };
  const answer = await fetch(`${emulator.endpoint}${url}`, { method, headers, ...(body !== "" && { body }) });
  const text = await answer.text();
  const waiting = method === "GET" && answer.ok && user !== undefined ? pending.get(user) : undefined;
  return { status: answer.status, body: waiting ? JSON.stringify({ ...parsed(text), pending: waiting }) : text };
}

function parsed(text: string): Record<string, unknown> {
  const value: unknown = text === "" ? {} : JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
}

const note = "changes of users hold from the broker's next reboot or maintenance window on";

test("makes users with their groups and without the console, and replaces the administrator's password", async () => {
  const report = await handler(wish);
  expect(report).toMatchObject({ engine: "activemq", changed: true, administrator: "replaced", unmanaged: [] });
  expect(report.changes).toEqual([
    { action: "create", kind: "user", name: "intake" },
    { action: "create", kind: "user", name: "archive" },
  ]);
  expect(report.notes).toEqual([note, expect.stringContaining(`no log group /aws/amazonmq/broker/${brokerId}/`)]);
  const { password, bootstrap } = await secrets.login(adminSecret);
  expect(bootstrap).toBe(false);
  const [admin, ...clients] = calls;
  expect(admin).toMatchObject({ method: "PUT", user: "admin", body: { password } });
  expect(clients).toEqual([
    {
      method: "POST",
      user: "intake",
      body: { consoleAccess: false, groups: ["claims-produce"], password: "password-of-intake" },
    },
    {
      method: "POST",
      user: "archive",
      body: { consoleAccess: false, groups: ["claims-consume", "audit-consume"], password: "password-of-archive" },
    },
  ]);
  expect(JSON.stringify(report)).not.toContain("password-of");
});

test("a second call changes nothing, and says so", async () => {
  expect(await handler(wish)).toMatchObject({ changed: false, administrator: "kept", changes: [] });
  expect(calls).toEqual([]);
});

test("what waits for a reboot counts as done, and is told of", async () => {
  pending.set("intake", { pendingChange: "UPDATE", groups: ["claims-produce"], consoleAccess: false });
  const report = await handler(wish);
  expect(report).toMatchObject({ changed: false, notes: [note, expect.anything()] });
  pending.clear();
});

test("a changed password and changed groups are given to the one user alone", async () => {
  await secrets.put(secretOf("intake"), { username: "intake", password: "another-password" });
  const changed = document({ intake: ["claims-produce"], archive: ["claims-consume"] });
  expect((await handler(changed)).changes).toEqual([
    { action: "change", kind: "user", name: "intake" },
    { action: "change", kind: "user", name: "archive" },
  ]);
  expect(calls.map(({ user, body }) => [user, body.password, body.groups])).toEqual([
    ["intake", "another-password", ["claims-produce"]],
    ["archive", undefined, ["claims-consume"]],
  ]);
  expect((await handler(changed)).changed).toBe(false);
});

test("a client that is out of the file loses its user; who has the console is a person, and stays", async () => {
  const operator = { BrokerId: brokerId, Username: "operator", Password: "password-of-operator", ConsoleAccess: true };
  await mq.send(new CreateUserCommand(operator));
  const report = await handler(document({ intake: ["claims-produce"] }));
  expect(report.changes).toEqual([{ action: "remove", kind: "user", name: "archive" }]);
  expect(report.unmanaged).toEqual([{ kind: "user", name: "operator" }]);
  const { Users = [] } = await mq.send(new ListUsersCommand({ BrokerId: brokerId }));
  expect(Users.map(({ Username }) => Username)).toEqual(["admin", "intake", "operator"]);
});

test("is refused with every problem, and nothing is changed", async () => {
  await secrets.create(secretOf("other"), { username: "someone", password: "x" });
  pending.set("intake", { pendingChange: "DELETE" });
  const error = await handler(document({ intake: [], late: [], other: [], admin: [] })).catch((one: unknown) => one);
  expect(String(error).split("\n").slice(1)).toEqual([
    "  user late: secret prod/claims/late is not there, or has no value yet",
    "  user other: secret prod/claims/other is of the user someone",
    "  user intake waits for its removal; reboot the broker, then it can be made anew",
    "  user admin is the broker's administrator; give the client a user of its own",
  ]);
  expect(calls).toEqual([]);
  pending.clear();
});
