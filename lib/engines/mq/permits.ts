import type { DataPath, Issues } from "../../core/issues";
import type { BrokerPermission, Grant } from "../../core/grants";
import { redeliveriesOf } from "./activemq/redelivery";
import { kinds } from "./kinds";
import type { SystemOptions } from "./spec";
import type { ChannelTopology, QueueTopology } from "./topology";

type Destination = Pick<BrokerPermission, "destination" | "destinationKind" | "actions">;

/** What a grant means within the broker. The channel and the subscriber exist: `access` has checked it. */
export function permit(
  broker: SystemOptions["broker"],
  topology: readonly ChannelTopology[],
  grant: Grant,
  issues: Issues,
): readonly BrokerPermission[] {
  const channel = topology.find(({ name }) => name === grant.channel);
  const { identity } = grant.client;
  if (channel === undefined || identity.kind !== "user") return [];
  return destinations(broker, channel, grant, grant.path, issues).map((destination) => ({
    mechanism: "broker-user",
    grant,
    user: identity.user,
    ...destination,
  }));
}

function destinations(
  broker: SystemOptions["broker"],
  channel: ChannelTopology,
  { verb, subscriber }: Grant,
  path: DataPath,
  issues: Issues,
): Destination[] {
  const queues = channel.queues.filter((queue) => subscriber === undefined || queue.subscriber === subscriber);
  const entrance: Destination = {
    destination: channel.name,
    destinationKind: broker === "rabbitmq" ? "exchange" : channel.kind === "queue" ? "queue" : "topic",
    actions: ["write"],
  };
  if (verb === "produce") return [entrance];
  if (verb === "consume") {
    if (channel.kind === "topic") return [{ ...entrance, actions: ["read"] }];
    if (channel.kind === "exchange")
      issues.add(kinds.NotConsumable, path, `'${channel.name}' is an exchange; consume a queue that is bound to it`);
    return queues.map((queue) => consumed(broker, queue));
  }
  // Handling dead letters is to read them, and to send them back the way they came.
  return [
    entrance,
    ...queues.flatMap((queue) => [consumed(broker, queue), readable(queue.deadLetters, broker === "activemq")]),
  ];
}

/** ActiveMQ offers a failed message again by sending it to its queue in the consumer's name. */
const consumed = (broker: SystemOptions["broker"], queue: QueueTopology): Destination =>
  readable(queue.name, broker === "activemq" && redeliveriesOf(queue) > 0);

const readable = (destination: string, alsoWritten: boolean): Destination => ({
  destination,
  destinationKind: "queue",
  actions: alsoWritten ? ["read", "write"] : ["read"],
});
