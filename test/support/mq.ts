import { Issues } from "../../lib/core/issues";
import type { MqPlan } from "../../lib/engines/mq";
import type { RabbitDefinitions } from "../../lib/engines/mq/functions/desired";
import type { Inventory } from "../../lib/environment/inventory";
import { planEnvironment } from "../../lib/environment/plan";
import { pathText } from "../../lib/core/issues";

/** An environment around one system on `mq`, with the users `till`, `ledger` and `operator`; `more` stands beside them. */
export function planBrokerSystem(system: object, today = "2026-11-24", standing?: Inventory["stateful"], more = {}) {
  const inventory = standing && { environment: "prod", stateful: standing };
  const issues = new Issues();
  const data = {
    environment: "prod",
    aws: { account: "111122223333", region: "eu-west-1" },
    state: { s3: { bucket: "acme-prod-tfstate" } },
    owner: { team: "platform", contact: "platform@acme.example" },
    network: { cidr: "10.40.0.0/16" },
    ...more,
    clients: { till: { user: "till" }, ledger: { user: "ledger" }, operator: { user: "operator" } },
    systems: { shop: { engine: "mq", pattern: "work-queue", ...system } },
  };
  const plan = planEnvironment(data, { inventory, today }, issues)?.systems[0]?.system;
  return {
    plan: plan?.engine === "mq" ? plan : undefined,
    issues: issues.all
      .filter(({ kind }) => kind.code !== "InventoryOutdated")
      .map(({ kind, path, message }) => ({ code: kind.code, path: pathText(path.slice(2)), message })),
  };
}

export function soundPlan(system: object): MqPlan {
  const { plan, issues } = planBrokerSystem(system);
  if (plan === undefined || issues.length > 0) throw new Error(JSON.stringify(issues));
  return plan;
}

export const activeMqPlan = (system: object): MqPlan => soundPlan({ mq: { broker: "activemq" }, ...system });

export function definitionsOf({ desired }: MqPlan): RabbitDefinitions {
  if (desired.engine !== "rabbitmq") throw new Error("not a RabbitMQ broker");
  return desired.definitions;
}
