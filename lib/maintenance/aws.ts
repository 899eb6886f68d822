import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SsmDocument } from "@cdktf/provider-aws/lib/ssm-document";
import { Construct } from "constructs";
import { serviceRole } from "../core/aws/service-role";
import { withLiteralPlan } from "../core/literal";
import { constructId } from "../core/names";
import type { MaintenancePlan } from "./plan";

export interface MaintenanceProps {
  readonly plan: MaintenancePlan;
  /** The queue of what could not be told. */
  readonly undeliveredArn: string;
}

/** The calendar of freezes, and the rules that tell what AWS changes. */
export class Maintenance extends Construct {
  constructor(scope: Construct, id: string, props: MaintenanceProps) {
    super(scope, id);
    const { plan, undeliveredArn } = withLiteralPlan(props);
    const { calendar } = plan;
    if (calendar !== undefined)
      new SsmDocument(this, "Calendar", {
        name: calendar.name,
        documentType: "ChangeCalendar",
        documentFormat: "TEXT",
        content: calendar.content,
      });
    const role = serviceRole(this, plan.role);
    for (const { id: rule, name, description, trigger, message } of plan.rules) {
      const at = new Construct(this, constructId(rule));
      const resource = new CloudwatchEventRule(at, "Resource", {
        name,
        description,
        ...("pattern" in trigger ? { eventPattern: trigger.pattern } : { scheduleExpression: trigger.schedule }),
      });
      new CloudwatchEventTarget(at, "Target", {
        rule: resource.name,
        targetId: "alerts",
        arn: plan.topicArn,
        roleArn: role.arn,
        deadLetterConfig: { arn: undeliveredArn },
        ...(message !== undefined && { input: message }),
        dependsOn: [role.attachment],
      });
    }
  }
}
