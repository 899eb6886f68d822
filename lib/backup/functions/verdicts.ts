import type { Objects } from "../../core/archive/objects";
import { verdictKey } from "../places";
import { verdictSpec, type Sample, type Verdict } from "./words";

/** The verdict on a channel in a run. Undefined where none was written. */
export async function readVerdict(objects: Objects, run: string, channel: string): Promise<Verdict | undefined> {
  const stored = await objects.get(verdictKey(run, channel));
  return stored && verdictSpec.parse(JSON.parse(Buffer.from(stored.bytes).toString("utf8")));
}

/** The verdict on a channel whose restore did not come to its end. */
export function brokenVerdict(channel: string, why: string, sample?: Sample): Verdict {
  return {
    channel,
    equal: false,
    expected: sample?.count ?? 0,
    received: 0,
    objects: sample?.objects ?? 0,
    faults: sample?.faults ?? [],
    faultCount: sample?.faultCount ?? 0,
    differences: [`the restore broke off: ${why}`.slice(0, 1_000)],
    recoveryTimeSeconds: 0,
    recoveryPointSeconds: sample?.recoveryPointSeconds ?? 0,
  };
}
