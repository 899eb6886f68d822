import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { DescribeStreamSummaryCommand, UpdateShardCountCommand } from "@aws-sdk/client-kinesis";
import { dayMs } from "../../core/clock";
import { kinesisClient } from "../../core/kinesis-client";
import { changesMetric, missingMetric, scalingNamespace } from "../metrics";
import { decide, type Decision, type Observed } from "./decide";
import { eventSpec, type ScaledStream } from "./event";

const cloudwatch = new CloudWatchClient({});
const kinesis = kinesisClient();
const minute = 60;

/**
 * Gives each stream the shards that its load and the clock ask for. Its own changes are its only memory: a metric, which
 * whoever looks after the stream can see too.
 *
 * @throws Error when a stream could not be looked after; the others were
 */
export async function handler(event: unknown): Promise<Record<string, Decision>> {
  const done: Record<string, Decision> = {};
  const failures: string[] = [];
  for (const stream of eventSpec.parse(event).streams)
    try {
      done[stream.name] = await scale(stream, new Date());
    } catch (error) {
      failures.push(`${stream.name}: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    }
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return done;
}

async function scale(stream: ScaledStream, now: Date): Promise<Decision> {
  const decision = decide(stream, await observe(stream, now), now);
  await tell(stream, missingMetric, decision.missing, now);
  if (decision.shards === undefined) return decision;
  const change = {
    StreamName: stream.name,
    TargetShardCount: decision.shards,
    ScalingType: "UNIFORM_SCALING",
  } as const;
  await kinesis.send(new UpdateShardCountCommand(change));
  await tell(stream, changesMetric, 1, now);
  console.warn(`${stream.name} gets ${decision.shards} shards: ${decision.why}`);
  return decision;
}

async function tell({ name }: ScaledStream, metric: string, value: number, now: Date): Promise<void> {
  const Dimensions = [{ Name: "StreamName", Value: name }];
  const datum = { MetricName: metric, Dimensions, Timestamp: now, Value: value, Unit: "Count" } as const;
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: scalingNamespace, MetricData: [datum] }));
}

async function observe({ name, cooldown }: ScaledStream, now: Date): Promise<Observed> {
  const { StreamDescriptionSummary: summary } = await kinesis.send(
    new DescribeStreamSummaryCommand({ StreamName: name }),
  );
  if (summary?.OpenShardCount === undefined) throw new Error("Kinesis does not say how many shards there are");
  const lookBack = now.getTime() - 1_000 * cooldown.inSeconds;
  const load = await measured(name, "AWS/Kinesis", ["IncomingBytes", "IncomingRecords"], lookBack, now);
  const changes = await measured(name, scalingNamespace, [changesMetric], now.getTime() - dayMs, now);
  const peak = (metric: string) => Math.max(0, ...(load.get(metric)?.Values ?? [])) / minute;
  return {
    shards: summary.OpenShardCount,
    active: summary.StreamStatus === "ACTIVE",
    bytes: peak("IncomingBytes"),
    records: peak("IncomingRecords"),
    changes: (changes.get(changesMetric)?.Timestamps ?? []).map((time) => time.getTime()),
  };
}

/** The sums of metrics of a stream by the minute, by the metric's name. A day has 1,440, and one answer holds 100,800. */
async function measured(
  stream: string,
  namespace: string,
  metrics: readonly string[],
  from: number,
  now: Date,
): Promise<ReadonlyMap<string, MetricDataResult>> {
  const queries = metrics.map((name, index): MetricDataQuery => {
    const Dimensions = [{ Name: "StreamName", Value: stream }];
    const Metric = { Namespace: namespace, MetricName: name, Dimensions };
    return { Id: `m${index}`, MetricStat: { Metric, Period: minute, Stat: "Sum" } };
  });
  // The minute that has begun counts too.
  const EndTime = new Date(now.getTime() + 1_000 * minute);
  const command = { StartTime: new Date(from), EndTime, MetricDataQueries: queries };
  const { MetricDataResults = [] } = await cloudwatch.send(new GetMetricDataCommand(command));
  return new Map(MetricDataResults.map((result) => [metrics[Number(result.Id?.slice(1))] ?? "", result]));
}
