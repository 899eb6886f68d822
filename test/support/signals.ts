import { readdirSync } from "node:fs";
import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import type { SystemStackPlan } from "../../lib/environment/system";
import { planned } from "./environments";

const role = (name: string) => ({ role: `arn:aws:iam::111122223333:role/${name}` });
const clients = { ledger: { user: "ledger" }, mailer: role("mailer") };

/** The least that a channel of each pattern says, and who consumes it. */
const patterns = {
  "pub-sub": {
    channels: { one: { subscribers: { reader: {} } } },
    consume: { consume: ["one"], subscriber: "reader" },
  },
  "work-queue": { channels: { one: {} }, consume: { consume: ["one"] } },
  "event-stream": { channels: { one: {} }, consume: { consume: ["one"], group: "readers" } },
  broker: { channels: { one: { type: "queue" } }, consume: { consume: ["one"] } },
} as const;

/** What an engine can be told that changes what is watched; besides nothing at all. */
const modes: Readonly<Record<string, readonly object[]>> = {
  kinesis: [{ fanOut: ["readers"] }],
  msk: [
    { mode: "express" },
    { mode: "serverless" },
    { instanceType: "kafka.t3.small", version: "3.8.x", metadata: "zookeeper" },
  ],
  mq: [
    { broker: "activemq" },
    { broker: "activemq", deployment: "single", reason: "one node is enough" },
    { deployment: "single", reason: "one node is enough" },
  ],
};

/** Every engine with every pattern in every mode, and every environment that is committed. */
export function everySystem(): (readonly [string, SystemStackPlan])[] {
  const cases = engines.flatMap(({ name, patterns: able, identities }) =>
    able.flatMap((pattern) =>
      [{}, ...(modes[name] ?? [])].map((options) => {
        const client = identities.includes("role") ? "mailer" : "ledger";
        return [`${name} ${pattern} ${JSON.stringify(options)}`, system(name, pattern, options, client)] as const;
      }),
    ),
  );
  const committed = readdirSync("stacks/environments")
    .filter((file) => file.endsWith(".yaml") && file !== "base.yaml")
    .flatMap((file) => {
      const { systems } = planned(file.replace(".yaml", ""));
      return systems.map((one) => [one.stackName, one] as const);
    });
  return [...cases, ...committed];
}

function system(engine: string, pattern: keyof typeof patterns, options: object, client: string): SystemStackPlan {
  const { channels, consume } = patterns[pattern];
  const fanOut = "fanOut" in options;
  const issues = new Issues();
  const plan = planEnvironment(
    {
      environment: "test",
      aws: { account: "111122223333", region: "eu-west-1" },
      state: { s3: { bucket: "acme-test-tfstate" } },
      owner: { team: "platform", contact: "platform@acme.example" },
      governance: { approvers: [role("on-call").role] },
      network: { cidr: "10.40.0.0/16" },
      clients,
      systems: {
        orders: {
          engine,
          pattern,
          channels: fanOut ? { one: { [engine]: options } } : channels,
          ...(!fanOut && Object.keys(options).length > 0 && { [engine]: options }),
          access: [{ client, ...consume }],
        },
      },
    },
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const wrong = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  const [first] = plan?.systems ?? [];
  if (first === undefined || wrong.length > 0)
    throw new Error(`${engine} ${pattern}: ${wrong.map(({ message }) => message).join("; ")}`);
  return first;
}
