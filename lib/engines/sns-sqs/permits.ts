import type { Grant, IamPermission, Verb } from "../../core/grants";
import type { Issues } from "../../core/issues";
import { statementId } from "../../core/permissions";
import type { Place } from "../../core/place";
import { supportKinds } from "../../core/support";
import type { SystemNames } from "./names";
import { serviceHost } from "../../core/regions";

interface Verbs {
  readonly actions: readonly string[];
  readonly keyActions: readonly string[];
}

/** What a verb means at a topic. The key is used by the publisher: SNS asks it for a data key a message. */
const topicVerbs: Readonly<Record<Exclude<Verb, "consume">, Verbs>> = {
  produce: { actions: ["sns:Publish"], keyActions: ["kms:Decrypt", "kms:GenerateDataKey"] },
  administer: {
    actions: [
      "sns:GetSubscriptionAttributes",
      "sns:GetTopicAttributes",
      "sns:ListSubscriptionsByTopic",
      "sns:SetSubscriptionAttributes",
      "sns:SetTopicAttributes",
    ],
    keyActions: [],
  },
};

/** What a verb means at a queue. */
const queueVerbs: Readonly<Record<Verb, Verbs>> = {
  produce: {
    actions: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
    keyActions: ["kms:Decrypt", "kms:GenerateDataKey"],
  },
  consume: {
    actions: [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ReceiveMessage",
    ],
    keyActions: ["kms:Decrypt"],
  },
  administer: {
    actions: [
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:ListMessageMoveTasks",
      "sqs:PurgeQueue",
      "sqs:SetQueueAttributes",
    ],
    keyActions: [],
  },
};

/** Moving dead letters back to their queue reads the one, sends to the other and may be started and stopped. */
const redrive: Verbs = {
  actions: [
    "sqs:CancelMessageMoveTask",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ListMessageMoveTasks",
    "sqs:ReceiveMessage",
    "sqs:StartMessageMoveTask",
  ],
  keyActions: ["kms:Decrypt", "kms:GenerateDataKey"],
};

/** What a grant means on SNS and SQS. The channel and the subscriber exist: `access` has checked it. */
export function permit(place: Place, names: SystemNames, grant: Grant, issues?: Issues): readonly IamPermission[] {
  const channel = names.channels[grant.channel];
  if (channel === undefined) return [];
  const { identity } = grant.client;
  if (grant.verb === "administer" && "account" in identity && identity.account !== place.account) {
    issues?.add(
      supportKinds.AdministerNotShared,
      grant.path,
      `${grant.client.name} is of account ${identity.account}; must be of ${place.account}, because SNS and SQS let other accounts publish, send and receive, and change nothing. Administer it from a role of ${place.account} that the other account may assume`,
    );
    return [];
  }
  const at = (service: "sns" | "sqs", resourceArn: string, part: string, verbs: Verbs): IamPermission => ({
    mechanism: "iam",
    grant,
    sid: statementId(grant.verb, grant.channel, part),
    actions: verbs.actions,
    resourceArn,
    keyActions: verbs.keyActions,
    via: serviceHost(place.region, service),
  });
  const queues =
    grant.subscriber === undefined
      ? Object.entries(channel.queues)
      : Object.entries(channel.queues).filter(([name]) => name === grant.subscriber);
  if (channel.topic !== undefined && grant.verb !== "consume") {
    const topic = at("sns", channel.topic.arn, "", topicVerbs[grant.verb]);
    if (grant.verb === "produce") return [topic];
    const undelivered = channel.undelivered && at("sqs", channel.undelivered.arn, "undelivered", queueVerbs.consume);
    const administered = queues.flatMap(([name, queue]) => administerQueue(queue, name));
    return [topic, ...(undelivered ? [undelivered] : []), ...administered];
  }
  if (grant.verb === "administer") return queues.flatMap(([name, queue]) => administerQueue(queue, name));
  return queues.map(([name, queue]) => at("sqs", queue.main.arn, name, queueVerbs[grant.verb]));

  function administerQueue(queue: (typeof channel & object)["queues"][string], part: string): IamPermission[] {
    return [
      at("sqs", queue.main.arn, part, {
        ...queueVerbs.administer,
        actions: [...queueVerbs.administer.actions, "sqs:SendMessage"],
        keyActions: redrive.keyActions,
      }),
      at("sqs", queue.deadLetters.arn, `${part}-dead-letters`, redrive),
    ];
  }
}
