import type { Issues } from "../core/issues";
import { kinds } from "./kinds";
import type { IdentityPolicyPlan } from "./plan";

/** Roles whose policies AWS keeps to itself, by their path (IAM user guide, id_roles, 2026-12). */
const reserved = [
  {
    path: "role/aws-reserved/",
    owner: "IAM Identity Center",
    fix: (document: string) =>
      `Remove the grant, and put this into the inline policy of its permission set (aws sso-admin put-inline-policy-to-permission-set): ${document}`,
  },
  {
    path: "role/aws-service-role/",
    owner: "an AWS service, which defines what the role may do",
    fix: () => "Remove the grant, or name a role of your own",
  },
] as const;

/** Refuses policies for roles that IAM attaches none to: `UnmodifiableEntity`. */
export function checkAttachable(policies: readonly IdentityPolicyPlan[], issues: Issues): void {
  for (const { client, role, path, document } of policies) {
    const owner = reserved.find((one) => role.includes(`:${one.path}`));
    if (owner !== undefined)
      issues.add(
        kinds.RoleReserved,
        path,
        `role of '${client}' is ${role}; must be one that policies can be attached to, and it belongs to ${owner.owner}. ${owner.fix(document)}`,
      );
  }
}
