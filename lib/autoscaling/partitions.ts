import type { FunctionFacts, ShardedStream, Signal, SystemFacts } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { publishMetrics } from "../core/own-metrics";
import { allow } from "../core/policy";
import { suggestion } from "../core/read";
import type { ScaledStream } from "./functions/event";
import { kinds } from "./kinds";
import { missingMetric, scalingNamespace } from "./metrics";
import { checkSchedule } from "./schedule";
import type { AutoscalingSpec, PartitionsSpec } from "./spec";

/** How often the function looks, in minutes. */
const every = 5;

export interface PartitionsPlan {
  readonly streams: readonly ScaledStream[];
  readonly functions: readonly FunctionFacts[];
  readonly signals: readonly Signal[];
}

/** The most shards that a channel ever gets: in one of its times of the week that may be more than else. */
export const mostShards = ({ max, schedule }: PartitionsSpec): number =>
  Math.max(max, ...schedule.map((window) => window.max ?? max));

/** Plans the function that gives streams their shards, by their load and by the clock. */
export function planPartitions(
  { name: system, shardedStreams }: Pick<SystemFacts, "name" | "shardedStreams">,
  spec: AutoscalingSpec["partitions"],
  path: DataPath,
  issues: Issues,
): PartitionsPlan {
  const streams = Object.entries(spec).flatMap(([channel, bounds]) => {
    const stream = streamOf(shardedStreams, channel, [...path, channel], issues);
    if (stream === undefined) return [];
    checkBounds(stream.shards ?? 0, bounds, [...path, channel], issues);
    if (bounds.schedule.length > 0) checkSchedule(bounds, stream.loadShards ?? 0, [...path, channel], issues);
    return [{ channel, scaled: scaledStream(stream, bounds) }];
  });
  const scaled = streams.map((one) => one.scaled);
  return {
    streams: scaled,
    functions: scaled.length === 0 ? [] : [scaler(system, scaled)],
    signals: streams.map(({ channel, scaled: { name } }) => atMaximum(channel, name)),
  };
}

function streamOf(
  streams: readonly ShardedStream[],
  channel: string,
  path: DataPath,
  issues: Issues,
): ShardedStream | undefined {
  const found = streams.find((stream) => stream.channel === channel);
  const names = streams.map((stream) => stream.channel);
  if (found === undefined)
    issues.add(
      kinds.StreamUnknown,
      path,
      `there is no channel '${channel}'${suggestion(channel, names)}; there are: ${names.join(", ")}`,
    );
  else if (found.shards === undefined)
    issues.add(kinds.ScalesByItself, path, `${channel} has capacity on demand; it has no number of shards to change`);
  return found?.shards === undefined ? undefined : found;
}

function checkBounds(shards: number, { min, max, schedule }: PartitionsSpec, path: DataPath, issues: Issues): void {
  const bounds = (at: DataPath, message: string) => issues.add(kinds.ScalingBounds, at, message);
  if (max <= min) bounds([...path, "max"], `max ${max} is not above min ${min}`);
  else if (max <= shards)
    bounds([...path, "max"], `max ${max} is not above the ${shards} partitions that the channel begins with`);
  if (min > shards)
    bounds([...path, "min"], `min ${min} is above the ${shards} partitions that the channel begins with`);
  schedule.forEach((window, index) => {
    if (window.min > (window.max ?? max))
      bounds([...path, "schedule", index, "min"], `min ${window.min} is above max ${window.max ?? max}`);
  });
}

function scaledStream({ name, arn }: ShardedStream, bounds: PartitionsSpec): ScaledStream {
  const { min, max, target, cooldown, schedule } = bounds;
  return {
    name,
    arn,
    min,
    max,
    targetPercent: target,
    cooldown: { inSeconds: cooldown.in, outSeconds: cooldown.out },
    schedule,
  };
}

function scaler(system: string, streams: readonly ScaledStream[]): FunctionFacts {
  return {
    id: "scale-shards",
    entry: "autoscaling/functions/scale-shards",
    description: `Gives streams of ${system} the shards that their load and the clock ask for`,
    timeoutSeconds: 120,
    memoryMiB: 256,
    inNetwork: false,
    statements: [
      allow(
        "ChangeShards",
        ["kinesis:DescribeStreamSummary", "kinesis:UpdateShardCount"],
        streams.map(({ arn }) => arn),
      ),
      // CloudWatch knows no narrower resource (service authorization reference, 2026-11).
      allow("ReadLoad", "cloudwatch:GetMetricData", "*"),
      publishMetrics(scalingNamespace),
    ],
    variables: {},
    lateVariables: [],
    trigger: { kind: "schedule", expression: `rate(${every} minutes)`, input: JSON.stringify({ streams }) },
  };
}

/** More shards are needed than are allowed, or than AWS adds today: producers are refused soon, or already. */
const atMaximum = (channel: string, stream: string): Signal => ({
  id: `${channel}-at-maximum`,
  channel,
  title: `${channel} needs more shards than autoscaling.partitions, or AWS for today, allows`,
  metric: {
    source: "cloudwatch",
    namespace: scalingNamespace,
    name: missingMetric,
    dimensions: { StreamName: stream },
    statistic: "Maximum",
    periodSeconds: 60 * every,
  },
  comparison: "above",
  threshold: 0,
  unit: "shards",
  periods: 3,
  breaching: 3,
  severity: "ticket",
  runbook: "stream-at-maximum",
});
