import type { DesiredRabbitMq, RabbitDefinitions } from "../../../lib/engines/mq/functions/desired";

type Table = RabbitDefinitions["queues"][number]["arguments"];

/** Written by hand in the shape that the planner of `mq` gives it: two work queues and a channel with subscribers. */
export const vhost = "shop";
export const maxDeliveries = 3;

const exchange = (name: string, type: "fanout" | "headers", internal = false) => ({
  name,
  vhost,
  type,
  durable: true,
  auto_delete: false,
  internal,
  arguments: {},
});
const queue = (name: string, more: Table = {}) => ({
  name,
  vhost,
  durable: true,
  auto_delete: false,
  arguments: { "x-queue-type": "quorum", ...more },
});
const binding = (source: string, destination: string, table: Table = {}) => ({
  source,
  vhost,
  destination,
  destination_type: "queue" as const,
  routing_key: "",
  arguments: table,
});
const policy = (name: string, more: Table = {}) => ({
  vhost,
  name,
  pattern: `^${name.replaceAll(".", "\\.")}$`,
  "apply-to": "quorum_queues" as const,
  priority: 10,
  definition: {
    "delivery-limit": maxDeliveries - 1,
    "dead-letter-exchange": `${name}.dead-letters`,
    "dead-letter-strategy": "at-least-once",
    overflow: "reject-publish",
    "message-ttl": 345_600_000,
    "max-length": 1000,
    ...more,
  },
});
const permission = (user: string, write: string, read: string) => ({ user, vhost, configure: "^$", write, read });

/** A queue with its dead letters. */
function consumed(name: string, more: { readonly queue?: Table; readonly policy?: Table } = {}) {
  const dead = `${name}.dead-letters`;
  return {
    exchanges: [exchange(dead, "fanout", true)],
    queues: [queue(name, more.queue), queue(dead)],
    bindings: [binding(dead, dead)],
    policies: [policy(name, more.policy)],
  };
}

const consumers = [
  consumed("thumbnails"),
  consumed("invoices", {
    queue: { "x-single-active-consumer": true },
    policy: { "max-length": 2, "message-ttl": 1000 },
  }),
  consumed("orders.billing"),
  consumed("orders.audit"),
];
const audited = ["signup", "deletion"].flatMap((kind) =>
  [1, 2].map((level) => binding("orders", "orders.audit", { "x-match": "all", kind, level })),
);

export const clients = ["shop", "resizer", "ledger", "billing", "auditor"];
export const secretOf = (user: string): string => `prod/shop/${user}`;

const planned: DesiredRabbitMq = {
  engine: "rabbitmq",
  users: clients.map((name) => ({ name, secret: secretOf(name) })),
  definitions: {
    vhosts: [{ name: vhost }],
    permissions: [
      permission("shop", "^(thumbnails|invoices|orders)$", "^$"),
      permission("resizer", "^$", "^thumbnails$"),
      permission("ledger", "^$", "^invoices$"),
      permission("billing", "^$", "^orders\\.billing$"),
      permission("auditor", "^$", "^orders\\.audit$"),
    ],
    exchanges: [
      exchange("thumbnails", "fanout"),
      exchange("invoices", "fanout"),
      exchange("orders", "headers"),
      ...consumers.flatMap(({ exchanges }) => exchanges),
    ],
    queues: consumers.flatMap(({ queues }) => queues),
    bindings: [
      binding("thumbnails", "thumbnails"),
      binding("invoices", "invoices"),
      binding("orders", "orders.billing"),
      ...audited,
      ...consumers.flatMap(({ bindings }) => bindings),
    ],
    policies: consumers.flatMap(({ policies }) => policies),
  },
};

/**
 * What the function is called with. Policies for quorum queues alone came with RabbitMQ 3.12; for the tests' broker, which
 * may be older, they are for all queues.
 */
export const document: DesiredRabbitMq = {
  ...planned,
  definitions: {
    ...planned.definitions,
    policies: planned.definitions.policies.map((one) =>
      one["apply-to"] === "quorum_queues" ? { ...one, "apply-to": "queues" } : one,
    ),
  },
};
