import { Issues } from "../../../lib/core/issues";
import type { MskPlan } from "../../../lib/engines/msk";
import { planEnvironment } from "../../../lib/environment/plan";

/** `checkout` produces to `orders.placed`, and `billing` consumes it in its group. */
const environment = {
  environment: "prod",
  aws: { account: "111122223333", region: "eu-west-1" },
  state: { s3: { bucket: "acme-prod-tfstate" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  network: { cidr: "10.40.0.0/16" },
  clients: { checkout: { user: "checkout" }, billing: { user: "billing" } },
  systems: {
    orders: {
      pattern: "event-stream",
      engine: "msk",
      channels: {
        "orders.placed": { partitions: 6 },
        "orders.state": { partitions: 3, compaction: true },
      },
      access: [
        { client: "checkout", produce: ["orders.placed"] },
        { client: "billing", consume: ["orders.placed"], group: "billing" },
      ],
    },
  },
};

function plan(): MskPlan {
  const issues = new Issues();
  const system = planEnvironment(environment, { inventory: undefined, today: "2026-11-25" }, issues)?.systems[0]
    ?.system;
  const said = issues.all.filter(({ kind }) => kind.code !== "InventoryOutdated");
  if (system?.engine !== "msk" || said.length > 0) throw new Error(JSON.stringify(said));
  return system;
}

const { brokerConfiguration: configuration, desired, clientSettings } = plan();

/** What the planner makes of the environment above: the settings of the brokers, and what the function brings about. */
export const brokerConfiguration = configuration?.properties ?? {};
export { desired };

/** What a client is told to set, besides how it proves who it is: the tests' brokers have neither TLS nor AWS's secrets. */
function settingsOf(client: string): Record<string, string> {
  const found = clientSettings.find((one) => one.client === client);
  if (found === undefined) throw new Error(`no settings of ${client}`);
  const all = Object.entries(found.properties);
  return Object.fromEntries(all.filter(([key]) => !/^(security|sasl|config\.providers|group\.id)/.test(key)));
}
export const producerProperties = settingsOf("checkout");
export const consumerProperties = settingsOf("billing");
