import type { BrokerPermission } from "../../core/grants";
import type { DataPath, Issues } from "../../core/issues";
import { kinds } from "./kinds";
import { administrator, secretName, type Names } from "./names";

/** A user of the broker with the secret that holds its password. */
export interface UserPlan {
  readonly user: string;
  readonly secretName: string;
  readonly description: string;
}

/** Names that the brokers keep for themselves. */
const reserved = [administrator, "guest", "rabbitmq_metrics"];

/** A secret for each client that is let in. */
export function planUsers(
  names: Names,
  system: string,
  permissions: readonly BrokerPermission[],
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
  return users.map((user) => ({
    user,
    secretName: secretName(names.prefix, user),
    description: `Name and password of the user ${user} of ${system}`,
  }));
}
