/** One statement of an IAM, resource or key policy, all names final. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Principal;
  readonly Action: string | readonly string[];
  /** Left out in a role's trust policy only. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

export type Principal = { readonly AWS: string | readonly string[] } | { readonly Service: string | readonly string[] };
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/**
 * A policy as literal JSON text with sorted keys: scanners and reviewers read it, and Terraform sees no change where
 * nothing changed. A list of one is written as its only value, as the services themselves return it.
 */
export function policyText(statements: readonly Statement[]): string {
  return JSON.stringify(sorted({ Version: "2012-10-17", Statement: statements }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const entry: unknown = Reflect.get(value, key);
    copy[key] = sorted(Array.isArray(entry) && entry.length === 1 && key !== "Statement" ? entry[0] : entry);
  }
  return copy;
}

/** Lets a role do `actions` with `resource`. */
export const allow = (
  Sid: string,
  Action: string | readonly string[],
  Resource: string | readonly string[],
): Statement => ({ Sid, Effect: "Allow", Action, Resource });

/** Refuses every request without TLS. `actions` are named because some services refuse a wildcard here. */
export function denyPlainText(actions: string | readonly string[], resource: string | readonly string[]): Statement {
  return {
    Sid: "DenyPlainText",
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resource,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/** Refuses every principal outside `accounts`; AWS services come in under statements of their own. */
export function denyOtherAccounts(
  accounts: readonly string[],
  actions: string | readonly string[],
  resource: string,
): Statement {
  return {
    Sid: "DenyOtherAccounts",
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resource,
    Condition: {
      StringNotEquals: { "aws:PrincipalAccount": [...new Set(accounts)].sort() },
      Bool: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}

/** Trust policy of a role that one AWS service assumes, for this account only, and on behalf of `source` where it is given. */
export function serviceTrust(service: string, account: string, source?: string): string {
  return policyText([
    {
      Sid: "ServiceOfThisAccount",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: { "aws:SourceAccount": account },
        ...(source !== undefined && { ArnLike: { "aws:SourceArn": source } }),
      },
    },
  ]);
}

/** The actions that an SNS topic policy can name; SNS refuses `sns:*` there (SNS AddPermission, read 2026-11). */
export const topicPolicyActions = [
  "sns:AddPermission",
  "sns:DeleteTopic",
  "sns:GetTopicAttributes",
  "sns:ListSubscriptionsByTopic",
  "sns:Publish",
  "sns:RemovePermission",
  "sns:SetTopicAttributes",
  "sns:Subscribe",
] as const;
