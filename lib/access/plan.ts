import { rootArn } from "../core/arns";
import type { KeyUse, ResourceStatements } from "../core/facts";
import type { BrokerPermission, IamPermission, KafkaAcl, Permission } from "../core/grants";
import { groupBy } from "../core/group";
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
  const iam = permissions.filter((permission) => permission.mechanism === "iam");
  const local = iam.filter((permission) => isLocal(place, permission));
  const foreign = iam.filter((permission) => !isLocal(place, permission));
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
  const roleName = principalOf(first)?.role?.split("/").at(-1) ?? "";
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

function resourceStatements(place: Place, permissions: readonly IamPermission[]): ResourceStatements {
  const byResource: Record<string, Statement[]> = {};
  for (const permission of permissions) {
    const { sid, actions, resourceArn, policyOf = resourceArn, grant, condition } = permission;
    const principal = principalOf(permission);
    if (principal === undefined || permission.ownedByClient) continue;
    const statement: Statement = {
      Sid: `${sid}By${grant.client.name.replace(/[^A-Za-z0-9]/g, "")}`,
      Effect: "Allow",
      Principal: { AWS: rootArn(place, principal.account) },
      Action: actions,
      Resource: resourceArn,
      Condition: {
        ...condition,
        ...(principal.role === undefined
          ? { StringEquals: { ...condition?.StringEquals, "aws:PrincipalAccount": principal.account } }
          : { ArnEquals: { ...condition?.ArnEquals, "aws:PrincipalArn": principal.role } }),
      },
    };
    byResource[policyOf] = uniqueSids([...(byResource[policyOf] ?? []), statement]);
  }
  return byResource;
}

function foreignKeyUse(permissions: readonly IamPermission[]): KeyUse[] {
  const [first] = permissions;
  const principal = first && principalOf(first);
  const actions = unique(permissions.flatMap(({ keyActions }) => keyActions));
  if (first === undefined || principal === undefined || actions.length === 0) return [];
  const { account, role } = principal;
  const sid = `UsedBy${first.grant.client.name.replace(/[^A-Za-z0-9]/g, "")}`;
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
