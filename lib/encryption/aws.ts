import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { withLiteralPlan } from "../core/literal";
import type { KeyPlan } from "./plan";

/** A customer managed key, turned over every year, with its alias. Stateful. */
export class Key extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: { readonly plan: KeyPlan }) {
    super(scope, id);
    const { plan } = withLiteralPlan(props);
    const key = new KmsKey(this, "Resource", {
      description: plan.description,
      policy: plan.policy,
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: plan.deletionWindowDays,
      ...(plan.protect && { lifecycle: { preventDestroy: true } }),
    });
    this.arn = key.arn;
    new KmsAlias(this, "Alias", { name: plan.alias, targetKeyId: key.keyId });
  }
}
