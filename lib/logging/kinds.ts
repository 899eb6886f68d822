import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  SinkUnclear: {
    meaning: "A sink says of none or of more than one kind what it is.",
    remedy: "Write exactly one of s3, opensearch and splunk; below opensearch, exactly one of domain and existing.",
  },
  TooManySinks: {
    meaning:
      "CloudWatch admits two subscription filters a log group, and each sink takes one; and there is one archive in S3.",
    remedy: "Let each class of logs go to two sinks at most: logs: [operational] or logs: [audit].",
  },
  TierWithoutSinks: {
    meaning: "CloudWatch admits no subscription filters on log groups of the infrequent-access tier.",
    remedy: "Use tier: standard, or take the sinks out.",
  },
  SinkClassMissing: {
    meaning:
      "A log in which text of sensitive messages can stand would leave for a place that is not Signalbox's, and nobody says whether it may.",
    remedy: "Write the sink's dataClass: the logs of more sensitive messages stay in CloudWatch and the other sinks.",
  },
  SinkLockAboveRetention: {
    meaning: "Logs would be locked for longer than they are to be kept, so they could not be removed in time.",
    remedy: "Raise the retention of the class of logs to at least the lock's, or shorten the lock.",
  },
  ColdAfterRetention: {
    meaning: "Objects end before they would move to colder storage, so coldAfter does nothing.",
    remedy: "Lower coldAfter below the retention of a class of logs, or leave it out.",
  },
  TokenOutOfReach: {
    meaning:
      "The delivery stream could not read Splunk's token: it reads secrets of its own region, and of another account only what is encrypted with a key that can be shared.",
    remedy:
      "Keep the token in the environment's region; in another account, encrypt it with a key of your own and name it: tokenKey.",
  },
  DomainNodes: {
    meaning:
      "The domain's data nodes do not spread evenly over the network's zones, so one zone's loss would cost data.",
    remedy: "Use a multiple of the zones, in a network of two or three zones.",
  },
});
