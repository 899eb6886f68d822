import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { withLiteralPlan } from "../core/literal";
import { constructId } from "../core/names";
import type { AccessPlan } from "./plan";

/** What the clients of the own account may do: managed policies, attached to their roles, which exist already. */
export class Access extends Construct {
  constructor(scope: Construct, id: string, props: { readonly plan: AccessPlan }) {
    super(scope, id);
    const { plan } = withLiteralPlan(props);
    for (const { name, document, roleName } of plan.identityPolicies) {
      const client = new Construct(this, constructId(name));
      const policy = new IamPolicy(client, "Resource", { name, policy: document });
      new IamRolePolicyAttachment(client, "Attachment", { role: roleName, policyArn: policy.arn });
    }
  }
}
