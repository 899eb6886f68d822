import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { serviceRole } from "../core/aws/service-role";
import { withLiteralPlan } from "../core/literal";
import type { NetworkPlan } from "./plan";

export interface NetworkProps {
  readonly plan: NetworkPlan;
  /** The log group for the network's flows; one that exists by then. */
  readonly flowLogGroupArn: string;
}

/** A private network with endpoints. It has no route to the internet, and its default security group admits nothing. */
export class Network extends Construct {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { plan, flowLogGroupArn } = withLiteralPlan(props);
    const tags = { Name: plan.name };
    this.vpcId = new Vpc(this, "Resource", {
      cidrBlock: plan.cidr,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags,
    }).id;
    new DefaultSecurityGroup(this, "DefaultGroup", { vpcId: this.vpcId });
    const routeTableId = new RouteTable(this, "Routes", { vpcId: this.vpcId, tags }).id;
    this.subnetIds = plan.subnets.map((subnet) => this.subnet(subnet, routeTableId));
    this.endpoints(plan, routeTableId);
    this.flowLogs(plan, flowLogGroupArn);
  }

  private subnet({ zone, by, cidr }: NetworkPlan["subnets"][number], routeTableId: string): string {
    const scope = new Construct(this, `Subnet-${zone}`);
    const { id } = new Subnet(scope, "Resource", {
      vpcId: this.vpcId,
      ...(by === "id" ? { availabilityZoneId: zone } : { availabilityZone: zone }),
      cidrBlock: cidr,
      mapPublicIpOnLaunch: false,
      tags: { Name: `private-${zone}` },
    });
    new RouteTableAssociation(scope, "Routes", { subnetId: id, routeTableId });
    return id;
  }

  private endpoints(plan: NetworkPlan, routeTableId: string): void {
    const scope = new Construct(this, "Endpoints");
    new VpcEndpoint(scope, "S3", {
      vpcId: this.vpcId,
      serviceName: plan.s3ServiceName,
      vpcEndpointType: "Gateway",
      routeTableIds: [routeTableId],
      policy: plan.endpointPolicy,
    });
    const group = new SecurityGroup(scope, "Group", {
      name: `${plan.name}-endpoints`,
      description: "TLS from the network to the endpoints of AWS services",
      vpcId: this.vpcId,
    });
    new VpcSecurityGroupIngressRule(scope, "Tls", {
      securityGroupId: group.id,
      description: "TLS from the network",
      cidrIpv4: plan.cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    for (const { service, serviceName } of plan.endpoints)
      new VpcEndpoint(scope, service, {
        vpcId: this.vpcId,
        serviceName,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...this.subnetIds],
        securityGroupIds: [group.id],
        policy: plan.endpointPolicy,
      });
  }

  private flowLogs({ flowLogs }: NetworkPlan, logGroupArn: string): void {
    const scope = new Construct(this, "FlowLogs");
    const role = serviceRole(scope, flowLogs.role);
    new FlowLog(scope, "Resource", {
      vpcId: this.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroupArn,
      iamRoleArn: role.arn,
      dependsOn: [role.attachment],
    });
  }
}
