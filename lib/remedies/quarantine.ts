import { globalArn } from "../core/arns";
import type { IamPermission } from "../core/grants";
import { named } from "../core/names";
import { unique } from "../core/permissions";
import type { Place } from "../core/place";
import { policyText } from "../core/policy";
import { call, type Remedy, type Step } from "./document";

/** So many roles fit the policy of the document's own role (6,144 characters; IAM quotas, 2026-11). */
const mostRoles = 40;

/**
 * Cuts a client off by attaching a policy to its role that denies all of the system's services. A denial outweighs every
 * permission, and holds for sessions that are open already: IAM looks at policies with each request (IAM user guide,
 * reference_policies_evaluation-logic, 2026-11). The document's own role can attach this one policy and no other.
 *
 * @param permissions what clients with a role of the own account may do with the system
 */
export function quarantines(
  place: Place,
  system: string,
  permissions: readonly IamPermission[],
  approvers: readonly string[],
): Remedy[] {
  const own = permissions.flatMap(({ grant, actions, ownedByClient }) => {
    const { identity } = grant.client;
    return identity.kind === "role" && identity.account === place.account && !ownedByClient
      ? [{ role: identity.role, services: actions.map((action) => action.replace(/:.*/, ":*")) }]
      : [];
  });
  const roles = unique(own.map(({ role }) => role));
  const services = unique(own.flatMap((one) => one.services));
  const name = named("policy", [place.environment, system, "quarantined"]);
  const policyArn = globalArn(place, "iam", `policy/${name}`);
  const attaches = {
    name,
    document: policyText([{ Sid: "Quarantined", Effect: "Deny", Action: services, Resource: "*" }]),
  };
  const count = approvers.length === 0 ? 0 : Math.ceil(roles.length / mostRoles);
  return Array.from({ length: count }, (_, index): Remedy => ({
    id: index === 0 ? "quarantine" : `quarantine-${index + 1}`,
    description: `Denies a client of ${system} all of ${services.join(", ")}, until it is released`,
    ...(index === 0 && { attaches }),
    ...quarantine(roles.slice(index * mostRoles, (index + 1) * mostRoles), policyArn, approvers),
  }));
}

function quarantine(
  roles: readonly string[],
  PolicyArn: string,
  approvers: readonly string[],
): Omit<Remedy, "id" | "description"> {
  const role = { RoleName: "{{ Role }}" };
  const approve = (name: string, what: string): Step => ({
    name,
    action: "aws:approve",
    timeoutSeconds: 3_600,
    onFailure: "Abort",
    inputs: { Approvers: approvers, MinRequiredApprovals: 1, Message: `${what} {{ Role }}` },
  });
  return {
    parameters: {
      Role: {
        type: "String",
        description: "The client's role",
        allowedValues: roles.map((text) => text.split("/").at(-1) ?? text),
      },
    },
    look: (name) =>
      call(name, ["iam", "ListAttachedRolePolicies"], role, [
        { Name: "Policies", Selector: "$.AttachedPolicies..PolicyName", Type: "StringList" },
      ]),
    seen: ["Policies"],
    modes: {
      isolate: [
        approve("approveIsolation", "Cut off every program that runs under"),
        call("isolate", ["iam", "AttachRolePolicy"], { ...role, PolicyArn }),
      ],
      release: [
        approve("approveRelease", "Let in again every program that runs under"),
        call("release", ["iam", "DetachRolePolicy"], { ...role, PolicyArn }),
      ],
    },
    statements: [
      {
        Sid: "AttachQuarantine",
        Effect: "Allow",
        Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        Resource: roles,
        Condition: { ArnEquals: { "iam:PolicyARN": PolicyArn } },
      },
      { Sid: "SeeRole", Effect: "Allow", Action: "iam:ListAttachedRolePolicies", Resource: roles },
    ],
  };
}
