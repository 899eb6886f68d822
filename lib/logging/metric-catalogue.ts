import { metricRows } from "../core/metrics";

/** What Signalbox counts itself, in the trail's log group. */
export const metrics = [
  ...metricRows({
    namespace: "Signalbox/*",
    names: ["PublishThrottled"],
    dimensions: ["TopicArn"],
    statistics: ["Sum"],
    source: "the metric filter of lib/logging/trail.ts; CloudTrail user guide, event reference, 2026-11",
  }),
  ...metricRows({
    namespace: "Signalbox/*",
    names: ["LogDeliveryErrors"],
    dimensions: [],
    statistics: ["Sum"],
    source: "the metric filter of lib/logging/delivery.ts; Firehose developer guide, error logging, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/Firehose",
    names: ["DeliveryToAmazonOpenSearchService.Success", "DeliveryToS3.Success", "DeliveryToSplunk.Success"],
    dimensions: ["DeliveryStreamName"],
    statistics: ["Average"],
    source: "Firehose developer guide, monitoring with CloudWatch metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/Firehose",
    names: ["ThrottledRecords"],
    dimensions: ["DeliveryStreamName"],
    statistics: ["Sum"],
    source: "Firehose developer guide, monitoring with CloudWatch metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/Logs",
    names: ["DeliveryErrors"],
    dimensions: ["LogGroupName", "DestinationType", "FilterName"],
    statistics: ["Sum"],
    source: "CloudWatch Logs user guide, monitoring with CloudWatch metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/ES",
    names: ["ClusterIndexWritesBlocked", "ClusterStatus.red"],
    dimensions: ["ClientId", "DomainName"],
    statistics: ["Maximum"],
    source: "OpenSearch Service developer guide, recommended CloudWatch alarms, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/ES",
    names: ["FreeStorageSpace"],
    dimensions: ["ClientId", "DomainName"],
    statistics: ["Minimum"],
    source: "OpenSearch Service developer guide, recommended CloudWatch alarms, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/S3",
    names: ["PutRequests"],
    dimensions: ["BucketName", "FilterId"],
    statistics: ["Sum"],
    source: "S3 user guide, request metrics, 2026-11",
  }),
];
