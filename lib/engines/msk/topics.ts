import type { DataPath, Issues } from "../../core/issues";
import { durationText } from "../../core/quantities";
import type { DesiredTopic } from "./functions/desired";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import { limits, standardPartitions } from "./limits";
import type { Cluster } from "./cluster-plan";
import { planReplication } from "./replication";
import type { StreamChannel } from "./spec";
import { planTopicConfig } from "./topic-config";

/** A channel: its topic, every setting final. */
export interface ChannelPlan extends DesiredTopic {
  readonly path: DataPath;
  readonly spec: StreamChannel;
  readonly tiered: boolean;
}

/** One topic a channel, of the channel's name. */
export function planTopics(
  cluster: Cluster,
  channels: Readonly<Record<string, StreamChannel>>,
  path: DataPath,
  issues: Issues,
): ChannelPlan[] {
  checkNames(Object.keys(channels), path, issues);
  return Object.entries(channels).map(([name, spec]) => {
    const at = [...path, name];
    const replication = planReplication(cluster, spec.msk, at, issues);
    if (!spec.compaction && spec.maxLag >= spec.retention)
      issues.add(
        supportKinds.MaxLagAboveRetention,
        [...at, "maxLag"],
        `maxLag ${durationText(spec.maxLag)} is not below retention ${durationText(spec.retention)}`,
      );
    return {
      name,
      path: at,
      spec,
      partitions: spec.partitions ?? standardPartitions,
      replicationFactor: replication.replicationFactor,
      config: planTopicConfig(cluster, spec, replication, at, issues),
      tiered: spec.msk.localRetention !== undefined,
    };
  });
}

function checkNames(names: readonly string[], path: DataPath, issues: Issues): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    if (name.length > limits.topicName)
      issues.add(
        kinds.TopicName,
        [...path, name],
        `its name has ${name.length} characters; Kafka takes ${limits.topicName}`,
      );
    const metric = name.replaceAll(".", "_");
    const other = seen.get(metric);
    if (other !== undefined)
      issues.add(kinds.TopicName, [...path, name], `its metrics would be called like those of '${other}', '${metric}'`);
    seen.set(metric, name);
  }
}
