import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { Construct } from "constructs";
import { literal } from "../literal";
import type { ServiceRolePlan } from "../service-role";

export interface ServiceRole {
  readonly arn: string;
  /** The role may do nothing before it: what needs the role depends on it. */
  readonly attachment: IamRolePolicyAttachment;
}

/** Makes a service's role in the scope of what needs it. */
export function serviceRole(scope: Construct, role: ServiceRolePlan): ServiceRole {
  const plan = literal(role);
  const made = new IamRole(scope, "Role", { name: plan.name, assumeRolePolicy: plan.trust });
  const policy = new IamPolicy(scope, "Policy", { name: plan.policyName, policy: plan.document });
  const attachment = new IamRolePolicyAttachment(scope, "Attachment", { role: made.name, policyArn: policy.arn });
  return { arn: made.arn, attachment };
}
