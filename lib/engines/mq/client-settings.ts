import type { BrokerPermission } from "../../core/grants";
import { clientRedeliveriesOf } from "./activemq/redelivery";
import type { ClientSettings } from "./plan";
import type { SystemOptions } from "./spec";
import type { ChannelTopology, QueueTopology } from "./topology";

/** How the clients that consume should be set, so that the queues keep what they promise. */
export function clientSettings(
  broker: SystemOptions["broker"],
  permissions: readonly BrokerPermission[],
  topology: readonly ChannelTopology[],
): ClientSettings[] {
  const queues = new Map(topology.flatMap((channel) => channel.queues.map((queue) => [queue.name, queue] as const)));
  const clients = new Map(permissions.map(({ grant: { client }, user }) => [client.name, user]));
  return [...clients].map(([client, user]) => {
    const consumed = permissions.flatMap(({ grant, destination, actions }) => {
      const queue = queues.get(destination);
      const consumes = grant.client.name === client && grant.verb === "consume" && actions.includes("read");
      return consumes && queue !== undefined ? [queue] : [];
    });
    const each = (value: (queue: QueueTopology) => number) =>
      Object.fromEntries(consumed.map((queue) => [queue.name, value(queue)]));
    return {
      client,
      user,
      prefetch: each(({ prefetch }) => prefetch),
      ...(broker === "activemq" && { redeliveries: each(clientRedeliveriesOf) }),
    };
  });
}
