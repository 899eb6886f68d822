import type { CloudWatchExpression, CloudWatchMetric, Signal } from "../../core/facts";
import type { StreamPlan } from "./plan";

/**
 * Metrics of streams, their dimensions and statistics: docs.aws.amazon.com/streams/latest/dev/
 * monitoring-with-cloudwatch.html, 2026-11. They come once a minute. Past half of the retention AWS sees a risk that
 * records expire unread, and recommends an alarm on the maximum there (same page, recommended metrics).
 */
const minute = 60;
const expiringPercent = 50;
/** Producers retry, and single records fail now and then; this many percent of them for five minutes is a fault. */
export const failedPercent = 1;

type Dimensions = Readonly<Record<string, string>>;

function metric(name: string, dimensions: Dimensions, statistic: CloudWatchMetric["statistic"]): CloudWatchMetric {
  return { source: "cloudwatch", namespace: "AWS/Kinesis", name, dimensions, statistic, periodSeconds: minute };
}

export function streamSignals(stream: StreamPlan): Signal[] {
  return [
    ...readerMetrics(stream).flatMap((reader) => lagSignals(stream, reader)),
    throttled(stream, "writes", "WriteProvisionedThroughputExceeded", "records"),
    throttled(stream, "reads", "ReadProvisionedThroughputExceeded", "calls"),
    failedWrites(stream),
  ];
}

interface Reader {
  readonly id: string;
  readonly who: string;
  readonly metric: CloudWatchMetric;
}

/** How far behind those are that read with their own calls, taken together, and each that has a fan-out. */
export function readerMetrics({ channel, name, consumers }: StreamPlan): Reader[] {
  const dimensions = { StreamName: name };
  return [
    {
      id: channel,
      who: `A group that reads ${channel}`,
      metric: metric("GetRecords.IteratorAgeMilliseconds", dimensions, "Maximum"),
    },
    // A slash is in no channel's name, so that a group's signal is never another channel's.
    ...consumers.map((consumer) => ({
      id: `${channel}/${consumer.name}`,
      who: `${consumer.name}, which reads ${channel} with a fan-out,`,
      metric: metric(
        "SubscribeToShardEvent.MillisBehindLatest",
        { ...dimensions, ConsumerName: consumer.name },
        "Maximum",
      ),
    })),
  ];
}

/** How far a reader is behind, held against what was asked for and against the day that records expire. */
function lagSignals({ channel, maxLagSeconds, retentionHours }: StreamPlan, { id, who, metric }: Reader): Signal[] {
  const watched = { channel, periods: 5, breaching: 5, severity: "page" } as const;
  return [
    {
      ...watched,
      id: `${id}-lag`,
      title: `${who} is more than {threshold} behind`,
      metric,
      comparison: "above",
      threshold: maxLagSeconds * 1_000,
      unit: "milliseconds",
      runbook: "stream-lag",
    },
    {
      ...watched,
      id: `${id}-expiring`,
      title: `${who} is behind by {threshold} of the retention: records will expire unread`,
      metric: {
        source: "cloudwatch-expression",
        name: "LagPercentOfRetention",
        expression: `100 * lag / ${retentionHours * 3_600_000}`,
        metrics: { lag: metric },
        statistic: metric.statistic,
        periodSeconds: minute,
      },
      comparison: "at-least",
      threshold: expiringPercent,
      unit: "percent",
      runbook: "stream-expiring",
    },
  ];
}

function throttled({ channel, name }: StreamPlan, what: "writes" | "reads", of: string, unit: string): Signal {
  return {
    id: `${channel}-throttled-${what}`,
    channel,
    title: `Kinesis refuses ${what} of ${channel}, because a shard takes no more`,
    metric: metric(of, { StreamName: name }, "Sum"),
    comparison: "above",
    threshold: 0,
    unit,
    periods: 5,
    breaching: 5,
    severity: "ticket",
    runbook: `stream-throttled-${what}`,
  };
}

/** Of a hundred records that were written together with others, how many failed. */
export function failedRecords({ name }: StreamPlan): CloudWatchExpression {
  const sum = (of: string) => metric(of, { StreamName: name }, "Sum");
  return {
    source: "cloudwatch-expression",
    name: "PutRecords.FailedRecordsPercent",
    expression: "100 * failed / total",
    metrics: { failed: sum("PutRecords.FailedRecords"), total: sum("PutRecords.TotalRecords") },
    statistic: "Sum",
    periodSeconds: minute,
  };
}

function failedWrites(stream: StreamPlan): Signal {
  const { channel } = stream;
  return {
    id: `${channel}-failed-writes`,
    channel,
    title: `Kinesis fails to write {threshold} of the records of ${channel} or more`,
    metric: failedRecords(stream),
    comparison: "at-least",
    threshold: failedPercent,
    unit: "percent",
    periods: 5,
    breaching: 5,
    severity: "ticket",
    runbook: "stream-failed-writes",
  };
}
