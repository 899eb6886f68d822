import type { ArchiveSource } from "../core/archive/facts";
import type { CloudWatchMetric, Signal } from "../core/facts";
import type { RestorePlan } from "./machine";

const metric = (
  namespace: string,
  name: string,
  dimensions: CloudWatchMetric["dimensions"],
  statistic: CloudWatchMetric["statistic"],
  periodSeconds: number,
): CloudWatchMetric => ({ source: "cloudwatch", namespace, name, dimensions, statistic, periodSeconds });

/** A quarter of an hour: what a loss of the channel would cost at most before somebody is told. */
const behindSeconds = 900;

/**
 * How far the archive is behind: by source where somebody measures it, and by the function for streams, of which Lambda
 * measures the function alone (Lambda developer guide, function metrics, 2026-11).
 */
export function archiveSignals(sources: readonly ArchiveSource[], archiveFunction: string): Signal[] {
  const common = {
    comparison: "above",
    periods: 3,
    breaching: 3,
    severity: "ticket",
    runbook: "archive-behind",
  } as const;
  const each = sources.flatMap(({ id, channel, age }): Signal[] =>
    age === undefined
      ? []
      : [
          {
            ...common,
            id: `${id}-archive-behind`,
            title: `The archive of ${channel} is behind`,
            channel,
            metric: age,
            threshold: behindSeconds,
            unit: "s",
          },
        ],
  );
  if (!sources.some(({ source }) => source.kind === "kinesis")) return each;
  return [
    ...each,
    {
      ...common,
      id: "archive-behind",
      title: "The archive is behind its streams",
      metric: metric("AWS/Lambda", "IteratorAge", { FunctionName: archiveFunction }, "Maximum", 300),
      threshold: behindSeconds * 1_000,
      unit: "ms",
    },
  ];
}

/** A restore that went wrong, and one that nobody did for too long. */
export function restoreSignals(system: string, namespace: string, { arn, maxAgeSeconds }: RestorePlan): Signal[] {
  const ended = (name: string) => metric("AWS/States", name, { StateMachineArn: arn }, "Sum", 300);
  return [
    {
      id: "restore-failed",
      title: `The messages of ${system} could not be restored`,
      metric: {
        source: "cloudwatch-expression",
        name: "Executions that did not succeed",
        // A metric without a sample has no sum with others.
        expression: "FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)",
        metrics: {
          failed: ended("ExecutionsFailed"),
          timedOut: ended("ExecutionsTimedOut"),
          aborted: ended("ExecutionsAborted"),
        },
        statistic: "Sum",
        periodSeconds: 300,
      },
      comparison: "above",
      threshold: 0,
      unit: "restores",
      periods: 1,
      breaching: 1,
      severity: "ticket",
      runbook: "restore-failed",
    },
    {
      id: "restore-overdue",
      title: `The last good restore of ${system} is too old`,
      // An alarm looks back 7 days at most (CloudWatch PutMetricAlarm, 2026-11), so the age is measured, not the restores.
      metric: metric(namespace, "RestoreAgeSeconds", { System: system }, "Maximum", 10_800),
      comparison: "above",
      threshold: maxAgeSeconds,
      unit: "s",
      periods: 1,
      breaching: 1,
      severity: "ticket",
      runbook: "restore-overdue",
      silenceBreaches: true,
    },
  ];
}
