import type { DataPath, Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { sizeText } from "../../core/quantities";
import { numberText } from "../../core/wording";
import { kinds } from "./kinds";
import { limits, onDemandShards } from "./limits";
import { engineName, type StreamChannel, type Workload } from "./spec";

/**
 * How many shards a load is worth, as a fraction, by the rule of the Kinesis FAQ: a message counts rounded up to 1 KiB,
 * a shard takes 1,000 KiB a second and gives 2,000 KiB a second to all groups that share it. The AWS pricing
 * calculator does not round and says less for small messages. The limit of 1,000 messages a second and shard lies
 * within the rule, because each counts as 1 KiB at least.
 */
export function shardsFor({ rate, messageSize }: Pick<Workload, "rate" | "messageSize">, readers: number): number {
  const kib = rate * Math.ceil(messageSize / limits.recordUnitBytes);
  return Math.max(kib / limits.shardKibIn, (kib * readers) / limits.shardKibOut);
}

/**
 * How many shards an on-demand stream is worth: twice what it bore within 30 days, four when it is new, and never more
 * than AWS lets it grow to in the region.
 *
 * @param observedPeak bytes a second
 */
export function onDemandCapacity(region: string, observedPeak = 0): number {
  const borne = (limits.onDemandBurst * observedPeak) / (limits.shardKibIn * limits.recordUnitBytes);
  return Math.min(Math.max(limits.newOnDemandShards, borne), onDemandShards(region));
}

/** Holds the stated load of a channel against its shards. Nothing is checked where no load is stated. */
export function checkLoad(
  place: Place,
  { partitions, [engineName]: { workload } }: StreamChannel,
  admittedReaders: number,
  path: DataPath,
  issues: Issues,
): void {
  if (workload === undefined) return;
  const at = [...path, engineName, "workload"];
  const { rate, messageSize, observedPeak, consumers = admittedReaders } = workload;
  if (messageSize > limits.recordBytes)
    issues.add(
      kinds.RecordTooLarge,
      [...at, "messageSize"],
      `messages of ${sizeText(messageSize)}; a stream takes ${sizeText(limits.recordBytes)}`,
    );
  const shards = shardsFor(workload, consumers);
  const readers = consumers === 0 ? "" : `, read by ${consumers} groups that share the shards,`;
  const need = `${numberText(rate)} messages a second of ${sizeText(messageSize)}${readers} need ${Math.ceil(shards)} shards`;
  if (partitions !== undefined) {
    if (observedPeak !== undefined)
      issues.add(
        kinds.OptionNeedsOnDemand,
        [...at, "observedPeak"],
        `observedPeak is about on-demand streams, and the channel has ${partitions} partitions`,
      );
    if (shards > partitions)
      issues.add(kinds.StreamThroughput, [...at, "rate"], `${need}; the channel has ${partitions} partitions`);
    return;
  }
  const capacity = onDemandCapacity(place.region, observedPeak);
  if (shards > capacity)
    issues.add(
      kinds.OnDemandThroughput,
      [...at, "rate"],
      `${need}; ${observedPeak === undefined ? "a new on-demand stream" : "an on-demand stream that bore so much"} is worth ${Math.floor(capacity)}`,
    );
}
