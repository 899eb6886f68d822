import { issueKinds } from "../../core/issues";

export const kinds = issueKinds({
  StreamRetention: {
    meaning: "Kinesis keeps records between 24 hours and 365 days.",
    remedy: "Choose a retention between 24h and 365d; archive what must be kept longer.",
  },
  RetentionNotWholeHours: {
    meaning: "Kinesis counts the retention in whole hours.",
    remedy: "Write a whole number of hours or days.",
  },
  RecordTooLarge: {
    meaning: "The stated messages are larger than the stream takes.",
    remedy: "Keep the payload in S3 and send its key, or split the message.",
  },
  StreamThroughput: {
    meaning: "The stated load is above what the channel's shards take, or give to those who share their reading.",
    remedy: "Raise partitions, give groups a fan-out of their own, or leave partitions out for on-demand capacity.",
  },
  OnDemandThroughput: {
    meaning:
      "The stated load is above what an on-demand stream bears at once: it would be throttled until it has grown.",
    remedy:
      "State partitions, or the rate that the stream has borne already under workload.observedPeak: it bears twice that.",
  },
  OptionNeedsOnDemand: {
    meaning: "The option says something of on-demand streams, and the channel has a fixed number of partitions.",
    remedy: "Take the option out, or take partitions out.",
  },
  TooManyShards: {
    meaning: "The channels have more shards together than AWS gives an account in this region.",
    remedy: "Ask AWS for a higher quota and state it under the system's kinesis.quotas.shards.",
  },
  TooManyOnDemandStreams: {
    meaning: "AWS limits the on-demand streams of an account (50).",
    remedy:
      "State partitions for some, or ask AWS for more and state it under the system's kinesis.quotas.onDemandStreams.",
  },
  TooManyFanOuts: {
    meaning: "Kinesis limits the consumers with enhanced fan-out of one stream (20).",
    remedy: "Let some groups share the throughput: take them out of fanOut.",
  },
  FanOutTwice: { meaning: "A consumer group is named twice under fanOut.", remedy: "Take one of them out." },
  StreamNameCollision: {
    meaning: "Two streams, or the lease tables of two consumer groups, would have the same name.",
    remedy: "Rename one of the channels or groups.",
  },
  StreamNameNotExisting: {
    meaning: "A stream's own name can be given only where the system exists already; else Signalbox names it.",
    remedy: "Take streamName out, or add existing: to the system.",
  },
  StreamPolicyExisting: {
    meaning: "The policy of a stream that exists already belongs to whoever made it.",
    remedy: "Let its owner admit the other account, and take the line out of access:.",
  },
});
