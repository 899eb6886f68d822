import { arn } from "../core/arns";
import type { Signal, SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { denyPlainText, policyText } from "../core/policy";
import { planFunction, type FunctionPlan } from "./function";
import { planSchedules, type SchedulesPlan } from "./schedules";
import { functionSignals } from "./signals";

export { functionLog } from "./function";

/** The functions of a system, or of the foundation. */
export interface FunctionsPlan {
  readonly functions: readonly FunctionPlan[];
  /** Where calls go that nobody waited for and that failed every time; none where there are no functions. */
  readonly deadLetters?: { readonly name: string; readonly arn: string; readonly policy: string };
  /** None where no function is called on a schedule. */
  readonly schedules?: SchedulesPlan;
  readonly signals: readonly Signal[];
}

/**
 * Plans the functions that engines and concerns ask for.
 *
 * @param keyName the alias of the system's key, which variables, failed calls and schedules are encrypted with
 */
export function planFunctions(
  place: Place,
  { name: system, functions }: Pick<SystemFacts, "name" | "functions">,
  keyName: string | undefined,
): FunctionsPlan {
  if (functions.length === 0) return { functions: [], signals: [] };
  const queue = named("queue", [place.environment, system, "failed-calls"]);
  const queueArn = arn(place, "sqs", queue);
  const planned = functions.map((facts) => planFunction(place, system, facts, { keyName, queueArn }));
  const schedules = planSchedules(place, system, planned, { keyName, queueArn });
  return {
    functions: planned,
    deadLetters: { name: queue, arn: queueArn, policy: policyText([denyPlainText("sqs:*", queueArn)]) },
    ...(schedules && { schedules }),
    signals: functionSignals(planned, queue),
  };
}
