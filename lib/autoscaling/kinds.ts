import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  ScalesByItself: {
    meaning: "The channel's capacity follows its load already: AWS adds and takes shards by itself.",
    remedy: "Take the line out; or give the channel partitions, which are then scaled within the bounds.",
  },
  ScalingBounds: {
    meaning: "The bounds between which something scales contradict each other, or what it begins with.",
    remedy: "Put min at or below max, and what it begins with between them.",
  },
  ScalingTargetUnclear: {
    meaning: "A consumer is scaled by one measure: how long messages wait, or how many wait for each of its tasks.",
    remedy: "Write target: { age: 1m } or target: { backlogPerTask: 100 }.",
  },
  ConsumerUnknown: {
    meaning: "There is nothing of that name that consumes, so nothing waits for it.",
    remedy: "Name a channel, and its subscriber or a group that access: admits; the message lists them.",
  },
  ServiceTwice: {
    meaning: "Two lines scale the same ECS service; the greater wish would always win, and nobody asked for that.",
    remedy: "Give each consumer a service of its own, or take one of the lines out.",
  },
  ConsumersAbovePartitions: {
    meaning:
      "A partition is read by one consumer of a group at a time, so that those beyond the partitions get nothing.",
    remedy: "Lower max, or give the channel more partitions.",
  },
  CannotSleep: {
    meaning: "The measure falls silent when nobody consumes, so that nothing would wake the consumers again.",
    remedy: "Put min to 1 or more.",
  },
});
