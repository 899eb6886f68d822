import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { constructId } from "../../../core/names";
import type { SecurityGroupPlan } from "../security-group";

/**
 * Who may connect to the brokers. It has no rule for the way out: brokers answer, and speak with each other in a
 * network of MSK's own.
 */
export class ClientSecurityGroup extends Construct {
  readonly id: string;

  constructor(
    scope: Construct,
    id: string,
    { plan, vpcId }: { readonly plan: SecurityGroupPlan; readonly vpcId: string },
  ) {
    super(scope, id);
    const group = new SecurityGroup(this, "Resource", { name: plan.name, description: plan.description, vpcId });
    this.id = group.id;
    const rules = new Construct(this, "Rules");
    for (const { id: rule, description, port, from } of plan.rules)
      new VpcSecurityGroupIngressRule(rules, constructId(rule), {
        securityGroupId: group.id,
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        ...("cidr" in from ? { cidrIpv4: from.cidr } : { referencedSecurityGroupId: from.securityGroup }),
      });
  }
}
