import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { constructId } from "../core/names";
import type { RemedyPlan } from "./document";

/** The documents that do what runbooks say, each with a role of its own. */
export class Remedies extends Construct {
  constructor(scope: Construct, id: string, { plan }: { readonly plan: readonly RemedyPlan[] }) {
    super(scope, id);
    for (const remedy of plan) {
      const at = new Construct(this, constructId(remedy.id));
      const role = new IamRole(at, "Role", { name: remedy.role.name, assumeRolePolicy: remedy.role.trust });
      const policy = new IamPolicy(at, "Policy", { name: remedy.policy.name, policy: remedy.policy.document });
      const attachment = new IamRolePolicyAttachment(at, "Attachment", { role: role.name, policyArn: policy.arn });
      const { attaches } = remedy;
      if (attaches !== undefined) new IamPolicy(at, "Attaches", { name: attaches.name, policy: attaches.document });
      new SsmDocument(at, "Resource", {
        name: remedy.name,
        documentType: "Automation",
        documentFormat: "JSON",
        content: remedy.content,
        dependsOn: [attachment],
      });
    }
  }
}
