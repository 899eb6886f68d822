import { rootArn } from "../core/arns";
import type { KeyUse, Permission, ResourceStatements } from "../core/facts";
import type { Issues } from "../core/issues";
import { named } from "../core/names";
import { identityStatements, unique, uniqueSids } from "../core/permissions";
import type { Place } from "../core/place";
import { policyText, type Statement } from "../core/policy";
import { kinds } from "./kinds";

export { planClients, resolveGrants } from "./grants";

/** A managed policy for one role of the environment's own account. */
export interface IdentityPolicyPlan {
  readonly client: string;
  readonly name: string;
  readonly roleName: string;
  /** Literal JSON. */
  readonly document: string;
}

/** One line of the report on who may do what. */
export interface AccessRow {
  readonly client: string;
  readonly verb: string;
  readonly channel: string;
  readonly subscriber?: string;
  readonly resourceArn: string;
  readonly actions: readonly string[];
  readonly mechanism: "identity-policy" | "resource-policy";
}

export interface AccessPlan {
  readonly identityPolicies: readonly IdentityPolicyPlan[];
  /** What resources' own policies must admit: clients of other accounts. */
  readonly resourceStatements: ResourceStatements;
  readonly keyUses: readonly KeyUse[];
  readonly report: readonly AccessRow[];
  /** What each other account must allow its own principals, as literal JSON by client. */
  readonly foreignPolicies: Readonly<Record<string, string>>;
}

/** IAM's limits: characters of a managed policy without white space, and managed policies of a role (IAM quotas, 2026-11). */
const policyCharacters = 6_144;
const policiesPerRole = 10;

/**
 * Renders permissions. A role of the own account gets managed policies; a client of another account is named in the
 * resources' and the key's policies. Resource and key policies name the other account's root, because SQS and KMS
 * refuse principals that do not exist; the role is a condition on it.
 *
 * @param keyName an alias or ARN of the system's key; undefined where an existing system has none
 */
export function renderAccess(
  place: Place,
  system: string,
  permissions: readonly Permission[],
  keyName: string | undefined,
  issues: Issues,
): AccessPlan {
  const local = permissions.filter(({ grant }) => isLocal(place, grant.client));
  const foreign = permissions.filter(({ grant }) => !isLocal(place, grant.client));
  return {
    identityPolicies: [...byClient(local)].flatMap(([client, own]) =>
      identityPolicies(place, system, client, own, keyName, issues),
    ),
    resourceStatements: resourceStatements(place, foreign),
    keyUses: [...byClient(foreign)].flatMap(([, own]) => foreignKeyUse(own)),
    report: permissions.map((permission) => row(place, permission)),
    foreignPolicies: Object.fromEntries(
      [...byClient(foreign)].map(([client, own]) => [client, policyText(identityStatements(place, own, keyName))]),
    ),
  };
}

const isLocal = (place: Place, client: Permission["grant"]["client"]): boolean =>
  client.account === place.account && client.role !== undefined;

function byClient(permissions: readonly Permission[]): Map<string, Permission[]> {
  const clients = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const { name } = permission.grant.client;
    clients.set(name, [...(clients.get(name) ?? []), permission]);
  }
  return clients;
}

function identityPolicies(
  place: Place,
  system: string,
  client: string,
  permissions: readonly Permission[],
  keyName: string | undefined,
  issues: Issues,
): IdentityPolicyPlan[] {
  const [first] = permissions;
  if (first === undefined) return [];
  const documents = split(identityStatements(place, permissions, keyName)).map(policyText);
  if (documents.length > policiesPerRole)
    issues.add(
      kinds.TooManyPolicies,
      first.grant.path,
      `'${client}' needs ${documents.length} managed policies; IAM attaches ${policiesPerRole} to a role`,
    );
  const roleName = first.grant.client.role?.split("/").at(-1) ?? "";
  return documents.map((document, index) => ({
    client,
    name: named("policy", [place.environment, system, client, ...(index === 0 ? [] : [String(index + 1)])]),
    roleName,
    document,
  }));
}

/** Fills one policy after the other, in the order of the grants. */
function split(all: readonly Statement[]): Statement[][] {
  const policies: Statement[][] = [];
  for (const statement of all) {
    const last = policies.at(-1);
    if (last !== undefined && policyText([...last, statement]).length <= policyCharacters) last.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

function resourceStatements(place: Place, permissions: readonly Permission[]): ResourceStatements {
  const byResource: Record<string, Statement[]> = {};
  for (const { sid, actions, resourceArn, grant } of permissions) {
    const { client } = grant;
    const statement: Statement = {
      Sid: `${sid}By${client.name.replace(/[^A-Za-z0-9]/g, "")}`,
      Effect: "Allow",
      Principal: { AWS: rootArn(place, client.account) },
      Action: actions,
      Resource: resourceArn,
      Condition:
        client.role === undefined
          ? { StringEquals: { "aws:PrincipalAccount": client.account } }
          : { ArnEquals: { "aws:PrincipalArn": client.role } },
    };
    byResource[resourceArn] = uniqueSids([...(byResource[resourceArn] ?? []), statement]);
  }
  return byResource;
}

function foreignKeyUse(permissions: readonly Permission[]): KeyUse[] {
  const [first] = permissions;
  const actions = unique(permissions.flatMap(({ keyActions }) => keyActions));
  if (first === undefined || actions.length === 0) return [];
  const { client } = first.grant;
  const sid = `UsedBy${client.name.replace(/[^A-Za-z0-9]/g, "")}`;
  const roles = client.role === undefined ? [] : [client.role];
  return [
    { kind: "account", sid, account: client.account, roles, actions, via: unique(permissions.map(({ via }) => via)) },
  ];
}

function row(place: Place, { grant, resourceArn, actions }: Permission): AccessRow {
  return {
    client: grant.client.name,
    verb: grant.verb,
    channel: grant.channel,
    ...(grant.subscriber === undefined ? {} : { subscriber: grant.subscriber }),
    resourceArn,
    actions,
    mechanism: isLocal(place, grant.client) ? "identity-policy" : "resource-policy",
  };
}
