import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { withLiteralPlan } from "../../core/literal";
import type { LogGroupPlan } from "../plan";

/** One log group, encrypted, with an end to its logs. */
export class LogGroup extends Construct {
  readonly arn: string;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, props: { readonly plan: LogGroupPlan; readonly keyArn: string }) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    const group = new CloudwatchLogGroup(this, "Resource", {
      name: plan.name,
      retentionInDays: plan.retentionDays,
      kmsKeyId: keyArn,
      ...(plan.tier && { logGroupClass: plan.tier }),
      ...(plan.protect && { lifecycle: { preventDestroy: true } }),
    });
    this.arn = group.arn;
    this.logGroupName = group.name;
  }
}
