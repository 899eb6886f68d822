import { arn } from "../core/arns";
import type { FunctionFacts, LogSource } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { functionStatements } from "./statements";
import { servicePrincipal } from "../core/regions";

/** A function of ours with its role and its log. */
export interface FunctionPlan extends Omit<FunctionFacts, "statements"> {
  readonly name: string;
  readonly arn: string;
  readonly role: ServiceRolePlan;
  readonly log: LogSource;
}

/** What the functions of a system share. */
export interface Shared {
  readonly keyName: string | undefined;
  /** Where their failed calls go. */
  readonly queueArn: string;
}

/** What a function of a system is called, by its id. */
export const functionName = (place: Place, system: string, id: string): string =>
  named("function", [place.environment, system, id]);

export const functionArn = (place: Place, system: string, id: string): string =>
  arn(place, "lambda", `function:${functionName(place, system, id)}`);

/** The log of a function. */
export function functionLog(place: Place, system: string, id: string): LogSource {
  return {
    kind: "cloudwatch-log-group",
    id: `function-${id}`,
    name: `/aws/lambda/${functionName(place, system, id)}`,
    class: "operational",
  };
}

/** Plans one function. */
export function planFunction(
  place: Place,
  system: string,
  { statements, ...facts }: FunctionFacts,
  shared: Shared,
): FunctionPlan {
  const parts = [place.environment, system, facts.id];
  const name = functionName(place, system, facts.id);
  const log = functionLog(place, system, facts.id);
  return {
    ...facts,
    name,
    arn: functionArn(place, system, facts.id),
    role: planServiceRole(parts, serviceTrust(servicePrincipal("lambda"), place.account), [
      ...functionStatements(place, {
        ...shared,
        logName: log.name,
        inNetwork: facts.inNetwork,
        fleeting: facts.fleeting === true,
      }),
      ...statements,
    ]),
    log,
  };
}
