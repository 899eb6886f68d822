import type { Backlog, ScalingAdvice } from "../../core/facts";
import type { BrokerPlan } from "./broker";
import { queued } from "./message-signals";
import { instancesOf, type SignalInput } from "./watched";

/** How many messages wait in each queue; how long they wait no broker measures. A topic without subscribers has none. */
export function backlogsOf(input: SignalInput): Backlog[] {
  return input.topology.flatMap(({ name: channel, queues }) =>
    queues.map(({ subscriber, name }): Backlog => ({
      channel,
      ...(subscriber !== undefined && { subscriber }),
      ...(input.countedBy === "nobody"
        ? {
            unmeasured:
              "Amazon MQ counts the messages of no queue of RabbitMQ 4; Signalbox does in brokers that it builds",
          }
        : { messages: queued(input, name) }),
      speaksUnread: true,
    })),
  );
}

/**
 * Amazon MQ has no automatic scaling. RabbitMQ's disks come with the brokers' size, which changes with a restart in the
 * maintenance window; ActiveMQ's store has a fixed size (Amazon MQ developer guide, broker-storage and
 * maintaining-brokers, as of 2023-06).
 */
export function scalingAdviceOf(broker: BrokerPlan): ScalingAdvice[] {
  const rabbit = broker.engineType === "RabbitMQ";
  const instances = instancesOf(broker);
  const of = (id: string) => instances.map((instance) => `${id}-${instance}`);
  return [
    {
      of: "storage",
      advice: rabbit
        ? "a broker's disk comes with its size; choose a larger mq.instanceType, or let consumers scale"
        : "the store of ActiveMQ has a fixed size; let consumers scale, or lower retention",
      signals: rabbit ? ["disk"] : of("store"),
    },
    {
      of: "partitions",
      advice: "a queue of a broker has no partitions; choose a larger mq.instanceType, or let consumers scale",
      signals: rabbit ? ["cpu"] : of("cpu"),
    },
  ];
}
