import { planRoleGrant, type GrantRequest, type RoleGrant } from "../../core/role-grants";
import { grantables } from "./names";
import { permit } from "./permits";
import type { KinesisPlan } from "./plan";

/**
 * The identity policy of a role of the system's own account.
 *
 * @param keyArn the system's key, where it has one
 * @throws PlanError when there is no such channel, or a consumer names no group
 */
export function planGrant({ place, names, facts }: KinesisPlan, request: GrantRequest, keyArn?: string): RoleGrant {
  const system = {
    place,
    name: facts.name,
    prefix: names.prefix,
    channels: grantables(names),
    permit: (grant: Parameters<typeof permit>[2]) => permit(place, names, grant),
  };
  return planRoleGrant(system, request, keyArn);
}
