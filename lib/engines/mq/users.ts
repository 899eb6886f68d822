import type { BrokerPermission } from "../../core/grants";
import type { DataPath, Issues } from "../../core/issues";
import { kinds } from "./kinds";
import type { Place } from "../../core/place";
import { administrator, programUsers, secretName, type Names } from "./names";
import { planSecret, type SecretPlan } from "./secrets";

/** A user of the broker with the secret that holds its password. */
export interface UserPlan {
  readonly user: string;
  readonly secret: SecretPlan;
}

/** Names that the brokers keep for themselves. */
const reserved = [administrator, ...Object.values(programUsers), "guest", "rabbitmq_metrics"];

export interface UsersInput {
  readonly place: Place;
  readonly names: Names;
  readonly system: string;
  readonly protect: boolean;
  readonly permissions: readonly BrokerPermission[];
  /** Users of programs of ours. */
  readonly programs: readonly string[];
}

/** A secret for each client that is let in, and for programs of ours that are not the administrator. */
export function planUsers(
  { place, names, system, protect, permissions, programs }: UsersInput,
  path: DataPath,
  issues: Issues,
): UserPlan[] {
  const users = [...new Set(permissions.map(({ user }) => user))];
  for (const user of users.filter((one) => reserved.includes(one)))
    issues.add(
      kinds.ReservedUser,
      [...path, "access"],
      `the user '${user}' is the broker's own; name the client's user otherwise`,
    );
  return [...users, ...programs].map((user) => ({
    user,
    secret: planSecret(
      place,
      secretName(names.prefix, user),
      `Name and password of the user ${user} of ${system}`,
      protect,
    ),
  }));
}
