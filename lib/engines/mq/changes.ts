import type { ChangeFacts, OneWayRule } from "../../core/one-way";

const guide = "Amazon MQ developer guide";
const forceNew = (argument: string) => `AWS provider 5.100.0, aws_mq_broker, ${argument} (ForceNew), 2026-12`;
const recreates = "Terraform destroys the broker with its messages and creates it again under another endpoint.";
const second = "Take it back; or create a second system, move producers and consumers, and retire this one.";

/** Values of the broker. */
export const brokerRules = {
  broker: {
    direction: "fixed",
    consequence: "replaces",
    change: "`broker` between RabbitMQ and ActiveMQ",
    effect: recreates,
    remedy: second,
    source: forceNew("engine_type"),
  },
  deployment: {
    direction: "fixed",
    consequence: "replaces",
    change: "`deployment`",
    effect: recreates,
    remedy: second,
    source: forceNew("deployment_mode"),
  },
  storage: {
    direction: "fixed",
    consequence: "replaces",
    change: "`storage` between EFS and EBS",
    effect: recreates,
    remedy: second,
    source: forceNew("storage_type"),
  },
  version: {
    direction: "grows",
    consequence: "refuses",
    change: "`version` to an older one",
    effect: "Amazon MQ refuses to downgrade a broker.",
    remedy: "Put the version back; an older one needs a second system.",
    source: `${guide}, upgrading-brokers, 2026-12`,
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

const quorum = "RabbitMQ 4.2 documentation, quorum-queues, 2026-12";

/** Values of what is inside the broker. */
export const destinationRules = {
  exchangeKind: {
    direction: "fixed",
    consequence: "refuses",
    change: "`kind` of an exchange",
    effect: "RabbitMQ refuses to declare an exchange again with another type (PRECONDITION_FAILED).",
    remedy:
      "Create a second exchange under another name, bind the queues to both, move producers, and retire this one.",
    source: "RabbitMQ 4.2 documentation, queues: property equivalence, 2026-12",
  },
  ordered: {
    direction: "fixed",
    consequence: "refuses",
    change: "`ordered` of a RabbitMQ queue",
    effect: "RabbitMQ refuses to declare a queue again with other arguments (PRECONDITION_FAILED).",
    remedy: "Create a second channel, let its consumers empty the first, and retire that.",
    source: "RabbitMQ 4.2 documentation, consumers: single active consumer, 2026-12",
  },
  retention: {
    unit: "seconds",
    direction: "grows",
    consequence: "loses",
    reconciled: true,
    change: "`retention` shorter",
    effect: "Waiting messages that are older than the new retention go to the dead-letter queue, unhandled.",
    remedy: "Take the retention back.",
    source: `${quorum}: message-ttl`,
  },
  maxDeliveries: {
    direction: "grows",
    consequence: "loses",
    reconciled: true,
    change: "`maxDeliveries` fewer",
    effect: "Messages that were delivered more often go to the dead-letter queue, unhandled.",
    remedy: "Take the number back.",
    source: `${quorum}: delivery-limit`,
  },
  maxLength: {
    direction: "grows",
    consequence: "loses",
    reconciled: true,
    change: "`mq.maxLength` smaller, or an instance type that carries fewer messages",
    effect: "Above the new length the queue refuses what producers publish.",
    remedy: "Take the length back, or let consumers empty the queue first.",
    source: `${quorum}: max-length, overflow reject-publish`,
  },
  filter: {
    direction: "widens",
    consequence: "loses",
    change: "`filter` added, narrowed or changed",
    effect: "The broker no longer routes to this subscriber what the new filter does not let through.",
    remedy: "Take the filter back, or only add alternatives to its keys.",
    source: "RabbitMQ 4.2 documentation, exchanges: headers; ActiveMQ Classic, composite destinations, 2026-12",
  },
  bindings: {
    direction: "widens",
    consequence: "loses",
    change: "a binding taken out or changed",
    effect: "The broker no longer routes to this queue what only that binding matched.",
    remedy: "Add the new binding beside the old one.",
    source: "RabbitMQ 4.2 documentation, exchanges, 2026-12",
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: { ...brokerRules, ...destinationRules },
  free: [
    {
      change: "`instanceType`, `version` to a newer one",
      effect: "Amazon MQ restarts the broker in its maintenance window: a single broker is away for minutes.",
      remedy: "Clients reconnect; a cluster's nodes restart one after another.",
      source: `${guide}, amazon-mq-broker-configuration and upgrading-brokers, 2026-12`,
    },
    {
      change: "users of ActiveMQ: a client added or taken out, a password rotated",
      effect: "Amazon MQ applies changed users at the next reboot, in the maintenance window at the latest.",
      remedy: "Reboot the broker where a user has to work, or to be shut out, before that.",
      source: `Amazon MQ API reference, users: "pending" until a reboot, 2026-12`,
    },
    {
      change: "channels of ActiveMQ: filters, retention, rights",
      effect: "They are the broker's configuration, which Amazon MQ applies at the next reboot.",
      remedy: "Reboot the broker, or wait for the maintenance window.",
      source: `${guide}, amazon-mq-broker-configuration-lifecycle, 2026-12`,
    },
    {
      change: "a channel renamed, or taken out",
      effect: "The old queue or exchange stays in the broker with its messages; access to it ends with the deploy.",
      remedy: "Retire it, and delete it by hand once it is empty.",
      source: "Signalbox's broker function",
    },
  ],
};
