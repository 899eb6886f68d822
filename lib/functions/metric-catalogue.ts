import { metricRows } from "../core/metrics";

/** The metrics of functions that signals watch. The queue of their failed calls is watched like other queues. */
export const metrics = [
  ...metricRows({
    namespace: "AWS/Lambda",
    names: ["Errors"],
    dimensions: ["FunctionName"],
    statistics: ["Sum"],
    source: "Lambda developer guide, monitoring-metrics-types, 2026-11",
  }),
];
