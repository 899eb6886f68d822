import { arn } from "../core/arns";
import { issueKinds, type DataPath, type Issues } from "../core/issues";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { allow, policyText, serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { cidrText, contains, isAligned, parseCidr, subnet, type Cidr } from "./cidr";
import type { NetworkSpec } from "./spec";
import { planZones, zoneKinds, type Zone } from "./zones";
import { endpointServiceName, servicePrincipal } from "../core/regions";

export const kinds = issueKinds({
  ...zoneKinds,
  BadCidr: {
    meaning: "The range is no private IPv4 network that subnets fit into.",
    remedy:
      "Use a range of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16, from /16 to /24, that begins at a multiple of its size.",
  },
});

export interface NetworkPlan {
  readonly name: string;
  readonly cidr: string;
  readonly subnets: readonly (Zone & { readonly cidr: string })[];
  readonly endpoints: readonly { readonly service: string; readonly serviceName: string }[];
  readonly s3ServiceName: string;
  /** Literal JSON: what may be reached through the endpoints. */
  readonly endpointPolicy: string;
  readonly flowLogs: { readonly logGroup: string; readonly role: ServiceRolePlan };
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
  .map(parseCidr)
  .filter((range) => range !== undefined);

/** Stands in for a range that cannot be had, so that what needs a network is still looked at. Nothing is built of it. */
const standIn: Cidr = { base: 10 * 256 ** 3, bits: 16 };

/** Plans the network: one private subnet a zone, a quarter of the range each, no way to the internet. */
export function planNetwork(place: Place, spec: NetworkSpec, path: DataPath, issues: Issues): NetworkPlan {
  const cidr = checkedCidr(spec.cidr, [...path, "cidr"], issues) ?? standIn;
  const name = named("securityGroup", [place.environment, "network"]);
  const logGroup = `/signalbox/${place.environment}/flow`;
  const serviceName = (service: string) => endpointServiceName(place.region, service);
  return {
    name,
    cidr: cidrText(cidr),
    subnets: planZones(place.region, spec.zones, [...path, "zones"], issues).map((zone, index) => ({
      ...zone,
      cidr: cidrText(subnet(cidr, 2, index)),
    })),
    endpoints: [...new Set(spec.endpoints)].sort().map((service) => ({ service, serviceName: serviceName(service) })),
    s3ServiceName: serviceName("s3"),
    endpointPolicy: policyText([
      {
        Sid: "OwnPrincipals",
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: { StringEquals: { "aws:PrincipalAccount": place.account } },
      },
    ]),
    flowLogs: {
      logGroup,
      role: planServiceRole(
        [place.environment, "flow-logs"],
        serviceTrust(servicePrincipal("vpc-flow-logs"), place.account),
        [
          allow(
            "WriteFlowLogs",
            ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            arn(place, "logs", `log-group:${logGroup}:*`),
          ),
        ],
      ),
    },
  };
}

function checkedCidr(text: string, path: DataPath, issues: Issues): Cidr | undefined {
  const cidr = parseCidr(text);
  const problem =
    cidr === undefined
      ? "is no IPv4 range"
      : cidr.bits < 16 || cidr.bits > 24
        ? `is a /${cidr.bits}; /16 to /24 is allowed (a VPC is /16 at most, and a subnet /28 at least)`
        : !isAligned(cidr)
          ? "does not begin at a multiple of its size"
          : privateRanges.some((range) => contains(range, cidr))
            ? undefined
            : "is not private; use a part of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16";
  if (problem !== undefined) issues.add(kinds.BadCidr, path, `${text} ${problem}`);
  return problem === undefined ? cidr : undefined;
}
