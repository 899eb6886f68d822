import type { NetworkFacts } from "../../core/engine";
import type { IngressPlan, SecurityGroupPlan } from "../../core/security-group";
import type { Names } from "./names";
import { listenersOf, managementPort } from "./ports";
import type { SystemOptions } from "./spec";

/**
 * The brokers' security group: clients to the listeners, and the network to the management interface. What Lambda reads
 * the queues of the archive by lives in the group too: it connects to the broker, and to Lambda, Secrets Manager and STS
 * (Lambda developer guide, with-mq.html, network configuration, 2026-11).
 */
export function planSecurityGroup(
  names: Names,
  { broker, clients }: SystemOptions,
  network: NetworkFacts | undefined,
  archived: boolean,
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
        [...new Set([...(clients?.cidrs ?? inNetwork), ...(archived ? inNetwork : [])])].map((cidr) =>
          rule(port, `Clients, ${protocol}`, cidr),
        ),
      ),
      ...(broker === "rabbitmq" ? inNetwork.map((cidr) => rule(managementPort, "Management", cidr)) : []),
    ],
    ...(archived && {
      egress: inNetwork.flatMap((cidr) => [
        ...listenersOf(broker).map(({ port, protocol }) => ({
          id: `${port}-${cidr}`,
          description: `The archive to the brokers, ${protocol}`,
          port,
          cidr,
        })),
        { id: `443-${cidr}`, description: "The archive to the endpoints of AWS services", port: 443, cidr },
      ]),
    }),
  };
}
