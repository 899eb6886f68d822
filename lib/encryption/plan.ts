import { rootArn } from "../core/arns";
import type { KeyUse } from "../core/facts";
import { keyAliasName } from "../core/names";
import type { Place } from "../core/place";
import { policyText, type Condition, type Statement } from "../core/policy";

/** A customer managed key with its whole policy. */
export interface KeyPlan {
  /** `alias/prod-notifications`; policies name the key by it, because AWS assigns the id. */
  readonly alias: string;
  readonly description: string;
  /** Literal JSON. */
  readonly policy: string;
  readonly deletionWindowDays: number;
  readonly protect: boolean;
}

export interface KeyInput {
  readonly parts: readonly string[];
  readonly description: string;
  readonly uses: readonly KeyUse[];
  readonly protect: boolean;
}

/**
 * Plans a key. The account's own IAM policies decide about its own principals; everybody else stands in the policy by
 * name. A key that protects data waits 30 days before it is deleted, the longest that KMS admits; one without deletion
 * protection 7 days, the shortest (KMS ScheduleKeyDeletion, 2026-11).
 */
export function planKey(place: Place, { parts, description, uses, protect }: KeyInput): KeyPlan {
  const statements = [ownAccount(place), ...uses.map((use) => statementOf(place, use))];
  return {
    alias: keyAliasName(parts),
    description,
    policy: policyText(statements),
    deletionWindowDays: protect ? 30 : 7,
    protect,
  };
}

function ownAccount(place: Place): Statement {
  return {
    Sid: "OwnAccountByIam",
    Effect: "Allow",
    Principal: { AWS: rootArn(place, place.account) },
    Action: "kms:*",
    Resource: "*",
    Condition: { StringEquals: { "kms:CallerAccount": place.account } },
  };
}

function statementOf(place: Place, use: KeyUse): Statement {
  const allow = { Sid: use.sid, Effect: "Allow", Action: use.actions, Resource: "*" } as const;
  if (use.kind === "account") {
    const roles: Condition = use.roles.length === 0 ? {} : { ArnEquals: { "aws:PrincipalArn": use.roles } };
    return {
      ...allow,
      Principal: { AWS: rootArn(place, use.account) },
      Condition: { ...roles, StringEquals: { "kms:ViaService": use.via } },
    };
  }
  const context = Object.entries(use.encryptionContext ?? {});
  const condition: Condition = {
    ...(use.sourceArns === undefined
      ? {}
      : { ArnLike: { "aws:SourceArn": use.sourceArns }, StringEquals: { "aws:SourceAccount": place.account } }),
    ...(context.length === 0
      ? {}
      : { StringLike: Object.fromEntries(context.map(([key, value]) => [`kms:EncryptionContext:${key}`, value])) }),
  };
  return {
    ...allow,
    Principal: { Service: use.service },
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}
