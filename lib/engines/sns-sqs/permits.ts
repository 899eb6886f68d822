import type { Grant, Permission, Verb } from "../../core/facts";
import type { Place } from "../../core/place";
import type { SystemNames } from "./names";

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
export function permit(place: Place, names: SystemNames, grant: Grant): readonly Permission[] {
  const channel = names.channels[grant.channel];
  if (channel === undefined) return [];
  const sid = (part: string) => `${capital(grant.verb)}${pascal(grant.channel)}${part}`;
  const at = (service: "sns" | "sqs", resourceArn: string, part: string, verbs: Verbs): Permission => ({
    grant,
    sid: sid(part),
    actions: verbs.actions,
    resourceArn,
    keyActions: verbs.keyActions,
    via: `${service}.${place.region}.amazonaws.com`,
  });
  const queues =
    grant.subscriber === undefined
      ? Object.entries(channel.queues)
      : Object.entries(channel.queues).filter(([name]) => name === grant.subscriber);
  if (channel.topic !== undefined && grant.verb !== "consume") {
    const topic = at("sns", channel.topic.arn, "", topicVerbs[grant.verb]);
    if (grant.verb === "produce") return [topic];
    const undelivered = channel.undelivered && at("sqs", channel.undelivered.arn, "Undelivered", queueVerbs.consume);
    const administered = queues.flatMap(([name, queue]) => administerQueue(queue, pascal(name)));
    return [topic, ...(undelivered ? [undelivered] : []), ...administered];
  }
  if (grant.verb === "administer") return queues.flatMap(([name, queue]) => administerQueue(queue, pascal(name)));
  return queues.map(([name, queue]) => at("sqs", queue.main.arn, pascal(name), queueVerbs[grant.verb]));

  function administerQueue(queue: (typeof channel & object)["queues"][string], part: string): Permission[] {
    return [
      at("sqs", queue.main.arn, part, {
        ...queueVerbs.administer,
        actions: [...queueVerbs.administer.actions, "sqs:SendMessage"],
        keyActions: redrive.keyActions,
      }),
      at("sqs", queue.deadLetters.arn, `${part}DeadLetters`, redrive),
    ];
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** The parts of a name in the letters and digits that a statement id takes. */
const pascal = (name: string): string =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map(capital)
    .join("");
