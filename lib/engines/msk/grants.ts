import type { Grant } from "../../core/grants";
import { planRoleGrant, type GrantRequest, type RoleGrant } from "../../core/role-grants";
import { permit } from "./permits";
import type { MskPlan } from "./plan";

/**
 * The identity policy of a role of the system's own account.
 *
 * @throws PlanError when there is no such channel, or a consumer names no group
 */
export function planGrant({ place, names, facts }: MskPlan, request: GrantRequest): RoleGrant {
  const system = {
    place,
    name: facts.name,
    prefix: names.prefix,
    channels: facts.channels.map(({ name }) => ({ name, consumedBy: "group" as const, subscribers: [] })),
    permit: (grant: Grant) => permit(place, names, grant),
  };
  return planRoleGrant(system, request);
}
