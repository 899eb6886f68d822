import type { BrokerPermission } from "../../../core/grants";
import type { ChannelTopology } from "../topology";
import { element, type Element } from "./xml";

/** The group that may do everything: the administrator's. */
export const administrators = "administrators";

/** Every destination names who may read and write it; administrators alone may declare one. */
export function authorization(topology: readonly ChannelTopology[], permissions: readonly BrokerPermission[]): Element {
  const users = [...new Set(permissions.map(({ user }) => user))].sort();
  const may = (kind: "queue" | "topic", name: string, action: "read" | "write") =>
    groups(
      permissions
        .filter((one) => one.destinationKind === kind && one.destination === name && one.actions.includes(action))
        .map(({ user }) => user),
    );
  const entry = (kind: "queue" | "topic", name: string) =>
    element("authorizationEntry", {
      [kind]: name,
      admin: administrators,
      read: may(kind, name, "read"),
      write: may(kind, name, "write"),
    });
  const destinations = topology.flatMap((channel) => [
    ...(channel.kind === "queue" ? [] : [entry("topic", channel.name)]),
    ...channel.queues.flatMap(({ name, deadLetters }) => [entry("queue", name), entry("queue", deadLetters)]),
  ]);
  const everybody = groups(users);
  return element("authorizationPlugin", {}, [
    element("map", {}, [
      element("authorizationMap", {}, [
        element("authorizationEntries", {}, [
          element("authorizationEntry", {
            queue: ">",
            admin: administrators,
            read: administrators,
            write: administrators,
          }),
          element("authorizationEntry", {
            topic: ">",
            admin: administrators,
            read: administrators,
            write: administrators,
          }),
          ...destinations,
          // Clients of OpenWire listen there for what becomes of their connections.
          element("authorizationEntry", {
            topic: "ActiveMQ.Advisory.>",
            admin: everybody,
            read: everybody,
            write: everybody,
          }),
        ]),
      ]),
    ]),
  ]);
}

/** Each user is a group of its own. */
const groups = (users: readonly string[]): string => [administrators, ...new Set(users)].join(",");
