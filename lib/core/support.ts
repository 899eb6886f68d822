import { issueKinds } from "./issues";

/** What any engine may have to say of what it cannot do. */
export const supportKinds = issueKinds({
  NotSupported: {
    meaning: "The engine cannot do what the file asks of it. Nothing is silently left out.",
    remedy: "Use one of the engines named in the message, or take the key out.",
  },
  VersionEnded: {
    meaning:
      "The support of this version has ended: AWS makes nothing new of it, and upgrades what stands at a time of its own.",
    remedy: "Use one of the versions named in the message; upgrade what stands step by step.",
  },
  AckDeadlineTooShort: {
    meaning: "A message would be offered to a second consumer while the first one still works on it.",
    remedy: "Raise ackDeadline to at least handlerTime (six times it is the usual choice), or leave ackDeadline out.",
  },
  MaxLagAboveRetention: {
    meaning: "The alarm on a group's lag can never fire in time, because the messages are gone by then.",
    remedy: "Set maxLag below retention.",
  },
  NoSubscribers: {
    meaning: "A channel without subscribers loses every message that is published to it.",
    remedy: "Add a subscriber, or take the channel out.",
  },
  NameCollision: {
    meaning: "Two things would have the same name.",
    remedy: "Rename one of the channels or subscribers.",
  },
  AdministerNotShared: {
    meaning:
      "The service lets other accounts publish, send and read, and refuses administration: a topic's policy takes no actions on subscriptions, a queue's neither SetQueueAttributes nor moves of messages, a stream's no settings.",
    remedy: "Administer it from a role of the environment's own account, which the other account may assume.",
  },
  EndpointMissing: {
    meaning: "Something in the private network calls an AWS service, and has no way to it.",
    remedy: "Add the service to network.endpoints, or leave endpoints out: then there are all of them.",
  },
  NetworkMissing: {
    meaning: "The engine's brokers live in a private network, and the environment has none.",
    remedy: "Add network: with a range of addresses, or use an engine without brokers of its own.",
  },
});
