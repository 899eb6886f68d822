import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { withLiteralPlan } from "../literal";
import { constructId } from "../names";
import type { SecurityGroupPlan } from "../security-group";

/**
 * Who may connect to brokers. Brokers answer, and speak with each other elsewhere: there is a way out only for what else
 * lives in the group.
 */
export class BrokersSecurityGroup extends Construct {
  readonly id: string;

  constructor(scope: Construct, id: string, props: { readonly plan: SecurityGroupPlan; readonly vpcId: string }) {
    super(scope, id);
    const { plan, vpcId } = withLiteralPlan(props);
    this.id = new SecurityGroup(this, "Resource", { name: plan.name, description: plan.description, vpcId }).id;
    if (plan.egress !== undefined) {
      const out = new Construct(this, "Egress");
      for (const { id: rule, description, port, cidr } of plan.egress)
        new VpcSecurityGroupEgressRule(out, constructId(rule), {
          securityGroupId: this.id,
          description,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          cidrIpv4: cidr,
        });
    }
    const rules = new Construct(this, "Rules");
    for (const { id: rule, description, port, from } of plan.rules)
      new VpcSecurityGroupIngressRule(rules, constructId(rule), {
        securityGroupId: this.id,
        description,
        ipProtocol: "tcp",
        fromPort: port,
        toPort: port,
        ...("cidr" in from ? { cidrIpv4: from.cidr } : { referencedSecurityGroupId: from.securityGroup }),
      });
  }
}
