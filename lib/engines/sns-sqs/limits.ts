/**
 * The limits of SQS and SNS, each with its source and the day it was read.
 *
 * - SQS message quotas: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html, 2026-10-01
 * - SQS FIFO quotas: …/quotas-fifo.html, 2026-10-01
 * - SNS quotas: docs.aws.amazon.com/general/latest/gr/sns.html, 2026-11
 * - SNS filter policies: docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html, 2026-12
 */
export const limits = {
  /** Seconds that a dead letter is kept: the longest that SQS keeps anything. */
  deadLetterRetentionSeconds: 14 * 86_400,
  /** Messages received and not yet deleted, standard and FIFO alike (FIFO was 20,000 until 2024-11). */
  inFlight: 120_000,
  /** Seconds that a message may be invisible. */
  visibilitySeconds: 12 * 3_600,
  /** API calls a second and action of a FIFO queue without high throughput. */
  fifoCallsPerSecond: 300,
  /** Messages in one batch. */
  batch: 10,
  /** SNS FIFO: messages a second of one message group. */
  groupMessagesPerSecond: 300,
  /** SNS FIFO: messages and bytes a second of a topic whose throughput scope is the topic. */
  fifoTopicMessagesPerSecond: 3_000,
  fifoTopicBytesPerSecond: 20_000_000,
  /** Subscriptions of one topic. */
  subscriptions: 12_500_000,
  fifoSubscriptions: 100,
  /** Topics of an account. */
  topics: 100_000,
  fifoTopics: 1_000,
  /** Subscriptions with a filter, of one topic and of an account. */
  filtersPerTopic: 200,
  filtersPerAccount: 10_000,
  /** Top-level keys of one filter, the combinations of its values, and its size as JSON. */
  filterKeys: 5,
  filterCombinations: 150,
  filterBytes: 262_144,
  /** Numbers in a filter: the largest magnitude, and decimals. */
  filterNumber: 1_000_000_000,
  filterDecimals: 5,
  /** `*` in one wildcard pattern, and points of all patterns of a filter. */
  filterWildcards: 3,
  filterWildcardPoints: 100,
  /** Source queues that a dead-letter queue's redrive-allow policy names (SQS SetQueueAttributes, 2026-11). */
  redriveSources: 10,
} as const;

/** API calls a second and action of a high-throughput FIFO queue, by region. */
export function highThroughputCalls(region: string): number {
  if (["us-east-1", "us-west-2", "eu-west-1"].includes(region)) return 70_000;
  if (["us-east-2", "eu-central-1"].includes(region)) return 19_000;
  if (["ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1"].includes(region)) return 9_000;
  return ["eu-west-2", "sa-east-1"].includes(region) ? 4_500 : 2_400;
}

/** Messages a second that an account may publish to SNS in a region, before AWS raises the quota. */
export function publishQuota(region: string, ordered: boolean): number {
  if (region === "us-east-1") return 30_000;
  if (["us-west-2", "eu-west-1"].includes(region)) return 9_000;
  if (ordered) return 3_000;
  const middle = [
    "us-east-2",
    "us-west-1",
    "ap-south-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-central-1",
  ];
  return middle.includes(region) ? 1_500 : 300;
}
