import { named } from "./names";
import { policyText, type Statement } from "./policy";

/** A role that a service assumes, with the one policy that says what it may do. */
export interface ServiceRolePlan {
  readonly name: string;
  readonly policyName: string;
  /** Literal JSON, each. */
  readonly trust: string;
  readonly document: string;
}

/** Plans the role `<env>-<system>-<part>` and its policy, which is named alike. */
export function planServiceRole(
  parts: readonly string[],
  trust: string,
  statements: readonly Statement[],
): ServiceRolePlan {
  return { name: named("role", parts), policyName: named("policy", parts), trust, document: policyText(statements) };
}
