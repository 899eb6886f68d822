import { SchedulerSchedule } from "@cdktf/provider-aws/lib/scheduler-schedule";
import { SchedulerScheduleGroup } from "@cdktf/provider-aws/lib/scheduler-schedule-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { serviceRole } from "../../core/aws/service-role";
import { withLiteralPlan } from "../../core/literal";
import { constructId } from "../../core/names";
import type { SchedulesPlan } from "../schedules";

interface SchedulesProps {
  readonly plan: SchedulesPlan;
  readonly keyArn: string;
  /** By the function's id. */
  readonly functionArns: Readonly<Record<string, string>>;
  readonly deadLettersArn: string;
  /** What is done first: the broker has the users and queues that functions by the clock need. */
  readonly after: readonly ITerraformDependable[];
}

/** What calls functions by the clock, by a role of its own. */
export class Schedules extends Construct {
  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    const { plan, keyArn, functionArns, deadLettersArn, after } = withLiteralPlan(props);
    const role = serviceRole(this, plan.role);
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
        dependsOn: [role.attachment, ...after],
      });
    }
  }
}
