import { rootArn } from "../core/arns";
import type { KeyUse, ResourceStatements } from "../core/facts";
import type { BrokerPermission, IamPermission, KafkaAcl, Permission } from "../core/grants";
import { groupBy } from "../core/group";
import type { DataPath } from "../core/issues";
import { named } from "../core/names";
import { identityStatements, unique, uniqueSids } from "../core/permissions";
import type { Place } from "../core/place";
import { policyLimit } from "../core/policy-limits";
import { policyText, type Statement } from "../core/policy";

export { planClients, resolveGrants } from "./grants";
export { checkAttachable } from "./reserved";

/** A managed policy for one role of the environment's own account. */
export interface IdentityPolicyPlan {
  readonly client: string;
  /** The first line of `access:` that it renders. */
  readonly path: DataPath;
  readonly name: string;
  /** ARN of the role. */
  readonly role: string;
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
  readonly group?: string;
  /** An ARN, or what Kafka or the broker calls the thing. */
  readonly resource: string;
  readonly actions: readonly string[];
  readonly mechanism: "identity-policy" | "resource-policy" | "kafka-acl" | "broker-user";
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
): AccessPlan {
  const iam = permissions.filter((permission) => permission.mechanism === "iam");
  const local = iam.filter((permission) => isLocal(place, permission));
  const foreign = iam.filter((permission) => !isLocal(place, permission));
  return {
    identityPolicies: [...byClient(local)].flatMap(([client, own]) =>
      identityPolicies(place, system, client, own, keyName),
    ),
    resourceStatements: resourceStatements(place, foreign),
    keyUses: foreignKeyUses(foreign),
    report: permissions.map((permission) => row(place, permission)),
    foreignPolicies: Object.fromEntries(
      [...byClient(foreign)].map(([client, own]) => [client, policyText(identityStatements(place, own, keyName))]),
    ),
  };
}

/** The role or account behind a permission of IAM; engines give none to other clients. */
function principalOf({ grant }: IamPermission): { readonly account: string; readonly role?: string } | undefined {
  const { identity } = grant.client;
  return identity.kind === "role" || identity.kind === "account" ? identity : undefined;
}

function isLocal(place: Place, permission: IamPermission): boolean {
  const principal = principalOf(permission);
  return principal?.account === place.account && principal.role !== undefined;
}

const byClient = (permissions: readonly IamPermission[]): Map<string, IamPermission[]> =>
  groupBy(permissions, ({ grant }) => grant.client.name);

function identityPolicies(
  place: Place,
  system: string,
  client: string,
  permissions: readonly IamPermission[],
  keyName: string | undefined,
): IdentityPolicyPlan[] {
  const [first] = permissions;
  if (first === undefined) return [];
  const documents = split(identityStatements(place, permissions, keyName)).map(policyText);
  const role = principalOf(first)?.role ?? "";
  const roleName = role.split("/").at(-1) ?? "";
  return documents.map((document, index) => ({
    client,
    path: first.grant.path,
    name: named("policy", [place.environment, system, client, ...(index === 0 ? [] : [String(index + 1)])]),
    role,
    roleName,
    document,
  }));
}

/** Fills one policy after the other, in the order of the grants. */
function split(all: readonly Statement[]): Statement[][] {
  const policies: Statement[][] = [];
  for (const statement of all) {
    const last = policies.at(-1);
    if (last !== undefined && policyText([...last, statement]).length <= policyLimit("identity").bytes)
      last.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

/**
 * Clients that may do the same are admitted by one statement, because SQS accepts 20. That is exact: a role's ARN names its
 * account, so that the list of roles admits no other pair of account and role.
 */
function resourceStatements(place: Place, permissions: readonly IamPermission[]): ResourceStatements {
  const admitted = permissions.flatMap((permission) => {
    const principal = principalOf(permission);
    return principal === undefined || permission.ownedByClient ? [] : [{ permission, principal }];
  });
  const alike = groupBy(admitted, ({ permission: { sid, actions, resourceArn, policyOf, condition }, principal }) =>
    JSON.stringify([sid, actions, resourceArn, policyOf, condition, principal.role === undefined]),
  );
  const byResource: Record<string, Statement[]> = {};
  for (const [, all] of alike) {
    const [first] = all;
    if (first === undefined) continue;
    const { sid, actions, resourceArn, policyOf = resourceArn, condition } = first.permission;
    const clients = unique(all.map(({ permission }) => permission.grant.client.name));
    const accounts = unique(all.map(({ principal }) => principal.account));
    const roles = unique(all.flatMap(({ principal }) => principal.role ?? []));
    const statement: Statement = {
      Sid: `${sid}By${clients.length === 1 ? alphanumeric(clients.join("")) : "Clients"}`,
      Effect: "Allow",
      Principal: { AWS: accounts.map((account) => rootArn(place, account)) },
      Action: actions,
      Resource: resourceArn,
      Condition: {
        ...condition,
        ...(roles.length === 0
          ? { StringEquals: { ...condition?.StringEquals, "aws:PrincipalAccount": accounts } }
          : { ArnEquals: { ...condition?.ArnEquals, "aws:PrincipalArn": roles } }),
      },
    };
    byResource[policyOf] = uniqueSids([...(byResource[policyOf] ?? []), statement]);
  }
  return byResource;
}

const alphanumeric = (name: string): string => name.replace(/[^A-Za-z0-9]/g, "");

/** One use for all roles of an account that may do the same. */
function foreignKeyUses(permissions: readonly IamPermission[]): KeyUse[] {
  const uses = [...byClient(permissions)].flatMap(([, own]) => foreignKeyUse(own));
  const alike = groupBy(uses, ({ account, actions, via, roles }) =>
    JSON.stringify([account, actions, via, roles.length === 0]),
  );
  return [...alike.values()].flatMap((all) => {
    const [first] = all;
    if (first === undefined) return [];
    const sid = all.length === 1 ? first.sid : `UsedByRolesOf${first.account}`;
    return [{ ...first, sid, roles: unique(all.flatMap(({ roles }) => roles)) }];
  });
}

type AccountKeyUse = Extract<KeyUse, { kind: "account" }>;

function foreignKeyUse(permissions: readonly IamPermission[]): AccountKeyUse[] {
  const [first] = permissions;
  const principal = first && principalOf(first);
  const actions = unique(permissions.flatMap(({ keyActions }) => keyActions));
  if (first === undefined || principal === undefined || actions.length === 0) return [];
  const { account, role } = principal;
  const sid = `UsedBy${alphanumeric(first.grant.client.name)}`;
  const via = unique(permissions.map((permission) => permission.via));
  return [{ kind: "account", sid, account, roles: role === undefined ? [] : [role], actions, via }];
}

function row(place: Place, permission: Permission): AccessRow {
  const { grant, actions } = permission;
  return {
    client: grant.client.name,
    verb: grant.verb,
    channel: grant.channel,
    ...(grant.subscriber === undefined ? {} : { subscriber: grant.subscriber }),
    ...(grant.group === undefined ? {} : { group: grant.group }),
    resource: permission.mechanism === "iam" ? permission.resourceArn : withinBroker(permission),
    actions,
    mechanism:
      permission.mechanism !== "iam"
        ? permission.mechanism
        : isLocal(place, permission) || permission.ownedByClient
          ? "identity-policy"
          : "resource-policy",
  };
}

const withinBroker = (permission: KafkaAcl | BrokerPermission): string =>
  permission.mechanism === "kafka-acl"
    ? `${permission.resourceType}:${permission.resourceName}${permission.resourcePattern === "prefixed" ? "*" : ""}`
    : `${permission.destinationKind}:${permission.destination}`;
