import * as z from "zod";
import { type Login, LoginRefused, Management } from "./management";
import { hashPassword, newPassword } from "./passwords";
import type { SecretLogin, Secrets } from "./secrets";
import { eventually } from "./waiting";

export interface Administrator {
  readonly management: Management;
  readonly password: "kept" | "replaced";
}

export interface AdministratorOptions {
  readonly endpoint: string;
  /** Name of the secret with the administrator's login. */
  readonly secret: string;
  /** How long a broker that does not answer is waited for. */
  readonly waitSeconds: number;
}

/**
 * Logs in as the broker's administrator. The password that the broker was made with lies in Terraform's state, so it is
 * replaced at the first login: the new one is prepared in the secret, set at the broker, tried, and made current there.
 * Wherever that is interrupted, the next call finds a password that works and goes on.
 *
 * @throws Error when no version of the secret has a password that the broker takes
 */
export async function administer(secrets: Secrets, options: AdministratorOptions): Promise<Administrator> {
  const { secret } = options;
  const current = await secrets.read(secret);
  if (current === undefined) throw new Error(`secret ${secret} of the administrator is not there`);
  const pending = await secrets.read(secret, "AWSPENDING");
  const previous = await secrets.read(secret, "AWSPREVIOUS");
  const works = await firstThatWorks([current, pending, previous], options);
  // Another program is replacing the password; that is its to finish.
  const rotating = works.version === pending && !current.bootstrap;
  if (rotating || (works.version === current && !current.bootstrap)) return { ...works, password: "kept" };
  const prepared = pending?.bootstrap === false ? pending : undefined;
  const target = current.bootstrap ? (prepared ?? (await secrets.prepare(secret, newPassword()))) : current;
  if (works.version !== target) await setPassword(works.management, target);
  const management = await tried(target, options);
  if (target !== current) await secrets.promote(secret, target.id);
  return { management, password: "replaced" };
}

/** Logs in as the administrator with whichever version of the secret the broker takes, and changes nothing. */
export async function signIn(secrets: Secrets, options: AdministratorOptions): Promise<Management> {
  const stages = ["AWSCURRENT", "AWSPENDING", "AWSPREVIOUS"] as const;
  const versions = await Promise.all(stages.map((stage) => secrets.read(options.secret, stage)));
  return (await firstThatWorks(versions, options)).management;
}

interface Working {
  readonly version: SecretLogin;
  readonly management: Management;
}

async function firstThatWorks(
  versions: readonly (SecretLogin | undefined)[],
  { endpoint, secret, waitSeconds }: AdministratorOptions,
): Promise<Working> {
  for (const version of versions) {
    if (version === undefined) continue;
    const management = new Management(endpoint, version, waitSeconds);
    try {
      await management.get(anything, "whoami");
      return { version, management };
    } catch (error) {
      if (!(error instanceof LoginRefused)) throw error;
    }
  }
  throw new Error(`no version of the secret ${secret} holds a password that ${endpoint} takes`);
}

/** Of the user itself nothing changes but the password; a user that is put without its tags loses them. */
async function setPassword(management: Management, { username, password }: Login): Promise<void> {
  const { tags } = await management.get(userSpec, "users", username);
  await management.put({ ...hashPassword(password), tags: [tags].flat().join(",") }, "users", username);
}

/** A cluster may take a moment until every node knows the new password. */
async function tried(login: SecretLogin, { endpoint, waitSeconds }: AdministratorOptions): Promise<Management> {
  const management = new Management(endpoint, login, waitSeconds);
  const patience = { seconds: 30, passing: (error: unknown) => error instanceof LoginRefused };
  await eventually(patience, () => management.get(anything, "whoami"));
  return management;
}

const anything = z.unknown();
const userSpec = z.object({ tags: z.union([z.string(), z.array(z.string())]) });
