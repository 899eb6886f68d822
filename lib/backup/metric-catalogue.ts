import { metricRows } from "../core/metrics";

/** The metrics of archives and restore tests that signals watch. A queue's are the engine's. */
export const metrics = [
  ...metricRows({
    namespace: "AWS/Lambda",
    names: ["IteratorAge"],
    dimensions: ["FunctionName"],
    statistics: ["Maximum"],
    source: "Lambda developer guide, monitoring-metrics-types, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/States",
    names: ["ExecutionsAborted", "ExecutionsFailed", "ExecutionsTimedOut"],
    dimensions: ["StateMachineArn"],
    statistics: ["Sum"],
    source: "Step Functions developer guide, procedure-cw-metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/S3",
    names: ["OperationsFailedReplication"],
    dimensions: ["DestinationBucket", "RuleId", "SourceBucket"],
    statistics: ["Sum"],
    source: "S3 user guide, repl-metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "Signalbox/*",
    names: ["RestoreAgeSeconds"],
    dimensions: ["System"],
    statistics: ["Maximum"],
    source: "lib/backup/functions/age.ts, 2026-11",
  }),
];
