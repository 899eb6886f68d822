import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { batchesOf as inCalls } from "./batches";
import { clientSettings } from "./clients";

export interface Measurement {
  readonly name: string;
  /** The part of the system that it is of, by the name of its dimension; of the whole system when left out. */
  readonly of?: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: "Seconds" | "Count";
}

/** What CloudWatch takes in a call (CloudWatch API reference, PutMetricData, 2026-11). */
const most = { count: 1_000, bytes: 1_000_000 };
/** More than a measurement has of characters besides its names, in CBOR or in JSON. */
const besideNames = 200;
const bytesOf = ({ name, of = {} }: Measurement): number =>
  besideNames + Buffer.byteLength(name) + 2 * Buffer.byteLength(JSON.stringify(of));

/** Measurements in their order, as many together as CloudWatch takes in a call. */
export const batchesOf = (all: readonly Measurement[]): Measurement[][] => [...inCalls(all, { ...most, bytesOf })];

/** Publishes what was measured of a system, in order: a call that fails leaves out all that comes after it. */
export async function publish(namespace: string, system: string, all: readonly Measurement[]): Promise<void> {
  const client = new CloudWatchClient(clientSettings({}));
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
