import type { ChangeFacts, OneWayRule } from "../core/one-way";

/** Values of the private network. */
export const networkRules = {
  cidr: {
    direction: "fixed",
    consequence: "replaces",
    change: "`network.cidr`",
    effect:
      "Terraform destroys the network and creates it again; EC2 refuses that (DependencyViolation) as long as brokers, domains or functions are in it.",
    remedy: "Take the range back; another one needs a second environment.",
    source: "AWS provider 5.100.0, aws_vpc, cidr_block (ForceNew); EC2 API reference, DeleteSubnet, 2026-12",
  },
  subnets: {
    direction: "widens",
    consequence: "replaces",
    change: "a zone taken out of `network.zones`, or moved within the list",
    effect:
      "Terraform destroys the zone's subnet; EC2 refuses that (DependencyViolation) as long as brokers, domains or functions are in it.",
    remedy: "Leave the zones in their order, and add new ones at the end.",
    source: "EC2 API reference, DeleteSubnet, 2026-12",
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: networkRules,
  free: [
    {
      change: "`network.endpoints` fewer",
      effect: "Clients and functions in the network no longer reach the service.",
      remedy: "Leave endpoints out: then there are all of them.",
      source: "VPC user guide, privatelink-access-aws-services, 2026-12",
    },
  ],
};
