import { isDeepStrictEqual } from "node:util";
import { change, type Difference, isAmazons, nameOf, type WantedState, type WantedUser } from "./changes";
import { compare } from "./compare";
import type { ObservedState, ObservedUser } from "./observed";
import { isHashOf } from "./passwords";

/**
 * Users and permissions. A user without a tag is a client's: what it may do in a managed virtual host and nobody asks
 * for is taken away, and with its last permission the user. A user with a tag that nobody asks for manages the broker,
 * and is left alone.
 */
export function accessDifference(wanted: WantedState, observed: ObservedState): Difference {
  const managed = new Set(wanted.definitions.vhosts.map(({ name }) => name));
  const there = new Map(observed.users.map((user) => [user.name, user]));
  const own = wanted.definitions.vhosts.map(({ name }) => allIn(name, wanted.administrator));
  const { missing, different, extra } = compare(
    "permission",
    [...wanted.definitions.permissions, ...own],
    observed.permissions.filter(({ vhost }) => managed.has(vhost)),
  );
  const named = new Set(wanted.users.map(({ name }) => name));
  const isClient = (user: string) => named.has(user) || there.get(user)?.tags.length === 0;
  const clients = extra.filter(({ user }) => isClient(user) && !isAmazons(user));
  const needed = new Set([
    ...named,
    ...observed.permissions.filter(({ vhost }) => !managed.has(vhost)).map(({ user }) => user),
  ]);
  const gone = new Set(clients.map(({ user }) => user).filter((user) => !needed.has(user)));
  return {
    problems: wanted.users.flatMap((user) => userProblems(user, wanted.administrator)),
    changes: [
      ...change(
        "create",
        "user",
        wanted.users.filter(({ name }) => !there.has(name)),
      ),
      ...change(
        "change",
        "user",
        wanted.users.filter((user) => isOff(user, there.get(user.name))),
      ),
      ...change("create", "permission", missing),
      ...change(
        "change",
        "permission",
        different.map((pair) => pair.wanted),
      ),
      ...change(
        "remove",
        "permission",
        clients.filter(({ user }) => !gone.has(user)),
      ),
      ...change(
        "remove",
        "user",
        [...gone].map((name) => ({ name })),
      ),
    ],
    unmanaged: extra
      .filter((one) => !clients.includes(one))
      .map((one) => ({ kind: "permission", name: nameOf("permission", one) })),
  };
}

/** What the administrator needs to declare and to bind: permissions count for it as for everybody. */
const allIn = (vhost: string, user: string) => ({ user, vhost, configure: ".*", write: ".*", read: ".*" });

function userProblems({ name }: WantedUser, administrator: string): string[] {
  if (name === administrator) return [`user ${name} is the broker's administrator; give the client a user of its own`];
  return isAmazons(name) ? [`user ${name} has a name that Amazon MQ keeps for itself; name it otherwise`] : [];
}

/** Whether a user that is there has another password, or another right to manage the broker. */
function isOff({ password, tags: wanted = [] }: WantedUser, there: ObservedUser | undefined): boolean {
  if (there === undefined) return false;
  const { tags, password_hash, hashing_algorithm } = there;
  if (!isDeepStrictEqual([...tags].sort(), [...wanted].sort())) return true;
  if (password_hash === undefined || hashing_algorithm === undefined) return true;
  return !isHashOf(password, { password_hash, hashing_algorithm });
}
