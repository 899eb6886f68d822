import type { SystemInput } from "../../core/engine";
import type { Listener } from "../../core/facts";
import type { Permission } from "../../core/grants";
import type { DataPath, Issues } from "../../core/issues";
import { policyText } from "../../core/policy";
import { suggestion } from "../../core/read";
import { kinds } from "./kinds";
import { limits } from "./limits";
import { secretName, type Names } from "./names";
import { rotationAt } from "./rotation";
import { engineName, type SystemOptions } from "./spec";
import { servicePrincipal } from "../../core/regions";

/** How clients prove who they are. IAM is always on: the topics' function comes by it, and no entry can lock it out. */
export interface Authentication {
  readonly scram: boolean;
  readonly certificateAuthorities: readonly string[];
  readonly unauthenticated: boolean;
}

/** One user of the broker with its secret. */
export interface ScramUser {
  /** Stable: the secret's construct id follows from it. */
  readonly user: string;
  readonly secretName: string;
  readonly description: string;
  /** Raising it makes a new password. */
  readonly passwordVersion: number;
  /** Literal JSON: MSK may read the secret. */
  readonly policy: string;
  /** Days in which a deleted secret can be taken back. */
  readonly recoveryDays: number;
}

/** The other of a client's two users; the two take turns whenever the password is changed. */
export const nextUser = (user: string): string => `${user}-next`;

/** The users that permissions admit, each once. */
export const usersIn = (permissions: readonly Permission[]): string[] => [
  ...new Set(
    permissions.flatMap(({ grant: { client } }) => (client.identity.kind === "user" ? [client.identity.user] : [])),
  ),
];

export function planAuthentication(options: SystemOptions, permissions: readonly Permission[]): Authentication {
  if (options.mode === "serverless") return { scram: false, certificateAuthorities: [], unauthenticated: false };
  const { scram, certificateAuthorities = [], unauthenticated } = options.authentication;
  return {
    scram: scram ?? usersIn(permissions).length > 0,
    certificateAuthorities,
    unauthenticated: unauthenticated !== undefined,
  };
}

/** Two users with a secret each for every client that is a user. */
export function planUsers(
  { path, name, protect }: SystemInput,
  names: Names,
  options: SystemOptions,
  permissions: readonly Permission[],
  issues: Issues,
): ScramUser[] {
  if (options.mode === "serverless") return [];
  const at = [...path, engineName, "authentication"];
  const users = usersIn(permissions);
  const { rotation } = options.authentication;
  for (const user of Object.keys(rotation).filter((one) => !users.includes(one)))
    issues.add(
      kinds.UnknownUser,
      [...at, "rotation", user],
      `access: admits no user '${user}'${suggestion(user, users)}; there are: ${users.join(", ") || "none"}`,
    );
  if (users.length > 0 && options.authentication.scram === false)
    issues.add(kinds.UnknownUser, [...at, "scram"], `scram is off, and access: admits users: ${users.join(", ")}`);
  checkUsers(users, path, issues);
  return users.flatMap((user) => {
    const { first, second } = rotationAt(rotation[user] ?? 1);
    const recoveryDays = protect ? 30 : 0;
    return [
      { ...scramUser(names, name, user), passwordVersion: first, recoveryDays },
      { ...scramUser(names, name, nextUser(user)), passwordVersion: second, recoveryDays },
    ];
  });
}

function scramUser(names: Names, system: string, user: string): Omit<ScramUser, "passwordVersion" | "recoveryDays"> {
  return {
    user,
    secretName: secretName(names.prefix, user),
    description: `Name and password of the user ${user} of ${system}`,
    // Word for word what MSK itself attaches (MSK developer guide, msk-password; provider docs of the association, 2026-11).
    policy: policyText([
      {
        Sid: "AWSKafkaResourcePolicy",
        Effect: "Allow",
        Principal: { Service: servicePrincipal("kafka") },
        Action: "secretsmanager:getSecretValue",
        Resource: "*",
      },
    ]),
  };
}

function checkUsers(users: readonly string[], path: DataPath, issues: Issues): void {
  const at = [...path, "access"];
  for (const user of users.filter((one) => users.includes(nextUser(one))))
    issues.add(
      kinds.UserCollision,
      at,
      `'${user}' has a second user '${nextUser(user)}', and so is another client called`,
    );
  if (users.length * 2 > limits.users)
    issues.add(kinds.TooMany, at, `${users.length} users need two users of the broker each; MSK takes ${limits.users}`);
}

/** Ports of brokers: …/developerguide/port-info.html, 2026-11. Those for the internet are 100 higher. */
export const ports = { iam: 9098, scram: 9096, tls: 9094, jmx: 11001, node: 11002 } as const;
export const publicPort = (port: number): number => port + 100;

type Way = Pick<Listener, "authentication" | "port"> & { readonly way: string };

/** The ways in that a cluster has; the stack has an output of each listener's name. */
export function listenersOf(options: SystemOptions, authentication: Authentication): Listener[] {
  const { scram, certificateAuthorities, unauthenticated } = authentication;
  const ways: Way[] = [
    { way: "Iam", authentication: "iam", port: ports.iam },
    ...(scram ? [{ way: "Scram", authentication: "scram" as const, port: ports.scram }] : []),
    ...(certificateAuthorities.length > 0
      ? [{ way: "Tls", authentication: "mtls" as const, port: ports.tls }]
      : unauthenticated
        ? [{ way: "Tls", authentication: "none" as const, port: ports.tls }]
        : []),
  ];
  const listener = ({ way, ...rest }: Way, where = ""): Listener => ({
    name: `bootstrap${way}${where}`,
    protocol: "kafka",
    ...rest,
  });
  const phase = options.mode === "serverless" ? "private" : options.connectivity.phase;
  return [
    ...ways.map((way) => listener(way)),
    ...(phase === "multi-vpc" ? ways.map((way) => listener(way, "MultiVpc")) : []),
    ...(phase === "public" ? ways.map((way) => listener({ ...way, port: publicPort(way.port) }, "Public")) : []),
  ];
}
