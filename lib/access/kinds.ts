import { issueKinds } from "../core/issues";

export const kinds = issueKinds({
  BadClient: {
    meaning:
      "A client says in no way, or in several, who it is: by role, account, user or certificate; or it names the account that the environment itself lives in; or what it runs as is not one thing of this account.",
    remedy:
      "Say one of them. Name the role's ARN; name an account only when it is another one. Say of runs: function or service.",
  },
  UnknownClient: {
    meaning: "access: names a client that clients: does not have.",
    remedy: "Correct the name, or add the client.",
  },
  UnknownChannel: {
    meaning: "access: names a channel that the system does not have.",
    remedy: "Correct the name, or add the channel.",
  },
  UnknownSubscriber: {
    meaning:
      "A channel with subscribers is consumed through one of them, and the line names none, or one that is not there.",
    remedy: "Name one of the channel's subscribers; on a channel without subscribers name none.",
  },
  UnknownGroup: {
    meaning: "A stream is read by a consumer group, and the line names none; or the channel has no consumer groups.",
    remedy: "Add group: with a name of the consumers' own choice; on a channel that is no stream take it out.",
  },
  ClientUnsupported: {
    meaning: "The engine has no way to know the client: some know IAM roles, some users or certificates of their own.",
    remedy: "Give the client an identity that the engine knows, or use an engine that knows this one.",
  },
  EmptyGrant: {
    meaning: "The line grants nothing.",
    remedy: "Name channels under produce, consume or administer, or take it out.",
  },
  DuplicateGrant: { meaning: "The same is granted twice.", remedy: "Take one of them out." },
  RoleReserved: {
    meaning: "The client's role belongs to IAM Identity Center or to an AWS service; IAM attaches no policy to it.",
    remedy: "Put the policy that the message prints into the permission set, or name a role of your own.",
  },
});
