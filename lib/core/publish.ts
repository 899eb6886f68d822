import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";

export interface Measurement {
  readonly name: string;
  /** The part of the system that it is of, by the name of its dimension; of the whole system when left out. */
  readonly of?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: "Seconds" | "Count";
}

/** What CloudWatch takes in a call, of 1 MB at most (CloudWatch API reference, PutMetricData, 2026-11). */
const batchSize = 1_000;

/** Measurements in their order, as many together as CloudWatch takes in a call. */
export const batchesOf = (all: readonly Measurement[]): Measurement[][] =>
  Array.from({ length: Math.ceil(all.length / batchSize) }, (_, index) =>
    all.slice(index * batchSize, (index + 1) * batchSize),
  );

/** Publishes what was measured of a system, in order: a call that fails leaves out all that comes after it. */
export async function publish(namespace: string, system: string, all: readonly Measurement[]): Promise<void> {
  const client = new CloudWatchClient({});
  for (const batch of batchesOf(all))
    await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData: batch.map(datum(system)) }));
}

const datum =
  (system: string) =>
  ({ name, of = {}, value, unit }: Measurement) => ({
    MetricName: name,
    Dimensions: Object.entries({ System: system, ...of }).map(([Name, Value]) => ({ Name, Value })),
    Value: value,
    Unit: unit,
  });
