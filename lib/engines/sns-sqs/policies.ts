import { arn } from "../../core/arns";
import type { Place } from "../../core/place";
import {
  denyOtherAccounts,
  denyPlainText,
  policyText,
  serviceTrust,
  topicPolicyActions,
  type Statement,
} from "../../core/policy";
import { servicePrincipal } from "../../core/regions";

/** Accounts that statements admit, so that the owner-only statement leaves them alone. */
function accountsIn(place: Place, statements: readonly Statement[]): string[] {
  const text = JSON.stringify(statements.map(({ Principal }) => Principal ?? ""));
  return [place.account, ...[...text.matchAll(/:iam::(\d{12}):/g)].map((match) => match[1] ?? "")];
}

/**
 * The whole policy of a queue: TLS only, this account only, then who else may come in.
 *
 * @param topicArn the topic whose notifications the queue takes, when there is one
 */
export function queuePolicy(
  place: Place,
  queueArn: string,
  topicArn: string | undefined,
  more: readonly Statement[],
): string {
  return policyText([
    denyPlainText("sqs:*", queueArn),
    denyOtherAccounts(accountsIn(place, more), "sqs:*", queueArn),
    ...(topicArn === undefined ? [] : [fromTopic(queueArn, topicArn)]),
    ...more,
  ]);
}

function fromTopic(queueArn: string, topicArn: string): Statement {
  return {
    Sid: "AllowTopic",
    Effect: "Allow",
    Principal: { Service: servicePrincipal("sns") },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
  };
}

/** The whole policy of a topic: TLS only, this account only, then who else may come in. */
export function topicPolicy(place: Place, topicArn: string, more: readonly Statement[]): string {
  return policyText([
    denyPlainText(topicPolicyActions, topicArn),
    denyOtherAccounts(accountsIn(place, more), topicPolicyActions, topicArn),
    ...more,
  ]);
}

/** The role under which SNS writes delivery logs, and what it may do: write to the logs of this system's topics. */
export function deliveryRolePolicies(
  place: Place,
  topicPrefix: string,
): { readonly trust: string; readonly document: string } {
  const logs = arn(place, "logs", `log-group:sns/${place.region}/${place.account}/${topicPrefix}-*`);
  return {
    trust: serviceTrust(servicePrincipal("sns"), place.account),
    document: policyText([
      {
        Sid: "WriteDeliveryLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: logs,
      },
    ]),
  };
}
