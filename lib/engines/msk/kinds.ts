import { issueKinds } from "../../core/issues";

export const kinds = issueKinds({
  VersionUnknown: {
    meaning: "MSK has no such version of Kafka for these brokers.",
    remedy: "Use one of the versions named in the message.",
  },
  MetadataUnavailable: {
    meaning: "The version of Kafka does not keep its metadata in this way on these brokers.",
    remedy: "Take metadata out, or use another version.",
  },
  InstanceUnsupported: {
    meaning: "Brokers of this size cannot do what is asked of them.",
    remedy: "Use a larger size, kafka.m7g.large for example, or take the other option out.",
  },
  ZoneCount: {
    meaning: "The brokers need more availability zones than the network has, or than they can be in.",
    remedy: "Give the network as many zones as the message names, or use another mode.",
  },
  TooManyBrokers: {
    meaning: "MSK limits the brokers of a cluster: 30 with ZooKeeper, 60 with KRaft, until AWS raises the quota.",
    remedy: "Use larger brokers, or ask AWS for a higher quota and state it under msk.quotas.brokers.",
  },
  StorageSize: {
    meaning: "MSK takes disks in whole GiB, and provisions throughput for some disks and sizes of brokers only.",
    remedy: "Choose a size as the message says, or take storage.throughput out.",
  },
  ScalingMaximum: {
    meaning: "The disks could never grow, because they are as large as they may become.",
    remedy: "Raise autoscaling.storage.max above msk.storage.size, in whole GiB.",
  },
  BrokerProperty: {
    meaning:
      "The property is not one that MSK lets one set of these brokers, or another option decides it, or the value is not allowed.",
    remedy: "Take it out, or say it where the message points to.",
  },
  TopicProperty: {
    meaning:
      "The setting is not one that topics have here, or the channel says it in its own words, or the value is not allowed.",
    remedy: "Take it out, or say it where the message points to.",
  },
  ReplicationFactor: {
    meaning: "There are not enough brokers for so many copies.",
    remedy: "Use at most as many copies as there are brokers, or more brokers.",
  },
  SingleCopy: {
    meaning:
      "A message would count as written when one broker alone has it, and be lost with that broker's disk; with one copy the topic also stands still whenever a broker is patched.",
    remedy: "Leave replicationFactor and minInSyncReplicas out; or write the reason beside them.",
  },
  InSyncReplicas: {
    meaning: "Nobody could write while one broker is away, and each is away whenever it is patched.",
    remedy: "Use a minInSyncReplicas below replicationFactor, or leave it out.",
  },
  TooManyPartitions: {
    meaning:
      "The topics have more partitions than the brokers bear, replicas counted. MSK refuses updates of such a cluster.",
    remedy: "Use fewer partitions, larger brokers or more of them.",
  },
  TieringUnavailable: {
    meaning: "The topic cannot have tiered storage as it is described.",
    remedy: "Follow the message; tiered storage wants storage.tiered, no compaction, and at least 3 days of retention.",
  },
  TopicName: {
    meaning:
      "Kafka takes names of at most 249 characters, and no two that differ only in '.' and '_', because its metrics could not tell them apart.",
    remedy: "Rename one of the channels.",
  },
  TopicMessageSize: {
    meaning: "The messages are larger than the service takes.",
    remedy: "Lower maxMessageSize, or keep the payload in S3 and send its key.",
  },
  PartitionThroughput: {
    meaning: "Each partition would have to bear more than the service lets it.",
    remedy: "Use at least as many partitions as the message names.",
  },
  ClusterThroughput: {
    meaning: "The stated load is above what the cluster takes.",
    remedy: "Use larger brokers or more of them, or split the load over several systems.",
  },
  ArchiveThroughput: {
    meaning: "The stated load is above what the archive can read, so it would fall behind for ever.",
    remedy:
      "Use more partitions, or split the load over several systems, as the message says; or take the archive out.",
  },
  ArchiveMessageSize: {
    meaning: "A message could not be handed to the function that archives it, and would be missing in the archive.",
    remedy: "Lower maxMessageSize to 4MiB, or keep the payload in S3 and send its key.",
  },
  PhaseSkipped: {
    meaning: "MSK makes no cluster that others can reach from the beginning; it is opened once it stands.",
    remedy: "Deploy with connectivity.phase: private first, commit the inventory, and then go on to this phase.",
  },
  OpenAccess: {
    meaning: "A cluster that others reach must know every client, and say where clients come from.",
    remedy: "Take authentication.unauthenticated out; name the clients' ranges of addresses under msk.clients.cidrs.",
  },
  AuthorityMissing: {
    meaning: "A client is known by its certificate, and the cluster trusts no certificate authority.",
    remedy: "Name the private certificate authority under msk.authentication.certificateAuthorities.",
  },
  ForeignNetwork: {
    meaning: "A client of another account cannot reach brokers that are in the private network alone.",
    remedy: "Set connectivity.phase: multi-vpc, once the cluster stands.",
  },
  ClusterPolicy: {
    meaning:
      "A client of another account needs a statement in the cluster's policy, which Signalbox does not own there.",
    remedy: "Add the statement to the policy of the cluster yourself, and take the client's line out.",
  },
  UserCollision: {
    meaning:
      "Each client that is a user has two users of the broker, <user> and <user>-next, and another client has one of them.",
    remedy: "Rename one of the users.",
  },
  UnknownUser: {
    meaning: "The name is not that of a user whom access: admits to this system.",
    remedy: "Correct the name, or take the line out.",
  },
  TooMany: {
    meaning: "The cluster has more users or consumer groups than MSK takes.",
    remedy: "Share users between clients that trust each other, or split the system.",
  },
});
