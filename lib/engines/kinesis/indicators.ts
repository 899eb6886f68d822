import type { Indicator, Indicators } from "../../core/facts";
import type { StreamPlan } from "./plan";
import { failedPercent, failedRecords, readerMetrics } from "./signals";

/** How far readers are behind, and in which minutes so many records fail that retries do not hide it. */
export function indicatorsOf(streams: readonly StreamPlan[]): Indicators {
  return { delivery: streams.flatMap(reading), availability: streams.map(writing) };
}

const reading = (stream: StreamPlan): Indicator[] =>
  readerMetrics(stream).map(({ id, metric }) => ({
    id,
    of: id,
    channel: stream.channel,
    metric,
    // Lag is measured in milliseconds.
    tolerated: 1_000,
    keptSeconds: stream.retentionHours * 3_600,
  }));

const writing = (stream: StreamPlan): Indicator => ({
  id: stream.channel,
  of: stream.name,
  channel: stream.channel,
  metric: failedRecords(stream),
  tolerated: failedPercent,
});
