import { arn } from "./arns";
import type { IamPermission, Verb } from "./grants";
import type { Place } from "./place";
import type { Statement } from "./policy";

/**
 * The identity policy of a principal of the own account: the actions on each resource, and the key through the service.
 *
 * @param keyName what identifies the key: an alias (`alias/prod-orders`), because AWS assigns the key's id, or its ARN;
 *   left out where the resources have no key of the customer's
 */
export function identityStatements(place: Place, permissions: readonly IamPermission[], keyName?: string): Statement[] {
  const resources = permissions.map(({ sid, actions, resourceArn, condition }): Statement => ({
    Sid: sid,
    Effect: "Allow",
    Action: actions,
    Resource: resourceArn,
    ...(condition && { Condition: condition }),
  }));
  const actions = unique(permissions.flatMap(({ keyActions }) => keyActions));
  if (actions.length === 0 || keyName === undefined) return uniqueSids(resources);
  const via = unique(permissions.flatMap((permission) => (permission.keyActions.length > 0 ? [permission.via] : [])));
  return uniqueSids([...resources, keyStatement(place, keyName, actions, via)]);
}

/** Use of a key, through the services `via` alone where they are given. */
export function keyStatement(
  place: Place,
  keyName: string,
  actions: readonly string[],
  via?: readonly string[],
): Statement {
  const alias = keyName.startsWith("alias/");
  return {
    Sid: "UseKey",
    Effect: "Allow",
    Action: actions,
    Resource: alias ? arn(place, "kms", "key/*") : keyName,
    Condition: {
      ...(alias ? { "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyName } } : {}),
      ...(via === undefined ? {} : { StringEquals: { "kms:ViaService": via } }),
    },
  };
}

export const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

/**
 * `user-events` and `userEvents` make the same statement id; IAM wants each once in a policy. What is said twice word
 * for word, to connect to a cluster for example, is said once.
 */
export function uniqueSids(all: readonly Statement[]): Statement[] {
  const seen = new Map<string, number>();
  const different = new Map(all.map((statement) => [JSON.stringify(statement), statement]));
  return [...different.values()].map((statement) => {
    const count = (seen.get(statement.Sid) ?? 0) + 1;
    seen.set(statement.Sid, count);
    return count === 1 ? statement : { ...statement, Sid: `${statement.Sid}${count}` };
  });
}

/** `ConsumeUserEventsEmail`: the id of a statement, of the letters and digits that IAM takes. */
export const statementId = (verb: Verb, ...parts: readonly string[]): string => [verb, ...parts].map(pascal).join("");

const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
