import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { constructId } from "../names";
import type { GrantRequest, RoleGrant } from "../role-grants";

/** A role of the system's own account: an `IamRole`, or a data source of one. */
export interface Grantee extends Construct {
  readonly name: string;
  readonly arn: string;
}

/** Gives a role of the same account what was planned for it. */
export function attachRolePolicy(
  scope: Construct,
  role: Grantee,
  { verb, channel, subscriber, group }: Omit<GrantRequest, "role">,
  { name, document }: RoleGrant,
): void {
  const id = constructId([verb, channel, subscriber ?? group ?? "", role.node.addr.slice(-8)].join(" "));
  new IamRolePolicy(scope, id, { name, role: role.name, policy: document });
}
