import type { CloudWatchMetric, Signal } from "../core/facts";
import type { FunctionPlan } from "./function";

/** A function that fails is a ticket: what it looks after goes on as it was (Lambda and SQS metrics, user guides, 2026-11). */
export function functionSignals(functions: readonly FunctionPlan[], failedCalls: string): Signal[] {
  const common = { unit: "calls", periods: 1, breaching: 1, severity: "ticket", runbook: "function-failed" } as const;
  const failing = functions.map(({ id, name, description, fleeting }): Signal => ({
    ...common,
    // One call that fails says nothing where the next does the same.
    ...(fleeting === true && { periods: 3, breaching: 3 }),
    id: `function-${id}-errors`,
    title: `${name} fails: ${description}`,
    metric: metric("AWS/Lambda", "Errors", { FunctionName: name }, "Sum"),
    comparison: "above",
    threshold: 0,
  }));
  return [
    ...failing,
    {
      ...common,
      id: "function-failed-calls",
      title: `Calls of functions failed every time and lie in ${failedCalls}`,
      metric: metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: failedCalls }, "Maximum"),
      comparison: "above",
      threshold: 0,
    },
  ];
}

const metric = (
  namespace: string,
  name: string,
  dimensions: CloudWatchMetric["dimensions"],
  statistic: CloudWatchMetric["statistic"],
): CloudWatchMetric => ({ source: "cloudwatch", namespace, name, dimensions, statistic, periodSeconds: 300 });
