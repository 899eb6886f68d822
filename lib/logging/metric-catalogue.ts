import { metricRows } from "../core/metrics";

/** What Signalbox counts itself, in the trail's log group. */
export const metrics = metricRows({
  namespace: "Signalbox/*",
  names: ["PublishThrottled"],
  dimensions: ["TopicArn"],
  statistics: ["Sum"],
  source: "the metric filter of lib/logging/trail.ts; CloudTrail user guide, event reference, 2026-11",
});
