import type { ArchiveFacts, ArchiveProgram, ArchiveSource, ExportFacts } from "../../core/archive/facts";
import { arn } from "../../core/arns";
import { named } from "../../core/names";
import type { Place } from "../../core/place";
import { allow, type Statement } from "../../core/policy";
import { limits } from "./limits";
import { lagMetric } from "./metrics";
import { withinCluster, type Names } from "./names";
import type { ChannelPlan } from "./topics";

const replaySeconds = 840;

/** What the names of topics and groups begin with that restore tests make, and remove. */
export const scratchPrefix = ({ cluster }: Pick<Names, "cluster">): string => `${cluster}-restore`;
const groupPrefix = ({ cluster }: Pick<Names, "cluster">): string => `${cluster}-archive`;

/** How the messages of topics get into the archive, by a consumer group each, and back into scratch topics. */
export function archiveFacts(place: Place, names: Names, channels: readonly ChannelPlan[]): ArchiveFacts {
  return {
    sources: channels.map(({ name }): ArchiveSource => ({
      id: name,
      channel: name,
      // Lambda wants a group of its own for each mapping (Lambda developer guide, kafka-consumer-group-id, 2026-11).
      source: { kind: "kafka", topic: name, consumerGroup: named("consumerGroup", [groupPrefix(names), name]) },
      batchSize: 10_000,
      windowSeconds: 60,
      age: lagMetric(names, name, `${groupPrefix(names)}-${name}`),
    })),
    archive: archiveProgram(place, names),
    replay: {
      id: "replay",
      entry: "engines/msk/functions/replay",
      description: `Restores messages of ${names.cluster} into scratch topics`,
      timeoutSeconds: 900,
      memoryMiB: 1024,
      inNetwork: true,
      statements: replayStatements(place, names),
      variables: { ...signIn(place), SCRATCH: scratchPrefix(names), SECONDS: String(replaySeconds) },
      lateVariables: ["BOOTSTRAP"],
    },
    orderedBy: "lane",
    lost: lostOf(channels),
  };
}

/** Topics with their settings, access control entries, and how far each group has read. */
export const exportFacts = (place: Place, names: Names): ExportFacts => ({
  program: {
    id: "export",
    entry: "engines/msk/functions/export",
    description: `Exports topics, access control entries and groups' offsets of ${names.cluster}`,
    timeoutSeconds: 300,
    memoryMiB: 512,
    inNetwork: true,
    statements: [
      allow("SeeCluster", ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"], names.clusterArn),
      allow("SeeTopics", describeTopic, everyTopic(place, names)),
      allow("SeeGroups", ["kafka-cluster:DescribeGroup"], withinCluster(place, names, "group", "*")),
    ],
    variables: { ...signIn(place), SCRATCH: scratchPrefix(names) },
    lateVariables: ["BOOTSTRAP"],
  },
});

const signIn = ({ region }: Place) => ({ AUTHENTICATION: "iam", REGION: region });
const describeTopic = ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration"];
const everyTopic = (place: Place, names: Names): string => withinCluster(place, names, "topic", "*");

/**
 * The program lives outside the network: Lambda's pollers read the topics, in the cluster's subnets and with its
 * security group, and with this role (Lambda developer guide, with-msk-permissions and msk-cluster-auth, 2026-11).
 */
function archiveProgram(place: Place, names: Names): ArchiveProgram {
  return {
    id: "archive",
    entry: "engines/msk/functions/archive",
    description: `Writes the messages of ${names.cluster} to the archive`,
    timeoutSeconds: 120,
    memoryMiB: limits.archive.functionMemoryMiB,
    inNetwork: false,
    statements: [
      allow(
        "ReadAsGroups",
        [
          "kafka-cluster:Connect",
          "kafka-cluster:DescribeClusterDynamicConfiguration",
          "kafka:DescribeClusterV2",
          "kafka:GetBootstrapBrokers",
        ],
        names.clusterArn,
      ),
      // Every topic of the system is archived; their names would soon be too many for a policy.
      allow("ReadTopics", ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], everyTopic(place, names)),
      allow(
        "KeepOffsets",
        ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
        withinCluster(place, names, "group", `${groupPrefix(names)}-*`),
      ),
      allow(
        "LetPollersIntoNetwork",
        ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
        arn(place, "ec2", "*/*"),
      ),
      // EC2 knows no narrower resource for looking (service authorization reference, 2026-11).
      allow(
        "SeeNetworkForPollers",
        ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
        "*",
      ),
    ],
    variables: {},
    lateVariables: [],
  };
}

/** It may look at every topic, because a scratch topic is made like one, and write to scratch topics alone. */
function replayStatements(place: Place, names: Names): Statement[] {
  const scratch = (kind: "topic" | "group") => withinCluster(place, names, kind, `${scratchPrefix(names)}-*`);
  return [
    allow(
      "ConnectToCluster",
      ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:WriteDataIdempotently"],
      names.clusterArn,
    ),
    allow("SeeTopics", describeTopic, everyTopic(place, names)),
    allow(
      "UseScratchTopics",
      ["kafka-cluster:CreateTopic", "kafka-cluster:DeleteTopic", "kafka-cluster:ReadData", "kafka-cluster:WriteData"],
      scratch("topic"),
    ),
    allow("ReadScratchTopics", ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"], scratch("group")),
  ];
}

function lostOf(channels: readonly ChannelPlan[]): string[] {
  return [
    "offsets: those of a restored topic begin at 0",
    "how far consumer groups had read",
    "which messages were of one transaction, and which of a transaction that was given up",
    "leader epochs and batches",
    "times that lie in the future or cannot be read: a message gets the time of the archiving, and the archive keeps the original",
    "the order of headers whose name comes twice or is a number, and headers without a value, which are kept as empty",
    ...(channels.some(({ config }) => config["message.timestamp.type"] === "LogAppendTime")
      ? ["times, in topics of LogAppendTime: there the brokers set them anew"]
      : []),
    ...(channels.some(({ spec }) => spec.compaction)
      ? ["messages that compaction had taken away before the archive read them"]
      : []),
  ];
}
