import { metricRows } from "../core/metrics";
import { missingMetric, scalingNamespace } from "./metrics";

/** The metrics that tell of scaling. What consumers are scaled by stands in the rows of the engines. */
export const metrics = [
  ...metricRows({
    namespace: "AWS/ECS",
    // Each running task is one sample a minute; a service without tasks is silent.
    names: ["CPUUtilization"],
    dimensions: ["ClusterName", "ServiceName"],
    statistics: ["SampleCount"],
    source: "ECS developer guide, cloudwatch-metrics, service RUNNING task count, 2026-11",
  }),
  ...metricRows({
    namespace: scalingNamespace,
    names: [missingMetric],
    dimensions: ["StreamName"],
    statistics: ["Maximum"],
    source: "lib/autoscaling/functions/scale-shards.ts, 2026-11",
  }),
];
