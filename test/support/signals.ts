import { readdirSync } from "node:fs";
import type { Pattern } from "../../lib/core/engine";
import { Issues } from "../../lib/core/issues";
import { engines } from "../../lib/environment/engines";
import { planEnvironment } from "../../lib/environment/plan";
import type { SystemStackPlan } from "../../lib/environment/system";
import { planned } from "./environments";
import { environmentOf, least } from "./least";

const role = (name: string) => ({ role: `arn:aws:iam::111122223333:role/${name}` });
export const clients = { ledger: { user: "ledger" }, mailer: role("mailer") };

/** What an engine can be told that changes what is watched; besides nothing at all. */
export const modes: Readonly<Record<string, readonly object[]>> = {
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
    { version: "3.13" },
  ],
};

/** Every engine with every pattern in every mode, as an environment of `clients` would say it. */
export function everyMode(): (readonly [string, object])[] {
  return engines.flatMap(({ name, patterns: able, identities }) =>
    able.flatMap((pattern) =>
      [{}, ...(modes[name] ?? [])].map((options) => {
        const client = identities.includes("role") ? "mailer" : "ledger";
        return [`${name} ${pattern} ${JSON.stringify(options)}`, said(name, pattern, options, client)] as const;
      }),
    ),
  );
}

/** Every engine with every pattern in every mode, one of each that stands already, and what is committed. */
export function everySystem(): (readonly [string, SystemStackPlan])[] {
  const cases = everyMode().map(([name, one]) => [name, system(name, one)] as const);
  const committed = readdirSync("stacks/environments")
    .filter((file) => file.endsWith(".yaml") && file !== "base.yaml")
    .flatMap((file) => {
      const { systems } = planned(file.replace(".yaml", ""));
      return systems.map((one) => [one.stackName, one] as const);
    });
  const standing = engines.flatMap(({ name, patterns: [pattern] }) =>
    pattern === undefined ? [] : [[`${name} that stands`, standingSystem(name, pattern)] as const],
  );
  return [...cases, ...standing, ...committed];
}

function said(engine: string, pattern: Pattern, options: object, client: string): object {
  const { channel, consume } = least[pattern];
  const fanOut = "fanOut" in options;
  return {
    engine,
    pattern,
    channels: { one: fanOut ? { [engine]: options } : channel },
    ...(!fanOut && Object.keys(options).length > 0 && { [engine]: options }),
    access: [{ client, consume: ["one"], ...consume }],
  };
}

/** A system that Signalbox did not build is watched too. */
function standingSystem(engine: string, pattern: Pattern): SystemStackPlan {
  const client = engines.some(({ name, identities }) => name === engine && identities.includes("role"))
    ? "mailer"
    : "ledger";
  return system(`${engine} that stands`, { ...said(engine, pattern, {}, client), existing: { name: "legacy" } });
}

function system(name: string, one: object): SystemStackPlan {
  const issues = new Issues();
  const plan = planEnvironment(
    environmentOf(one, { governance: { approvers: [role("on-call").role] }, clients }),
    { inventory: undefined, today: "2026-11-24" },
    issues,
  );
  const wrong = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  const [first] = plan?.systems ?? [];
  if (first === undefined || wrong.length > 0)
    throw new Error(`${name}: ${wrong.map(({ message }) => message).join("; ")}`);
  return first;
}
