import type { Backlog, CloudWatchMetric, ScalingAdvice, ShardedStream } from "../../core/facts";
import type { StreamPlan } from "./plan";
import { readerMetrics } from "./signals";

export const shardedStream = ({ channel, name, arn, shards, loadShards }: StreamPlan): ShardedStream => ({
  channel,
  name,
  arn,
  ...(shards !== undefined && { shards }),
  ...(loadShards !== undefined && { loadShards }),
});

/**
 * How far each group is behind. Kinesis measures a fan-out by itself, and all groups that share the reading together, so
 * that of several nobody can tell which needs more consumers; the archive is one more of them. It says nothing while nobody
 * reads, and counts no records.
 */
export function backlogsOf(stream: StreamPlan, groups: readonly string[], archived: boolean): Backlog[] {
  const { channel, consumers, shards, maxShards = shards, retentionHours } = stream;
  const fanOut = consumers.map(({ name }) => name);
  const sharing = groups.filter((group) => !fanOut.includes(group));
  const readers = [...sharing, ...(archived ? ["the archive"] : [])];
  const [shared, ...own] = readerMetrics(stream);
  return groups.map((group): Backlog => {
    const metric = sharing.includes(group) ? shared?.metric : own[fanOut.indexOf(group)]?.metric;
    return {
      channel,
      group,
      ...(readers.length > 1 && sharing.includes(group)
        ? {
            unmeasured: `${readers.join(" and ")} share the reading of ${channel}, and Kinesis measures them together; give ${group} a fan-out (kinesis: { fanOut: [${group}] })`,
          }
        : metric && { ageSeconds: seconds(metric) }),
      retentionSeconds: retentionHours * 3_600,
      speaksUnread: false,
      ...(maxShards !== undefined && { maxConsumers: maxShards }),
    };
  });
}

const seconds = (milliseconds: CloudWatchMetric): Backlog["ageSeconds"] => ({
  source: "cloudwatch-expression",
  name: "SecondsBehind",
  expression: "behind / 1000",
  metrics: { behind: milliseconds },
  statistic: milliseconds.statistic,
  periodSeconds: milliseconds.periodSeconds,
});

export const scalingAdvice: readonly ScalingAdvice[] = [
  {
    of: "storage",
    advice: "a stream has no disks: it keeps whatever comes for as long as retention says",
    signals: [],
  },
];
