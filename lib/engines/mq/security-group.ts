import type { NetworkFacts } from "../../core/engine";
import type { IngressPlan, SecurityGroupPlan } from "../../core/security-group";
import type { Names } from "./names";
import { listenersOf, managementPort } from "./ports";
import type { SystemOptions } from "./spec";

/** The brokers' security group: clients to the listeners, and the network to the management interface. */
export function planSecurityGroup(
  names: Names,
  { broker, clients }: SystemOptions,
  network: NetworkFacts | undefined,
): SecurityGroupPlan {
  const inNetwork = network === undefined ? [] : [network.cidr];
  const rule = (port: number, what: string, cidr: string): IngressPlan => ({
    id: `${port}-${cidr}`,
    description: `${what}, from ${cidr}`,
    port,
    from: { cidr },
  });
  return {
    name: names.securityGroup,
    description: "Clients to the message brokers",
    rules: [
      ...listenersOf(broker).flatMap(({ port, protocol }) =>
        [...new Set(clients?.cidrs ?? inNetwork)].map((cidr) => rule(port, `Clients, ${protocol}`, cidr)),
      ),
      ...(broker === "rabbitmq" ? inNetwork.map((cidr) => rule(managementPort, "Management", cidr)) : []),
    ],
  };
}
