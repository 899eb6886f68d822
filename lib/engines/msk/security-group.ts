import type { SystemInput } from "../../core/engine";
import type { Listener } from "../../core/facts";
import type { EgressPlan, IngressPlan, SecurityGroupPlan } from "../../core/security-group";
import { ports } from "./authentication";
import type { Names } from "./names";
import type { SystemOptions } from "./spec";

export function planSecurityGroup(
  { network, needs }: SystemInput,
  names: Names,
  options: SystemOptions,
  listeners: readonly Listener[],
): SecurityGroupPlan {
  const cidrs = options.clients?.cidrs ?? [];
  const groups = options.clients?.securityGroups ?? [];
  const inNetwork = network === undefined ? [] : [network.cidr];
  const said = cidrs.length + groups.length > 0;
  const ranges = said ? cidrs : inNetwork;
  const rules = portsOf(options, listeners).flatMap(({ port, what }) => [
    ...[...new Set(port === ports.iam ? [...ranges, ...inNetwork] : ranges)].map((cidr): IngressPlan =>
      rule(port, what, { cidr }, cidr),
    ),
    ...[...new Set(groups)].map((securityGroup) => rule(port, what, { securityGroup }, securityGroup)),
  ]);
  const egress = needs?.archive === true ? inNetwork.flatMap(pollersWay) : [];
  return {
    name: names.securityGroup,
    description: "Kafka clients to the brokers",
    rules,
    ...(egress.length > 0 && { egress }),
  };
}

/**
 * Lambda's pollers, which read topics for the archive, are in the cluster's own security group, and go to the brokers
 * and to the endpoints of AWS (Lambda developer guide, with-msk-cluster-network, 2026-11).
 */
const pollersWay = (cidr: string): EgressPlan[] => [
  { id: "brokers", description: "Pollers of the archive to the brokers", port: ports.iam, cidr },
  { id: "endpoints", description: "Pollers of the archive to the endpoints of AWS services", port: 443, cidr },
];

/** Each port once. The topics' function comes from the network to the port for IAM, whatever clients: says. */
function portsOf(options: SystemOptions, listeners: readonly Listener[]): { port: number; what: string }[] {
  const open = options.mode === "serverless" ? undefined : options.openMonitoring;
  const named = [
    // By PrivateLink clients come through endpoints of their own networks, and no rule of ours is asked.
    ...listeners
      .filter(({ name }) => !name.endsWith("MultiVpc"))
      .map(({ port, authentication }) => ({
        port,
        what: `Kafka clients, ${authentication === "none" ? "TLS alone" : authentication}`,
      })),
    ...(open?.jmx ? [{ port: ports.jmx, what: "Prometheus, JMX" }] : []),
    ...(open?.node ? [{ port: ports.node, what: "Prometheus, node" }] : []),
  ];
  return [...new Map(named.map((one) => [one.port, one])).values()];
}

const rule = (port: number, what: string, from: IngressPlan["from"], source: string): IngressPlan => ({
  id: `${port}-${source}`,
  description: `${what}, from ${source}`,
  port,
  from,
});
