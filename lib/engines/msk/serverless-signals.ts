import type { Signal } from "../../core/facts";
import { limits } from "./limits";
import { metric, signal } from "./metrics";
import type { Names } from "./names";
import type { ChannelPlan } from "./topics";

/**
 * What Serverless is watched for: it measures topics, and no brokers. A topic's rates are the sum over its partitions,
 * by the minute (MSK developer guide, serverless-monitoring, 2026-11).
 */
export function serverlessSignals(names: Names, channels: readonly ChannelPlan[]): Signal[] {
  return channels.flatMap(({ name, partitions }) => {
    const near = (what: string, metricName: string, way: string, perPartition: number): Signal => ({
      ...signal({
        id: `${name}-${what}`,
        title: `${name} has more than {threshold} going ${way}, near what its ${partitions} partitions bear`,
        metric: metric(names, metricName, "Sum", { Topic: name }),
        comparison: "above",
        threshold: perPartition * partitions * 0.8,
        unit: "bytes/s",
        severity: "ticket",
        runbook: "kafka-throttling",
      }),
      channel: name,
    });
    return [
      near("bytes-in", "BytesInPerSec", "in", limits.serverless.partitionIn),
      near("bytes-out", "BytesOutPerSec", "out", limits.serverless.partitionOut),
    ];
  });
}
