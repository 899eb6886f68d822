import { arn } from "../../core/arns";
import type { FunctionFacts } from "../../core/facts";
import type { KafkaAcl, Permission } from "../../core/grants";
import type { Place } from "../../core/place";
import { allow } from "../../core/policy";
import type { DesiredAcl, DesiredKafka } from "./functions/desired";
import type { Names } from "./names";
import type { Cluster } from "./cluster-plan";
import type { ChannelPlan } from "./topics";

/** What the cluster is to have: its topics, and who of those whom IAM does not know may do what. */
export function desiredKafka(channels: readonly ChannelPlan[], permissions: readonly Permission[]): DesiredKafka {
  return {
    topics: channels.map(({ name, partitions, replicationFactor, config }) => ({
      name,
      partitions,
      replicationFactor,
      config,
    })),
    acls: desiredAcls(permissions.filter((permission) => permission.mechanism === "kafka-acl")),
  };
}

/** One entry a principal and resource, with all that it may do there. */
function desiredAcls(permissions: readonly KafkaAcl[]): DesiredAcl[] {
  const entries = new Map<string, DesiredAcl>();
  for (const { principal, resourceType, resourceName, resourcePattern, actions } of permissions) {
    const key = JSON.stringify([principal, resourceType, resourceName, resourcePattern]);
    const before = entries.get(key)?.operations ?? [];
    const operations = [...new Set([...before, ...actions])].sort();
    entries.set(key, { principal, resourceType, resourceName, resourcePattern, operations });
  }
  return [...entries.values()];
}

/** The function that brings topics and access control entries about, because AWS provider 5.100.0 knows neither. */
export function topicsFunction(place: Place, names: Names, cluster: Cluster, desired: DesiredKafka): FunctionFacts {
  return {
    id: "topics",
    entry: "engines/msk/functions/topics",
    description: `Topics and access control entries of ${names.cluster}`,
    timeoutSeconds: 600,
    memoryMiB: 256,
    serial: true,
    inNetwork: true,
    statements: [
      allow(
        "ConnectToCluster",
        [
          "kafka-cluster:Connect",
          "kafka-cluster:DescribeCluster",
          // Access control entries belong to the cluster; Serverless has none.
          ...(cluster.mode === "serverless" ? [] : ["kafka-cluster:AlterCluster"]),
        ],
        names.clusterArn,
      ),
      // It looks after every topic of the cluster: the names in a policy of its own would soon be too many for IAM.
      allow(
        "LookAfterTopics",
        [
          "kafka-cluster:AlterTopic",
          "kafka-cluster:AlterTopicDynamicConfiguration",
          "kafka-cluster:CreateTopic",
          "kafka-cluster:DescribeTopic",
          "kafka-cluster:DescribeTopicDynamicConfiguration",
        ],
        arn(place, "kafka", `topic/${names.cluster}/*`),
      ),
    ],
    variables: { AUTHENTICATION: "iam", REGION: place.region },
    lateVariables: ["BOOTSTRAP"],
    trigger: { kind: "change", input: JSON.stringify(desired) },
  };
}
