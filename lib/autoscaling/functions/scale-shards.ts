import {
  CloudWatchClient,
  GetMetricDataCommand,
  PutMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  LimitExceededException,
  UpdateShardCountCommand,
} from "@aws-sdk/client-kinesis";
import { dayMs } from "../../core/clock";
import { clientSettings } from "../../core/clients";
import { changesMetric, missingMetric, scalingNamespace } from "../metrics";
import { decide, notToday, type Decision, type Observed } from "./decide";
import { eventSpec, type ScaledStream } from "./event";

const cloudwatch = new CloudWatchClient(clientSettings({}));
const kinesis = new KinesisClient(clientSettings({}));
const minute = 60;
/** What a stream needs is the busiest minute of so long; CloudWatch tells of a minute up to some minutes late. */
const recentMs = 15 * 60_000;
const refusedMs = 10 * 60_000;
const refusedMetric = "WriteProvisionedThroughputExceeded";
const loadMetrics = ["IncomingBytes", "IncomingRecords", refusedMetric];

interface Sum {
  readonly time: number;
  readonly sum: number;
}

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
  const decision = await change(stream, decide(stream, await observe(stream, now), now), now);
  await tell(stream, missingMetric, decision.missing, now);
  return decision;
}

/** Does what was decided. A change that AWS does not allow any more may be one of somebody else's ten of the day. */
async function change(stream: ScaledStream, decision: Decision, now: Date): Promise<Decision> {
  if (decision.shards === undefined) return decision;
  const command = {
    StreamName: stream.name,
    TargetShardCount: decision.shards,
    ScalingType: "UNIFORM_SCALING",
  } as const;
  try {
    await kinesis.send(new UpdateShardCountCommand(command));
  } catch (error) {
    if (error instanceof LimitExceededException) return notToday(decision, `AWS refuses: ${error.message}`);
    throw error;
  }
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
  const load = await measured(name, "AWS/Kinesis", loadMetrics, lookBack, now);
  const ours = await measured(name, scalingNamespace, [changesMetric], now.getTime() - dayMs, now);
  const changes = (ours.get(changesMetric) ?? []).map(({ time }) => time);
  const busy = (metric: string, from: number) => (load.get(metric) ?? []).filter(({ time }) => time >= from);
  const peak = (metric: string, from: number) => Math.max(0, ...busy(metric, from).map(({ sum }) => sum)) / minute;
  const since = (from: number) => ({ bytes: peak("IncomingBytes", from), records: peak("IncomingRecords", from) });
  const old = summary.StreamCreationTimestamp !== undefined && summary.StreamCreationTimestamp.getTime() <= lookBack;
  return {
    shards: summary.OpenShardCount,
    active: summary.StreamStatus === "ACTIVE",
    recent: since(now.getTime() - recentMs),
    ...(old && busy("IncomingRecords", 0).length > 0 && { past: since(0) }),
    // What was refused before a change was over says nothing of it.
    refused: peak(refusedMetric, Math.max(now.getTime() - refusedMs, ...changes.map((time) => time + 1_000 * minute))),
    changes,
  };
}

/** The sums of metrics of a stream by the minute, by the metric's name. A day has 1,440, and one answer holds 100,800. */
async function measured(
  stream: string,
  namespace: string,
  metrics: readonly string[],
  from: number,
  now: Date,
): Promise<ReadonlyMap<string, readonly Sum[]>> {
  const queries = metrics.map((name, index): MetricDataQuery => {
    const Dimensions = [{ Name: "StreamName", Value: stream }];
    const Metric = { Namespace: namespace, MetricName: name, Dimensions };
    return { Id: `m${index}`, MetricStat: { Metric, Period: minute, Stat: "Sum" } };
  });
  // Whole minutes, as CloudWatch counts them; the one that has begun counts too.
  const StartTime = new Date(from - (from % (1_000 * minute)));
  const EndTime = new Date(now.getTime() + 1_000 * minute);
  const command = { StartTime, EndTime, MetricDataQueries: queries };
  const { MetricDataResults = [] } = await cloudwatch.send(new GetMetricDataCommand(command));
  return new Map(
    MetricDataResults.map(({ Id, StatusCode, Timestamps = [], Values = [] }) => {
      const metric = metrics[Number(Id?.slice(1))] ?? "";
      // What is left out would look like a stream that has nothing to do.
      if (StatusCode !== "Complete") throw new Error(`CloudWatch does not tell all of ${metric}: ${StatusCode}`);
      return [metric, Timestamps.map((time, index) => ({ time: time.getTime(), sum: Values[index] ?? 0 }))];
    }),
  );
}
