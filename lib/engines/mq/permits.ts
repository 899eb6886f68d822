import type { DataPath, Issues } from "../../core/issues";
import type { BrokerPermission, Grant } from "../../core/grants";
import { kinds } from "./kinds";
import type { SystemOptions } from "./spec";
import type { ChannelTopology } from "./topology";

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
  const read = (destination: string): Destination => ({ destination, destinationKind: "queue", actions: ["read"] });
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
    return queues.map(({ name }) => read(name));
  }
  // Handling dead letters is to read them, and to send them back the way they came.
  return [entrance, ...queues.flatMap(({ name, deadLetters }) => [read(name), read(deadLetters)])];
}
