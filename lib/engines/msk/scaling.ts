import type { Backlog, ScalingAdvice } from "../../core/facts";
import type { Permission } from "../../core/grants";
import type { Cluster } from "./cluster-plan";
import { backlogMetric, brokerIds, lagMetric } from "./metrics";
import type { Names } from "./names";
import { groupsOf } from "./signals";
import type { ChannelPlan } from "./topics";

/**
 * How far each group is behind: in messages, and in time as MSK estimates it. It is told of groups that are stable or empty and have committed
 * offsets (MSK developer guide, consumer-lag, 2026-11): of one that never read, or slept until Kafka forgot its offsets,
 * nothing is, so that nobody should be woken by it alone.
 */
export const backlogsOf = (
  names: Names,
  channels: readonly ChannelPlan[],
  permissions: readonly Permission[],
): Backlog[] =>
  channels.flatMap(({ name, partitions, spec }) =>
    groupsOf(name, permissions).map((group) => ({
      channel: name,
      group,
      messages: backlogMetric(names, name, group),
      ageSeconds: lagMetric(names, name, group),
      ...(!spec.compaction && { retentionSeconds: spec.retention }),
      speaksUnread: false,
      maxConsumers: partitions,
    })),
  );

/** Disks of Standard brokers alone are scaled; Kafka itself adds partitions when it is told to, and takes none away. */
export function scalingAdviceOf(
  cluster: Cluster,
  channels: readonly ChannelPlan[],
  permissions: readonly Permission[],
): ScalingAdvice[] {
  const partitions: ScalingAdvice = {
    of: "partitions",
    advice:
      "Kafka never takes a partition away, and one more sends keys elsewhere, out of their order; raise partitions of the channel when its consumers agree",
    signals: channels.flatMap(({ name }) => groupsOf(name, permissions).map((group) => `${name}-${group}-lag`)),
  };
  switch (cluster.mode) {
    case "provisioned":
      return [partitions];
    case "express":
      return [
        {
          of: "storage",
          advice:
            "Express brokers have no disks to grow: storage grows by itself and is paid by the byte; what a broker bears does not, so add brokers",
          signals: [
            "storage-used",
            ...brokerIds(cluster.brokers).flatMap((broker) => [
              `broker-${broker}-bytes-in`,
              `broker-${broker}-bytes-out`,
            ]),
          ],
        },
        partitions,
      ];
    case "serverless":
      return [
        {
          of: "storage",
          advice: "MSK Serverless has no disks to grow: storage grows by itself; what a partition bears does not",
          signals: channels.flatMap(({ name }) => [`${name}-bytes-in`, `${name}-bytes-out`]),
        },
        partitions,
      ];
  }
}
