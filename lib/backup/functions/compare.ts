import * as z from "zod";
import { ArchiveStore } from "../../core/archive/store";
import { compareMessages } from "./comparison";
import { sampleSpec, type Verdict } from "./words";

const requestSpec = z.object({ channel: z.string(), sample: sampleSpec, replay: z.unknown().optional() });
const orderSpec = z.enum(["lane", "key", "nothing"]);

/** Compares what came out of a scratch channel with the sample. A fault of the archive is a difference too. */
export async function handler(event: unknown): Promise<Verdict> {
  const { channel, sample, replay } = requestSpec.parse(event);
  const { count, objects, faults, faultCount, recoveryPointSeconds } = sample;
  const store = ArchiveStore.fromVariables();
  const expected = await store.getAt(sample.expected);
  // Nothing is replayed where there is nothing to replay.
  const received = replay === undefined ? [] : await store.getAt(sample.received);
  const { equal, differences, checksums } = compareMessages(
    expected,
    received,
    orderSpec.parse(process.env.ORDERED_BY),
  );
  return {
    channel,
    equal: equal && faultCount === 0,
    expected: count,
    received: received.length,
    objects,
    faults,
    faultCount,
    differences: [...differences],
    checksums,
    recoveryTimeSeconds: (Date.now() - Date.parse(sample.startedAt)) / 1_000,
    recoveryPointSeconds,
  };
}
