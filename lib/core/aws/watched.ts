import type { Signal } from "../facts";

/** What an alarm watches: a metric as it is, or a formula over several. */
export function watched(metric: Signal["metric"]) {
  if (metric.source === "cloudwatch")
    return {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      statistic: metric.statistic,
      period: metric.periodSeconds,
    };
  const inputs = Object.entries(metric.metrics).map(
    ([id, { namespace, name, dimensions, statistic, periodSeconds }]) => ({
      id,
      metric: { namespace, metricName: name, dimensions, stat: statistic, period: periodSeconds },
    }),
  );
  return {
    metricQuery: [...inputs, { id: "result", expression: metric.expression, label: metric.name, returnData: true }],
  };
}
