import { issueKinds } from "../../core/issues";

export const kinds = issueKinds({
  MaxAgeAboveRetention: {
    meaning: "The alarm on the oldest message can never fire, because SQS deletes the message first.",
    remedy: "Set maxAge below retention, or leave it out for half the retention.",
  },
  OptionNeedsOrder: {
    meaning: "The option exists for ordered (FIFO) channels only.",
    remedy: "Set ordered: true on the channel, or take the option out.",
  },
  DeduplicationScopeMismatch: {
    meaning: "High throughput needs deduplication within the message group.",
    remedy: "Use deduplicationScope: group, or throughput: standard.",
  },
  MessageTooLarge: {
    meaning: "The stated messages are larger than the channel takes.",
    remedy: "Raise maxMessageSize, or keep the payload in S3 and send its key.",
  },
  FifoThroughput: {
    meaning: "The stated load is above what a FIFO queue or topic takes.",
    remedy:
      "Use throughput: high, send in batches (workload.batch), spread over more message groups, or do without order.",
  },
  PublishQuota: {
    meaning: "The stated load is above what SNS lets an account publish in this region.",
    remedy: "Ask AWS for a higher quota and state it under the system's sns-sqs.quotas.publishesPerSecond.",
  },
  TooManyInFlight: {
    meaning: "So many messages would be in work at once that SQS stops handing out more (120,000 a queue).",
    remedy: "Shorten handlerTime, or split the load over several channels.",
  },
  TooManySubscriptions: {
    meaning: "SNS limits the subscriptions of a topic: 100 for an ordered one, 12.5 million otherwise.",
    remedy: "Split the channel, or do without order.",
  },
  TooManyTopics: {
    meaning: "SNS limits the topics of an account: 1,000 ordered ones, 100,000 others.",
    remedy: "Merge channels and filter by attribute, or use another account.",
  },
  TooManyFilters: {
    meaning: "SNS limits the subscriptions with a filter: 200 a topic, 10,000 an account.",
    remedy: "Let the consumer drop what it does not need, or split the channel.",
  },
  BadFilter: {
    meaning: "SNS would refuse the filter policy, or it would match nothing.",
    remedy:
      "Use at most 5 top-level keys, 150 combinations of values (in the body times the level of nesting), 256 KiB, numbers up to 1,000,000,000 with 5 decimals, and 100 points of wildcards; each condition names one operator.",
  },
  NameNotExisting: {
    meaning: "A resource's own name can be given only where the system exists already; else Signalbox names it.",
    remedy: "Take the name out, or add existing: to the system.",
  },
  ExistingPolicy: {
    meaning: "The policy of a resource that exists already belongs to whoever made it.",
    remedy: "Let its owner admit the other account, and take the line out of access:.",
  },
});
