import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { OpensearchDomain } from "@cdktf/provider-aws/lib/opensearch-domain";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { Construct } from "constructs";
import { BrokersSecurityGroup } from "../../core/aws/security-group";
import { withLiteralPlan } from "../../core/literal";
import { constructId } from "../../core/names";
import type { DomainPlan } from "../domain";
import { LogGroup } from "./log-group";

export interface SearchDomainProps {
  readonly plan: DomainPlan;
  readonly keyArn: string;
  readonly vpcId: string;
  /** Private subnets, one a zone. */
  readonly subnetIds: readonly string[];
}

/** A search domain in the private network: encrypted, with an administrator that IAM knows and without passwords. Stateful. */
export class SearchDomain extends Construct {
  constructor(scope: Construct, id: string, props: SearchDomainProps) {
    super(scope, id);
    const { plan, keyArn, vpcId, subnetIds } = withLiteralPlan(props);
    const group = new BrokersSecurityGroup(this, "Group", { plan: plan.securityGroup, vpcId });
    const { name: policyName, document: policyDocument } = plan.logPolicy;
    const logPolicy = new CloudwatchLogResourcePolicy(this, "LogPolicy", { policyName, policyDocument });
    new OpensearchDomain(this, "Resource", {
      domainName: plan.name,
      engineVersion: `OpenSearch_${plan.version}`,
      clusterConfig: {
        instanceType: plan.instanceType,
        instanceCount: plan.nodes,
        dedicatedMasterEnabled: true,
        dedicatedMasterType: plan.masterType,
        dedicatedMasterCount: 3,
        zoneAwarenessEnabled: true,
        zoneAwarenessConfig: { availabilityZoneCount: plan.zones },
      },
      ebsOptions: { ebsEnabled: true, volumeType: "gp3", volumeSize: plan.volumeGiB },
      vpcOptions: { subnetIds: [...subnetIds], securityGroupIds: [group.id] },
      accessPolicies: plan.accessPolicy,
      advancedSecurityOptions: {
        enabled: true,
        internalUserDatabaseEnabled: false,
        masterUserOptions: { masterUserArn: plan.administrator },
      },
      encryptAtRest: { enabled: true, kmsKeyId: keyArn },
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
      logPublishingOptions: plan.logs.map(({ type, group: log }) => ({
        logType: type,
        enabled: true,
        cloudwatchLogGroupArn: new LogGroup(this, constructId(`Logs-${log.id}`), { plan: log, keyArn }).arn,
      })),
      softwareUpdateOptions: { autoSoftwareUpdateEnabled: true },
      offPeakWindowOptions: { enabled: true },
      ...(plan.protect && { lifecycle: { preventDestroy: true } }),
      dependsOn: [logPolicy],
    });
  }
}

interface DeliveryGroupPlan {
  readonly name: string;
  readonly cidr: string;
}

/** The group of the streams' interfaces: they reach the network's HTTPS, and nobody reaches them. */
export class DeliveryGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: { readonly plan: DeliveryGroupPlan; readonly vpcId: string }) {
    super(scope, id);
    const { plan, vpcId } = withLiteralPlan(props);
    this.id = new SecurityGroup(this, "Resource", {
      name: plan.name,
      description: "Delivery of logs to the search domain",
      vpcId,
    }).id;
    new VpcSecurityGroupEgressRule(this, "Https", {
      securityGroupId: this.id,
      description: "HTTPS within the network",
      cidrIpv4: plan.cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
  }
}
