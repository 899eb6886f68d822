import type { DesiredUser } from "./desired";
import type { SecretLogin, Secrets } from "./secrets";

/** The logins of users out of their secrets, and what is wrong with the others. */
export async function readLogins<U extends DesiredUser>(users: readonly U[], secrets: Secrets) {
  const read = await Promise.all(
    users.map(async (user): Promise<(U & { readonly login: SecretLogin }) | string> => {
      const { name, secret } = user;
      try {
        const login = await secrets.read(secret);
        if (login === undefined) return `user ${name}: secret ${secret} is not there, or has no value yet`;
        return login.username === name
          ? { ...user, login }
          : `user ${name}: secret ${secret} is of the user ${login.username}`;
      } catch (error) {
        return `user ${name}: ${error instanceof Error ? error.message : String(error)}`;
      }
    }),
  );
  return {
    found: read.flatMap((one) => (typeof one === "string" ? [] : [one])),
    problems: read.flatMap((one) => (typeof one === "string" ? [one] : [])),
  };
}
