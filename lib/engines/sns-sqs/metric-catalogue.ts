import { metricRows } from "../../core/metrics";

/** The metrics of SQS and SNS that signals watch. */
export const metrics = [
  ...metricRows({
    namespace: "AWS/SQS",
    names: [
      "ApproximateAgeOfOldestMessage",
      "ApproximateNumberOfMessagesNotVisible",
      "ApproximateNumberOfMessagesVisible",
    ],
    dimensions: ["QueueName"],
    statistics: ["Average", "Maximum", "Minimum"],
    source: "SQS developer guide, sqs-available-cloudwatch-metrics, 2026-11",
  }),
  ...metricRows({
    namespace: "AWS/SNS",
    names: ["NumberOfNotificationsFailed"],
    dimensions: ["TopicName"],
    statistics: ["Sum"],
    source: "SNS developer guide, sns-monitoring-using-cloudwatch, 2026-11",
  }),
];
