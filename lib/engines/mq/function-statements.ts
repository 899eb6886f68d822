import { arn } from "../../core/arns";
import { keyAliasName } from "../../core/names";
import { keyStatement } from "../../core/permissions";
import type { Place } from "../../core/place";
import { allow, type Statement } from "../../core/policy";
import { secretArn, type Names } from "./names";
import type { SystemOptions } from "./spec";
import type { UserPlan } from "./users";
import { serviceHost } from "../../core/regions";

/** What the function may do: read the users' passwords, replace the administrator's, and set the broker's users. */
export function functionStatements(
  place: Place,
  names: Names,
  broker: SystemOptions["broker"],
  users: readonly UserPlan[],
): Statement[] {
  const administrator = secretArn(place, names.administratorSecret);
  const all = [administrator, ...users.map((user) => secretArn(place, user.secret.name))];
  return [
    allow("ReadPasswords", ["secretsmanager:GetSecretValue"], all),
    allow("LabelPasswords", ["secretsmanager:UpdateSecretVersionStage"], broker === "activemq" ? all : administrator),
    allow("ReplaceAdministratorsPassword", ["secretsmanager:PutSecretValue"], administrator),
    useSecretsKey(place, names, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ...(broker === "activemq"
      ? [
          allow(
            "SetUsers",
            ["mq:CreateUser", "mq:DeleteUser", "mq:DescribeUser", "mq:ListUsers", "mq:UpdateUser"],
            names.brokerArn,
          ),
        ]
      : []),
    // A list of log groups knows no narrower resource (service authorization reference, 2026-11).
    allow("FindLogs", ["logs:DescribeLogGroups"], "*"),
    // Amazon MQ names the groups by the id that it gives the broker.
    allow("KeepLogs", ["logs:PutRetentionPolicy"], arn(place, "logs", "log-group:/aws/amazonmq/broker/*")),
  ];
}

/** Reading the passwords of some users. */
export const readPasswords = (place: Place, names: Names, secrets: readonly string[]): Statement[] => [
  allow(
    "ReadPasswords",
    ["secretsmanager:GetSecretValue"],
    secrets.map((secret) => secretArn(place, secret)),
  ),
  useSecretsKey(place, names, ["kms:Decrypt"]),
];

const useSecretsKey = (place: Place, names: Names, actions: readonly string[]): Statement => ({
  ...keyStatement(place, keyAliasName(names.prefix), actions, [serviceHost(place.region, "secretsmanager")]),
  Sid: "UseSecretsKey",
});
