import * as z from "zod";
import type { Pattern } from "../../core/engine";
import { brokerChannel } from "../../core/patterns/broker";
import { pubSubChannel } from "../../core/patterns/pub-sub";
import { workQueueChannel } from "../../core/patterns/work-queue";
import { formatted, identifier, reason } from "../../core/spec";
import { ipv4Range } from "../../core/value-forms";
import { instanceTypes } from "./instances";

/** The engine's name, and the key that its own options stand under. */
export const engineName = "mq";
export const patterns = ["pub-sub", "work-queue", "broker"] as const satisfies readonly Pattern[];

/** What only a queue of a broker has. */
const queueOptions = z
  .strictObject({
    maxBacklog: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .default(10_000)
      .describe("Messages that may wait before an alarm tells; brokers do not measure how old a message is"),
    maxLength: z
      .int()
      .min(1)
      .max(1_000_000_000)
      .optional()
      .describe(
        "RabbitMQ: messages that the queue may hold; above, publishers are refused. What the instance type bears when left out",
      ),
    prefetch: z
      .int()
      .min(1)
      .max(2_000)
      .default(100)
      .describe(
        "Messages that a consumer should take at once: 100 to 300 usually, 1 for slow or strict work. For clients' settings",
      ),
  })
  .prefault({});
export type QueueOptions = z.output<typeof queueOptions>;

export const workQueues = z.record(identifier, workQueueChannel({ channel: { [engineName]: queueOptions } }));
export const topics = z.record(identifier, pubSubChannel({ channel: {}, subscriber: { [engineName]: queueOptions } }));
export const brokerChannels = z.record(identifier, brokerChannel({ channel: { [engineName]: queueOptions } }));

export type WorkQueue = z.output<typeof workQueues>[string];
export type TopicChannel = z.output<typeof topics>[string];
export type Subscriber = TopicChannel["subscribers"][string];
export type BrokerChannel = z.output<typeof brokerChannels>[string];
export type BrokerQueue = Extract<BrokerChannel, { type: "queue" }>;

const common = {
  version: formatted(/^\d+\.\d+$/, "a version family such as 4.2"),
  reason: reason.optional(),
  clients: z
    .strictObject({
      cidrs: z.array(ipv4Range).min(1),
    })
    .optional()
    .describe("From where clients may connect; from the private network when left out"),
};

const rabbitMq = z.strictObject({
  ...common,
  broker: z.literal("rabbitmq").default("rabbitmq").describe("RabbitMQ: AMQP"),
  version: common.version.default("4.2").describe("The version family; Amazon MQ applies patches in the window"),
  instanceType: z.enum(instanceTypes.rabbitmq).default("mq.m7g.large").describe("The size of each node"),
  deployment: z
    .enum(["cluster", "single"])
    .default("cluster")
    .describe("cluster: three nodes in three zones; single takes a reason"),
  logs: z
    .strictObject({ audit: z.boolean().default(false).describe("RabbitMQ has no audit log") })
    .prefault({})
    .describe("The general log is always on"),
});
const activeMq = z.strictObject({
  ...common,
  broker: z.literal("activemq").describe("ActiveMQ: JMS (OpenWire), AMQP 1.0, STOMP and MQTT"),
  version: common.version.default("5.19").describe("The version family; Amazon MQ applies patches in the window"),
  instanceType: z.enum(instanceTypes.activemq).default("mq.m5.large").describe("The size of each broker"),
  deployment: z
    .enum(["active-standby", "single"])
    .default("active-standby")
    .describe("active-standby: two brokers in two zones over shared storage; single takes a reason"),
  storage: z
    .enum(["efs", "ebs"])
    .default("efs")
    .describe("efs is shared by two brokers; ebs is faster, for a single one"),
  logs: z
    .strictObject({ audit: z.boolean().default(true).describe("Who did what with the broker") })
    .prefault({})
    .describe("The general log is always on"),
});

/** What stands under `mq:` of a system. */
export const systemOptions = z.discriminatedUnion("broker", [rabbitMq, activeMq]).prefault({ broker: "rabbitmq" });
export type SystemOptions = z.output<typeof systemOptions>;
export type RabbitMqOptions = Extract<SystemOptions, { broker: "rabbitmq" }>;
export type ActiveMqOptions = Extract<SystemOptions, { broker: "activemq" }>;
