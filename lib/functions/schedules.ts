import { arn } from "../core/arns";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { policyText, type Statement } from "../core/policy";
import type { FunctionPlan, Shared } from "./function";
import { allow, useKey } from "./statements";

/** What calls functions by the clock. */
export interface SchedulesPlan {
  readonly group: string;
  readonly roleName: string;
  readonly policyName: string;
  /** Literal JSON, each. */
  readonly trust: string;
  readonly document: string;
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
  const role = [place.environment, system, "schedules"];
  return {
    group,
    roleName: named("role", role),
    policyName: named("policy", role),
    trust: policyText([trust(place, group)]),
    document: policyText([
      allow(
        "CallFunctions",
        ["lambda:InvokeFunction"],
        called.map(({ functionArn }) => functionArn),
      ),
      allow("SetFailedCallsAside", ["sqs:SendMessage"], queueArn),
      ...(keyName === undefined ? [] : [useKey(place, "UseKeyForSchedulesAndFailedCalls", keyName)]),
    ]),
    schedules: called.map(({ id, name, expression, input }) => ({ id, name, expression, input })),
  };
}

/** The group stands for its schedules (EventBridge Scheduler user guide, confused deputy prevention, 2026-11). */
function trust(place: Place, group: string): Statement {
  return {
    Sid: "SchedulesOfGroup",
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: {
      StringEquals: {
        "aws:SourceAccount": place.account,
        "aws:SourceArn": arn(place, "scheduler", `schedule-group/${group}`),
      },
    },
  };
}
