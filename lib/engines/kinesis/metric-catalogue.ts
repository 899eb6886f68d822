import { metricRows } from "../../core/metrics";

const namespace = "AWS/Kinesis";
const source = "Kinesis Data Streams developer guide, monitoring-with-cloudwatch, 2026-11";

/** The metrics of Kinesis that signals watch. Failed and refused records are counted by their sum. */
export const metrics = [
  ...metricRows({
    namespace,
    names: ["GetRecords.IteratorAgeMilliseconds"],
    dimensions: ["StreamName"],
    statistics: ["Average", "Maximum", "Minimum"],
    source,
  }),
  ...metricRows({
    namespace,
    names: ["SubscribeToShardEvent.MillisBehindLatest"],
    dimensions: ["StreamName", "ConsumerName"],
    statistics: ["Average", "Maximum", "Minimum"],
    source,
  }),
  ...metricRows({
    namespace,
    names: [
      "PutRecords.FailedRecords",
      "PutRecords.TotalRecords",
      "ReadProvisionedThroughputExceeded",
      "WriteProvisionedThroughputExceeded",
    ],
    dimensions: ["StreamName"],
    statistics: ["Sum"],
    source,
  }),
];
