import * as z from "zod";
import { Objects, storageClient } from "../../core/archive/objects";
import type { OrderedBy } from "../../core/archive/order";
import { ArchiveStore } from "../../core/archive/store";
import { verdictKey } from "../places";
import { compareMessages } from "./comparison";
import { brokenVerdict } from "./verdicts";
import { sampleSpec, type Verdict } from "./words";

const requestSpec = z.object({
  channel: z.string(),
  run: z.string(),
  sample: sampleSpec.optional(),
  replay: z.unknown().optional(),
  /** Why the restore did not come to its end; none where it did. */
  error: z.object({ Error: z.string(), Cause: z.string().default("") }).optional(),
});
type Request = z.output<typeof requestSpec>;
const variablesSpec = z.object({ ARCHIVE_BUCKET: z.string(), ORDERED_BY: z.enum(["lane", "key", "nothing"]) });

/** Where the verdict on a channel lies. It is all that is handed on, because what all channels answer is kept together. */
export interface CompareAnswer {
  readonly channel: string;
  readonly verdict: string;
  readonly equal: boolean;
  readonly received: number;
}

/** Judges what came out of a scratch channel by the sample that went in, or tells why nothing did. */
export async function handler(event: unknown): Promise<CompareAnswer> {
  const request = requestSpec.parse(event);
  const { channel, run } = request;
  const { ARCHIVE_BUCKET, ORDERED_BY } = variablesSpec.parse(process.env);
  const found = await judge(request, ORDERED_BY);
  const key = verdictKey(run, channel);
  await new Objects(storageClient(), ARCHIVE_BUCKET).put(key, JSON.stringify(found));
  return { channel, verdict: key, equal: found.equal, received: found.received };
}

async function judge({ channel, sample, replay, error }: Request, orderedBy: OrderedBy): Promise<Verdict> {
  if (error !== undefined) return brokenVerdict(channel, `${error.Error} ${error.Cause}`, sample);
  if (sample === undefined) throw new Error(`there is no sample of '${channel}' to compare with`);
  const { count, objects, faults, faultCount, recoveryPointSeconds } = sample;
  const store = ArchiveStore.fromVariables();
  const expected = await store.getAt(sample.expected);
  // Nothing is replayed where there is nothing to replay.
  const received = replay === undefined ? [] : await store.getAt(sample.received);
  const { equal, differences, checksums } = compareMessages(expected, received, orderedBy);
  return {
    channel,
    // A fault of the archive is a difference too.
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
