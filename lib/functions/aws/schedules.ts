import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import { Construct } from "constructs";
import { constructId } from "../../core/names";
import type { SchedulesPlan } from "../schedules";

interface SchedulesProps {
  readonly plan: SchedulesPlan;
  readonly keyArn: string;
  /** By the function's id. */
  readonly functionArns: Readonly<Record<string, string>>;
  readonly deadLettersArn: string;
}

/** What calls functions by the clock, by a role of its own. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, { plan, keyArn, functionArns, deadLettersArn }: SchedulesProps) {
    super(scope, id);
    const role = new IamRole(this, "Role", { name: plan.roleName, assumeRolePolicy: plan.trust });
    const policy = new IamPolicy(this, "Policy", { name: plan.policyName, policy: plan.document });
    const attachment = new IamRolePolicyAttachment(this, "Attachment", { role: role.name, policyArn: policy.arn });
    const group = new SchedulerScheduleGroup(this, "Resource", { name: plan.group });
    for (const schedule of plan.schedules) {
      const arn = functionArns[schedule.id];
      if (arn === undefined) throw new Error(`there is no function '${schedule.id}' that a schedule could call`);
      new SchedulerSchedule(this, constructId(schedule.id), {
        name: schedule.name,
        groupName: group.name,
        scheduleExpression: schedule.expression,
        kmsKeyArn: keyArn,
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn, roleArn: role.arn, input: schedule.input, deadLetterConfig: { arn: deadLettersArn } },
        dependsOn: [attachment],
      });
    }
  }
}
