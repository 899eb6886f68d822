import type { Client, Grant, IamPermission, KafkaAcl, Permission, Verb } from "../../core/grants";
import { statementId } from "../../core/permissions";
import type { Place } from "../../core/place";
import { nextUser } from "./authentication";
import { clusterName } from "./functions/desired";
import { withinCluster, type Names } from "./names";
import { serviceHost } from "../../core/regions";

/**
 * What each verb means, by the thing it is done to (MSK developer guide, kafka-actions, 2026-11; Kafka's operations:
 * kafka.apache.org/documentation/#operations_in_kafka). Transactional ids of a client begin with its name.
 */
interface Rights {
  readonly cluster: readonly string[];
  readonly topic: readonly string[];
  readonly group?: readonly string[];
  readonly transactionalId?: readonly string[];
}

const iamRights: Readonly<Record<Verb, Rights>> = {
  produce: {
    cluster: ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:WriteDataIdempotently"],
    topic: ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"],
    transactionalId: ["kafka-cluster:AlterTransactionalId", "kafka-cluster:DescribeTransactionalId"],
  },
  consume: {
    cluster: ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"],
    topic: ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"],
    group: ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"],
  },
  administer: {
    cluster: ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"],
    topic: [
      "kafka-cluster:AlterTopic",
      "kafka-cluster:AlterTopicDynamicConfiguration",
      "kafka-cluster:DescribeTopic",
      "kafka-cluster:DescribeTopicDynamicConfiguration",
    ],
  },
};

/** What another account needs besides, to make its connection to the brokers (…/mvpc-cluster-owner-action-policy, 2026-11). */
const connectActions = [
  "kafka:CreateVpcConnection",
  "kafka:DescribeCluster",
  "kafka:DescribeClusterV2",
  "kafka:GetBootstrapBrokers",
];

const aclRights: Readonly<Record<Verb, Rights>> = {
  produce: { cluster: ["IdempotentWrite"], topic: ["Describe", "Write"], transactionalId: ["Describe", "Write"] },
  consume: { cluster: [], topic: ["Describe", "Read"], group: ["Describe", "Read"] },
  administer: { cluster: [], topic: ["Alter", "AlterConfigs", "Describe", "DescribeConfigs"] },
};

/** What a client's transactional ids begin with. */
export const transactionalPrefix = (client: Pick<Client, "name">): string => `${client.name}-`;

/** What a grant means on MSK. The channel exists, and a consumer names its group: `access` has checked it. */
export function permit(place: Place, names: Names, grant: Grant): readonly Permission[] {
  const { identity } = grant.client;
  switch (identity.kind) {
    case "role":
    case "account":
      return iamPermissions(place, names, grant, identity.account !== place.account);
    case "user":
      return [identity.user, nextUser(identity.user)].flatMap((user) => acls(grant, `User:${user}`));
    case "certificate":
      return acls(grant, `User:${identity.subject}`);
  }
}

function iamPermissions(place: Place, names: Names, grant: Grant, foreign: boolean): IamPermission[] {
  const { verb, channel, client, group } = grant;
  const rights = iamRights[verb];
  const at = (sid: string, resourceArn: string, actions: readonly string[] = []): IamPermission[] =>
    actions.length === 0
      ? []
      : [
          {
            mechanism: "iam",
            grant,
            sid,
            actions,
            resourceArn,
            policyOf: names.clusterArn,
            keyActions: [],
            via: serviceHost(place.region, "kafka"),
          },
        ];
  const within = (kind: "topic" | "group" | "transactional-id", name: string) =>
    withinCluster(place, names, kind, name);
  return [
    // The same for every channel, so that a policy says it once.
    ...at(statementId(verb, "cluster"), names.clusterArn, rights.cluster),
    ...(foreign ? at("ReachCluster", names.clusterArn, connectActions) : []),
    ...at(statementId(verb, channel), within("topic", channel), rights.topic),
    ...at(
      statementId(verb, "transactions"),
      within("transactional-id", `${transactionalPrefix(client)}*`),
      rights.transactionalId,
    ),
    ...(group === undefined ? [] : at(statementId(verb, "group", group), within("group", group), rights.group)),
  ];
}

function acls(grant: Grant, principal: string): KafkaAcl[] {
  const { verb, channel, client, group } = grant;
  const rights = aclRights[verb];
  const at = (
    resourceType: KafkaAcl["resourceType"],
    resourceName: string,
    actions: readonly string[] = [],
    resourcePattern: KafkaAcl["resourcePattern"] = "literal",
  ): KafkaAcl[] =>
    actions.length === 0
      ? []
      : [{ mechanism: "kafka-acl", grant, actions, principal, resourceType, resourceName, resourcePattern }];
  return [
    ...at("cluster", clusterName, rights.cluster),
    ...at("topic", channel, rights.topic),
    ...at("transactional-id", transactionalPrefix(client), rights.transactionalId, "prefixed"),
    ...(group === undefined ? [] : at("group", group, rights.group)),
  ];
}
