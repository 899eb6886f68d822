import type { CloudWatchMetric, Signal } from "../core/facts";
import type { BucketPlan } from "./bucket";
import type { StreamPlan } from "./stream";
import type { SubscriptionPlan } from "./subscription";

/** What Firehose counts (Firehose developer guide, monitoring with CloudWatch metrics, 2026-11). */
const success = {
  s3: "DeliveryToS3.Success",
  opensearch: "DeliveryToAmazonOpenSearchService.Success",
  splunk: "DeliveryToSplunk.Success",
} as const;

const metric = (
  namespace: string,
  name: string,
  dimensions: CloudWatchMetric["dimensions"],
  statistic: CloudWatchMetric["statistic"] = "Sum",
): CloudWatchMetric => ({ source: "cloudwatch", namespace, name, dimensions, statistic, periodSeconds: 300 });

const ticket = (id: string, title: string, what: CloudWatchMetric, more: Partial<Signal> = {}): Signal => ({
  id,
  title,
  metric: what,
  comparison: "above",
  threshold: 0,
  unit: "records",
  periods: 3,
  breaching: 3,
  severity: "ticket",
  runbook: "log-delivery",
  ...more,
});

/** What to watch of the streams of one stack, and of what feeds them. */
export function deliverySignals(
  streams: readonly StreamPlan[],
  subscriptions: readonly SubscriptionPlan[],
  { namespace, metric: errors }: { readonly namespace: string; readonly metric: string },
): Signal[] {
  const each = streams.flatMap(({ id, name, target }) => {
    const dimensions = { DeliveryStreamName: name };
    return [
      ticket(
        `log-delivery-${id}-failing`,
        `Logs do not get to ${target.sink}`,
        metric("AWS/Firehose", success[target.kind], dimensions, "Average"),
        { comparison: "below", threshold: 1, unit: "of 1" },
      ),
      ticket(
        `log-delivery-${id}-throttled`,
        `CloudWatch sends more logs than ${name} may take`,
        metric("AWS/Firehose", "ThrottledRecords", dimensions),
      ),
    ];
  });
  const logged = ticket("log-delivery-errors", "A delivery of logs wrote an error", metric(namespace, errors, {}), {
    unit: "errors",
    periods: 1,
    breaching: 1,
  });
  return [...each, ...subscriptions.flatMap(refusedSignal), logged];
}

/**
 * CloudWatch hands an event over once where the role, the key or the stream is in the way, and for a day where it is only
 * throttled, which the stream's own signal tells (CloudWatch Logs user guide, monitoring with CloudWatch metrics,
 * 2026-11). The metric wants the group's name: a group that AWS names by an id has no signal.
 */
function refusedSignal({ id, name, log, logGroupName, stream }: SubscriptionPlan): Signal[] {
  if (logGroupName === undefined) return [];
  const dimensions = { LogGroupName: logGroupName, DestinationType: "Firehose", FilterName: name };
  const title = `CloudWatch could not hand events of the log ${log} to ${stream}`;
  const more = { unit: "events", periods: 1, breaching: 1 };
  return [ticket(`log-delivery-${id}-refused`, title, metric("AWS/Logs", "DeliveryErrors", dimensions), more)];
}

/** Every object that is written below the prefix of failures is records that no sink took (S3, request metrics, 2026-11). */
export function undeliveredSignals({ name, counted }: BucketPlan): Signal[] {
  if (counted === undefined) return [];
  const what = metric("AWS/S3", "PutRequests", { BucketName: name, FilterId: counted.filter });
  const more = { unit: "objects", periods: 1, breaching: 1 };
  return [ticket("log-records-undelivered", `Log records lie below ${counted.prefix} of ${name}`, what, more)];
}
