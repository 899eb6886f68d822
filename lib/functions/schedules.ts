import { arn } from "../core/arns";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { allow, serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import type { FunctionPlan, Shared } from "./function";
import { useKey } from "./statements";
import { servicePrincipal } from "../core/regions";

/** What calls functions by the clock. */
export interface SchedulesPlan {
  readonly group: string;
  readonly role: ServiceRolePlan;
  readonly schedules: readonly {
    /** Id of the function. */
    readonly id: string;
    readonly name: string;
    /** `cron(0 3 * * ? *)`, in UTC. */
    readonly expression: string;
    readonly input: string;
  }[];
}

/** One schedule for each function that has one, in a group of the system's own. */
export function planSchedules(
  place: Place,
  system: string,
  functions: readonly FunctionPlan[],
  { keyName, queueArn }: Shared,
): SchedulesPlan | undefined {
  const called = functions.flatMap(({ id, name, arn: functionArn, trigger }) =>
    trigger.kind === "schedule"
      ? [{ id, name, functionArn, expression: trigger.expression, input: trigger.input }]
      : [],
  );
  if (called.length === 0) return undefined;
  const group = named("schedule", [place.environment, system]);
  // The group stands for its schedules (EventBridge Scheduler user guide, confused deputy prevention, 2026-11).
  const source = arn(place, "scheduler", `schedule-group/${group}`);
  return {
    group,
    role: planServiceRole(
      [place.environment, system, "schedules"],
      serviceTrust(servicePrincipal("scheduler"), place.account, source),
      [
        allow(
          "CallFunctions",
          "lambda:InvokeFunction",
          called.map(({ functionArn }) => functionArn),
        ),
        allow("SetFailedCallsAside", "sqs:SendMessage", queueArn),
        ...(keyName === undefined ? [] : [useKey(place, keyName)]),
      ],
    ),
    schedules: called.map(({ id, name, expression, input }) => ({ id, name, expression, input })),
  };
}
