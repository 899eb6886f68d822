import { metricRows } from "../core/metrics";

/** The metrics of functions that signals watch. Their failed calls lie in a queue, which is watched as any queue is. */
export const metrics = [
  ...metricRows({
    namespace: "AWS/Lambda",
    names: ["Errors"],
    dimensions: ["FunctionName"],
    statistics: ["Sum"],
    source: "Lambda developer guide, monitoring-metrics-types, 2026-11",
  }),
];
