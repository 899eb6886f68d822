import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { serviceRole } from "../core/aws/service-role";
import { withLiteralPlan } from "../core/literal";
import { constructId } from "../core/names";
import type { RemedyPlan } from "./document";

/** The documents that do what runbooks say, each with a role of its own. */
export class Remedies extends Construct {
  constructor(scope: Construct, id: string, props: { readonly plan: readonly RemedyPlan[] }) {
    super(scope, id);
    const { plan } = withLiteralPlan(props);
    for (const remedy of plan) {
      const at = new Construct(this, constructId(remedy.id));
      const { attachment } = serviceRole(at, remedy.role);
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
