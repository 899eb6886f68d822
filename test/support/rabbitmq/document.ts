import { Issues } from "../../../lib/core/issues";
import type { DesiredRabbitMq, DesiredUser, RabbitDefinitions } from "../../../lib/engines/mq/functions/desired";
import { programUsers } from "../../../lib/engines/mq/names";
import { planEnvironment } from "../../../lib/environment/plan";

export const maxDeliveries = 3;
export const maxLength = 2;
/** Milliseconds; the shortest that a file can say is a minute. */
export const retention = 1000;

const clients = ["uploader", "resizer", "ledger", "shop", "billing", "auditor"] as const;
export type Client = (typeof clients)[number];

const environment = {
  environment: "prod",
  aws: { account: "111122223333", region: "eu-west-1" },
  state: { s3: { bucket: "acme-prod-tfstate" } },
  owner: { team: "platform", contact: "platform@acme.example" },
  network: { cidr: "10.40.0.0/16" },
  clients: Object.fromEntries(clients.map((user) => [user, { user }])),
  systems: {
    jobs: {
      engine: "mq",
      pattern: "work-queue",
      channels: { thumbnails: { maxDeliveries }, invoices: { ordered: true, mq: { maxLength } } },
      access: [
        { client: "uploader", produce: ["thumbnails", "invoices"] },
        { client: "resizer", consume: ["thumbnails"] },
        { client: "ledger", consume: ["invoices"] },
      ],
    },
    events: {
      engine: "mq",
      pattern: "pub-sub",
      channels: {
        orders: {
          subscribers: {
            billing: { maxDeliveries },
            audit: { maxDeliveries, filter: { kind: ["signup", "deletion"], level: [1, 2] } },
          },
        },
      },
      access: [
        { client: "shop", produce: ["orders"] },
        { client: "billing", consume: ["orders"], subscriber: "billing" },
        { client: "auditor", consume: ["orders"], subscriber: "audit" },
      ],
    },
  },
};

/** What the function of each system is called with, as the planner says it; but for what the tests' broker needs. */
export const documents = planned();

function planned(): Readonly<Record<"jobs" | "events", DesiredRabbitMq>> {
  const issues = new Issues();
  const plan = planEnvironment(environment, { inventory: undefined, today: "2026-11-24" }, issues);
  const of = (name: string) => {
    const system = plan?.systems.map((one) => one.system).find(({ facts }) => facts.name === name);
    if (system?.engine !== "mq" || system.desired.engine !== "rabbitmq")
      throw new Error(`${name} is no RabbitMQ: ${issues.all.map(({ message }) => message).join("; ")}`);
    return {
      ...system.desired,
      users: system.desired.users.map((user) => (isShared(user) ? { ...user, secret: `prod/${user.name}` } : user)),
      definitions: { ...system.desired.definitions, ...forTests(system.desired.definitions) },
    };
  };
  return { jobs: of("jobs"), events: of("events") };
}

/** Both systems are in one broker, where each name is one user. */
function isShared({ name }: DesiredUser): boolean {
  return name === programUsers.metrics;
}

/** A test does not wait a minute for a message to grow old. */
function forTests(definitions: RabbitDefinitions): Pick<RabbitDefinitions, "policies"> {
  return {
    policies: forAnyBroker(definitions).policies.map((one) => ({
      ...one,
      definition: { ...one.definition, ...(one.name === "invoices" && { "message-ttl": retention }) },
    })),
  };
}

/** Policies for quorum queues alone came with RabbitMQ 3.12; for the tests' broker, which may be older, they are for all. */
export function forAnyBroker(definitions: RabbitDefinitions): RabbitDefinitions {
  const of = (kind: RabbitDefinitions["policies"][number]["apply-to"]) => (kind === "quorum_queues" ? "queues" : kind);
  return { ...definitions, policies: definitions.policies.map((one) => ({ ...one, "apply-to": of(one["apply-to"]) })) };
}

const { jobs, events } = documents;

/** Both systems in one broker, each in its own virtual host. */
export const document: DesiredRabbitMq = {
  engine: "rabbitmq",
  users: [...jobs.users, ...events.users.filter((user) => !isShared(user))],
  definitions: {
    vhosts: [...jobs.definitions.vhosts, ...events.definitions.vhosts],
    permissions: [...jobs.definitions.permissions, ...events.definitions.permissions],
    exchanges: [...jobs.definitions.exchanges, ...events.definitions.exchanges],
    queues: [...jobs.definitions.queues, ...events.definitions.queues],
    bindings: [...jobs.definitions.bindings, ...events.definitions.bindings],
    policies: [...jobs.definitions.policies, ...events.definitions.policies],
  },
};

/** Where a client connects, and the secret with which it does. */
export function loginOf(client: Client): { readonly secret: string; readonly vhost: string } {
  const permission = document.definitions.permissions.find(({ user }) => user === client);
  const user = document.users.find(({ name }) => name === client);
  if (permission === undefined || user === undefined) throw new Error(`${client} may do nothing`);
  return { secret: user.secret, vhost: permission.vhost };
}
