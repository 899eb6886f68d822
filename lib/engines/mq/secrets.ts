import type { Place } from "../../core/place";
import { denyOtherAccounts, denyPlainText, policyText } from "../../core/policy";
import { secretArn } from "./names";

/** A secret that holds the name and the password of a user. */
export interface SecretPlan {
  readonly name: string;
  readonly description: string;
  /** Literal JSON: nobody outside the account, whatever an administrator allows, and nothing in plain text. */
  readonly policy: string;
  /** Days in which a deleted secret can be taken back; 0: none (Secrets Manager DeleteSecret, 2026-11: 7 to 30, or none). */
  readonly recoveryDays: number;
}

export function planSecret(place: Place, name: string, description: string, protect: boolean): SecretPlan {
  const resource = secretArn(place, name);
  return {
    name,
    description,
    policy: policyText([
      denyPlainText("secretsmanager:*", resource),
      denyOtherAccounts([place.account], "secretsmanager:*", resource),
    ]),
    recoveryDays: protect ? 30 : 0,
  };
}
