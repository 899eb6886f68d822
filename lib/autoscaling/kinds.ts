import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  ScalesByItself: {
    meaning: "Its capacity follows its load already, and AWS does it.",
    remedy: "Take the line out; or give the channel partitions, which are then scaled within the bounds.",
  },
  ScalingExisting: {
    meaning: "The system exists already, and nothing of it is built: what it is made of is scaled by whoever made it.",
    remedy: "Take the key out. Its consumers can be scaled.",
  },
  ScalingBounds: {
    meaning: "The bounds between which something scales contradict each other, or what it begins with.",
    remedy: "Put max above min and above what it begins with, and min at or below that.",
  },
  ScalingTimeCovered: {
    meaning: "The time of the week never holds, because those before it under schedule cover it wholly.",
    remedy: "Put it before them, or take it out.",
  },
  StreamUnknown: {
    meaning: "The system has no channel of that name whose shards could scale.",
    remedy: "Correct the name; the message lists the channels.",
  },
  ConsumerUnknown: {
    meaning: "The line names no consumer that access: admits, or leaves open which of several it means.",
    remedy: "Name a client that consumes the channel, and its subscriber or group where it has several.",
  },
  ServiceMissing: {
    meaning: "What scales is the number of tasks of an ECS service, and nobody says which service the client is.",
    remedy: "Write runs: { service: cluster/service } at the client. A Lambda function scales by itself.",
  },
  ServiceTwice: {
    meaning: "Two lines scale the same ECS service: each would undo what the other one did.",
    remedy: "Give each consumer a service of its own, or take one of the lines out.",
  },
  ScalingTargetBeyondRetention: {
    meaning: "Messages are gone before any has waited so long, so that consumers would never be added.",
    remedy: "Set target.age below the channel's retention.",
  },
  ScalingTargetUnclear: {
    meaning: "A consumer is scaled by one measure: how long messages wait, or how many wait for each of its tasks.",
    remedy: "Write target: { age: 1m } or target: { backlogPerTask: 100 }.",
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
