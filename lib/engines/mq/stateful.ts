import type { StatefulThing } from "../../core/facts";
import type { DataPath } from "../../core/issues";
import { sorted, type OneWayRule, type Scalar, type StatedValue } from "../../core/one-way";
import { brokerRules, destinationRules } from "./changes";
import type { FactsInput } from "./facts-input";
import { maxLengthOf } from "./instances";
import { engineName, type SystemOptions } from "./spec";
import type { ChannelTopology, QueueTopology } from "./topology";

type Values = Readonly<Record<string, StatedValue>>;
const value = (rule: OneWayRule, said: Scalar, path: DataPath): StatedValue => ({ rule, value: said, path });

/** What holds messages: the broker, and within it each queue, and each exchange or topic that routes to them. */
export function statefulThings({ input, names, options, broker, read }: FactsInput): StatefulThing[] {
  const at = [...input.path, engineName];
  const values = {
    broker: value(brokerRules.broker, options.broker, [...at, "broker"]),
    deployment: value(brokerRules.deployment, options.deployment, [...at, "deployment"]),
    storage: value(brokerRules.storage, broker.storageType, [...at, "storage"]),
    version: value(brokerRules.version, options.version, [...at, "version"]),
  };
  return [
    { id: "broker", kind: "aws_mq_broker", name: names.broker, values },
    ...read.topology.flatMap((channel) => channelThings(channel, names.broker, options)),
  ];
}

function channelThings(channel: ChannelTopology, broker: string, options: SystemOptions): StatefulThing[] {
  const { name, path, kind, exchange, queues } = channel;
  const of = options.broker;
  const entrance: StatefulThing[] =
    kind === "exchange"
      ? [
          {
            id: `${name}/exchange`,
            kind: "rabbitmq_exchange",
            name: `${broker}/${name}`,
            values: { exchangeKind: value(destinationRules.exchangeKind, exchange ?? null, [...path, "kind"]) },
          },
        ]
      : kind === "topic"
        ? [{ id: `${name}/topic`, kind: "activemq_topic", name: `${broker}/${name}` }]
        : [];
  const held = queues.flatMap((queue): StatefulThing[] => {
    const id = queue.subscriber === undefined ? `${name}/queue` : `${name}/subscribers/${queue.subscriber}`;
    const thing = { kind: `${of}_queue`, name: `${broker}/${queue.name}` };
    return [
      { ...thing, id, values: queueValues(channel, queue, options) },
      { ...thing, id: `${id}/dead-letters`, name: `${broker}/${queue.deadLetters}` },
    ];
  });
  return [...entrance, ...held];
}

function queueValues({ kind, path: channel }: ChannelTopology, queue: QueueTopology, options: SystemOptions): Values {
  const { path, filter, bindings } = queue;
  const common = {
    retention: value(destinationRules.retention, queue.retentionSeconds, [...path, "retention"]),
    maxDeliveries: value(destinationRules.maxDeliveries, queue.maxDeliveries, [...path, "maxDeliveries"]),
    ...(kind === "fan-out" && {
      filter: value(destinationRules.filter, filter === undefined ? null : sorted(filter), [...path, "filter"]),
    }),
  };
  if (options.broker === "activemq") return common;
  return {
    ...common,
    ordered: value(destinationRules.ordered, queue.ordered, [...channel, "ordered"]),
    maxLength: value(destinationRules.maxLength, queue.maxLength ?? maxLengthOf(options.instanceType), [
      ...path,
      engineName,
      "maxLength",
    ]),
    bindings: value(destinationRules.bindings, sorted(bindings), [...path, "bindings"]),
  };
}
