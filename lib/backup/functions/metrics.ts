import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";

export interface Measurement {
  readonly name: string;
  /** Of the whole system when left out. */
  readonly channel?: string;
  readonly value: number;
  readonly unit: "Seconds" | "Count";
}

/** Publishes what was measured. CloudWatch takes 1,000 in a call (CloudWatch PutMetricData, 2026-11). */
export async function publish(namespace: string, system: string, all: readonly Measurement[]): Promise<void> {
  if (all.length === 0) return;
  const MetricData = all.map(({ name, channel, value, unit }) => ({
    MetricName: name,
    Dimensions: [
      { Name: "System", Value: system },
      ...(channel === undefined ? [] : [{ Name: "Channel", Value: channel }]),
    ],
    Value: value,
    Unit: unit,
  }));
  await new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
}
