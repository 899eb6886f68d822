import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings, patience } from "../../lib/core/clients";
import { planEnvironment } from "../../lib/environment/plan";
import { Issues } from "../../lib/core/issues";
import { parse } from "yaml";

const sources = ["lib", "bin", "stacks"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

test("every client of AWS has the one set of time-outs", () => {
  const clients = sources.flatMap((path) =>
    [...readFileSync(path, "utf8").matchAll(/new \w+Client\((.*)/g)].map(([, settings = ""]) => ({ path, settings })),
  );
  expect(clients.length).toBeGreaterThan(10);
  expect(clients.filter(({ settings }) => !settings.startsWith("clientSettings("))).toEqual([]);
});

test("every request of another kind has a time-out of its own", () => {
  const calls = sources.filter((path) =>
    /(?:await|=|return)\s+fetch\(|\bhttps?\.request\(/.test(readFileSync(path, "utf8")),
  );
  expect(calls.length).toBeGreaterThan(0);
  for (const path of calls) expect(readFileSync(path, "utf8")).toContain("AbortSignal.timeout(");
});

test("a call that is tried three times ends before the function that makes it", () => {
  const file: unknown = parse(readFileSync("stacks/environments/prod.yaml", "utf8"));
  const plan = planEnvironment(file, { inventory: undefined, today: "2026-11-24" }, new Issues());
  const seconds = (plan?.systems ?? []).flatMap(({ functions }) =>
    functions.functions.map((one) => one.timeoutSeconds),
  );
  expect(seconds.length).toBeGreaterThan(10);
  const { connectionTimeout, requestTimeout } = patience;
  const { maxAttempts } = clientSettings({});
  expect((maxAttempts * (connectionTimeout + requestTimeout)) / 1_000).toBeLessThanOrEqual(Math.min(...seconds));
});

test("a service that takes a request and answers nothing does not hold a client up", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  const waits = jest.replaceProperty(patience, "requestTimeout", 200);
  const client = new SQSClient({
    ...clientSettings({ endpoint: `http://127.0.0.1:${address.port}`, region: "eu-west-1", maxAttempts: 2 }),
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  await expect(client.send(new ListQueuesCommand({}))).rejects.toMatchObject({ name: "TimeoutError" });
  waits.restore();
  client.destroy();
  server.close();
});
