import { arn, globalArn } from "../core/arns";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { serviceTrust, type Statement } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { servicePrincipal } from "../core/regions";

/** A Systems Manager Automation document with the role that it runs under. */
export interface RemedyPlan {
  /** Unique within the system and stable. */
  readonly id: string;
  readonly name: string;
  /** Literal JSON, each. */
  readonly content: string;
  /** What it runs under. */
  readonly role: ServiceRolePlan;
  /** What the document attaches to somebody's role; nobody has it until then. */
  readonly attaches?: PolicyPlan;
}

export interface PolicyPlan {
  readonly name: string;
  readonly document: string;
}

/** A parameter of a document. Automation refuses to start with a value that is not allowed. */
export type Parameter = { readonly description: string } & (
  | { readonly type: "String"; readonly allowedPattern: string; readonly default?: string }
  | { readonly type: "String"; readonly allowedValues: readonly string[]; readonly default?: string }
  | { readonly type: "Integer"; readonly allowedValues: readonly number[]; readonly default?: number }
);

export interface Step {
  readonly name: string;
  readonly action: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** What is looked at before and after, and what is done in between. */
export interface Remedy {
  readonly id: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly look: (name: string) => Step;
  /** The look's outputs, which the whole run gives twice: as it was, and as it is. */
  readonly seen: readonly string[];
  /** Steps by what the parameter Mode says. They go one after the other. */
  readonly modes: Readonly<Record<string, readonly Step[]>>;
  readonly statements: readonly Statement[];
  readonly attaches?: PolicyPlan;
}

/** What Automation calls a value that a step hands on. */
export interface Output {
  readonly Name: string;
  readonly Selector: string;
  readonly Type: "String" | "Integer" | "StringList";
}

/** A call of one operation of AWS; services, operations and arguments are called as boto3 calls them. */
export function call(
  name: string,
  [Service, Api]: readonly [service: string, operation: string],
  inputs: object,
  outputs: readonly Output[] = [],
): Step {
  return {
    name,
    action: "aws:executeAwsApi",
    inputs: { Service, Api, ...inputs },
    ...(outputs.length > 0 && { outputs }),
  };
}

/**
 * Renders a remedy. Every document first looks, and does nothing more unless Mode says so: a run with no Mode is safe.
 * Actions, step properties and parameters: Systems Manager user guide, automation-actions and documents-syntax-data-
 * elements-parameters, 2026-11.
 */
export function planRemedy(place: Place, system: string, remedy: Remedy): RemedyPlan {
  // A client may be called as a document is, and has policies of its own.
  const role = planServiceRole(
    [place.environment, system, "remedy", remedy.id],
    serviceTrust(servicePrincipal("ssm"), place.account, arn(place, "ssm", "automation-execution/*")),
    remedy.statements,
  );
  const modes = Object.keys(remedy.modes);
  const content = {
    schemaVersion: "0.3",
    description: remedy.description,
    assumeRole: globalArn(place, "iam", `role/${role.name}`),
    parameters: {
      ...remedy.parameters,
      Mode: {
        type: "String",
        description: "look changes nothing",
        allowedValues: ["look", ...modes],
        default: "look",
      },
    },
    mainSteps: [
      remedy.look("before"),
      {
        name: "decide",
        action: "aws:branch",
        inputs: {
          Choices: modes.map((mode) => ({
            NextStep: remedy.modes[mode]?.[0]?.name,
            Variable: "{{ Mode }}",
            StringEquals: mode,
          })),
          Default: "after",
        },
      },
      ...modes.flatMap((mode) => chained(remedy.modes[mode] ?? [])),
      { ...remedy.look("after"), isEnd: true },
    ],
    outputs: ["before", "after"].flatMap((step) => remedy.seen.map((output) => `${step}.${output}`)),
  };
  return {
    id: remedy.id,
    name: named("document", [place.environment, system, remedy.id]),
    content: JSON.stringify(content),
    role,
    ...(remedy.attaches && { attaches: remedy.attaches }),
  };
}

/** The steps of one mode lead to the last look, and not into those of the next mode. */
const chained = (steps: readonly Step[]): Step[] =>
  steps.map((step, index) => ({ ...step, nextStep: steps[index + 1]?.name ?? "after" }));
