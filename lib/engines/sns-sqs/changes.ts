import type { ChangeFacts, OneWayRule } from "../../core/one-way";

const sqs = "SQS API reference, SetQueueAttributes, 2026-12";

/** Values of a queue that consumers empty. */
export const queueRules = {
  retention: {
    unit: "seconds",
    direction: "grows",
    consequence: "loses",
    change: "`retention` shorter",
    effect: "SQS deletes waiting messages that are older than the new retention, within 15 minutes.",
    remedy: "Take the retention back.",
    source: `${sqs}: MessageRetentionPeriod`,
  },
  maxDeliveries: {
    direction: "grows",
    consequence: "loses",
    change: "`maxDeliveries` fewer",
    effect: "Messages that were received more often go to the dead-letter queue at their next receive, unhandled.",
    remedy: "Take the number back.",
    source: `${sqs}: RedrivePolicy`,
  },
  maxMessageSize: {
    unit: "bytes",
    direction: "grows",
    consequence: "loses",
    change: "`maxMessageSize` smaller",
    effect: "SQS refuses larger messages: their producers, and SNS for a subscriber, do not deliver them.",
    remedy: "Take the size back.",
    source: `${sqs}: MaximumMessageSize`,
  },
  filter: {
    direction: "widens",
    consequence: "loses",
    change: "`filter` added, narrowed or changed, `filterOn` changed",
    effect: "SNS no longer delivers to this subscriber what the new filter does not let through.",
    remedy: "Take the filter back, or only add alternatives to its keys.",
    source: "SNS developer guide, sns-subscription-filter-policies, 2026-12",
  },
  deduplication: {
    direction: "grows",
    order: ["id", "content"],
    consequence: "loses",
    change: "`deduplication` from `content` to `id`",
    effect: "A publish without a MessageDeduplicationId is refused, and its producer loses the message.",
    remedy: "Let every producer send an id first.",
    source: `${sqs}: ContentBasedDeduplication`,
  },
  throughput: {
    direction: "grows",
    order: ["standard", "high"],
    consequence: "loses",
    change: "`throughput` from `high` to `standard`",
    effect:
      "Above 300 calls a second the queue throttles, and messages with one id are duplicates across all groups from then on.",
    remedy: "Leave throughput high.",
    source: `${sqs}: FifoThroughputLimit, DeduplicationScope`,
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: queueRules,
  free: [
    {
      change: "`ordered`, or a channel or subscriber renamed",
      effect: "Queue and topic get another name: Terraform destroys the old ones with their messages.",
      remedy: "Create the new channel beside the old one, move producers and consumers, and retire the old one.",
      source: "SQS developer guide, FIFO queues: a queue's type cannot be changed, 2026-12",
    },
    {
      change: "`ackDeadline`, `waitTime`, `delay`, `retention` longer",
      effect: "Changed while in use; up to 60 seconds until all of SQS knows it, 15 minutes of the retention.",
      remedy: "Nothing to do.",
      source: sqs,
    },
    {
      change: "`rawDelivery`",
      effect: "Messages arrive in another format from the next publish on.",
      remedy: "Let the consumer read both formats first.",
      source: "SNS developer guide, raw message delivery, 2026-12",
    },
  ],
};
