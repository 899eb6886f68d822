import * as z from "zod";

/** What one object of the archive is not. */
const fault = z.object({ code: z.string(), key: z.string(), message: z.string() });

/** What was taken from the archive of one channel. */
export const sampleSpec = z.object({
  startedAt: z.iso.datetime(),
  expected: z.string(),
  received: z.string(),
  count: z.int(),
  objects: z.int(),
  /** The first hundred: from step to step of one channel goes no more than 256 KiB (Step Functions quotas, 2026-11). */
  faults: z.array(fault),
  faultCount: z.int(),
  recoveryPointSeconds: z.number(),
});
export type Sample = z.output<typeof sampleSpec>;

/** How the restore of one channel went. */
export const verdictSpec = z.object({
  channel: z.string(),
  /** Whether all came back as it was, and the archive is whole. */
  equal: z.boolean(),
  expected: z.int(),
  received: z.int(),
  objects: z.int(),
  faults: z.array(fault),
  faultCount: z.int(),
  differences: z.array(z.string()),
  recoveryTimeSeconds: z.number(),
  recoveryPointSeconds: z.number(),
  /** SHA-256 over the fingerprints of what was expected and of what came, sorted. */
  checksums: z.object({ expected: z.string(), received: z.string() }).optional(),
});
export type Verdict = z.output<typeof verdictSpec>;

/** What one run has to show. */
export const evidenceSpec = z.object({
  system: z.string(),
  run: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  good: z.boolean(),
  channels: z.array(verdictSpec),
  /** Channels in the run whose archives held nothing: nothing is known of their restore. */
  unproven: z.array(z.string()),
  /** Channels of the system that were not in the run. */
  untested: z.array(z.string()),
  /** What a restore cannot give back. */
  lost: z.array(z.string()),
});
export type Evidence = z.output<typeof evidenceSpec>;

/** Whether anything came back: empty archives prove nothing, and look the same as an archive that was never written. */
export const isProof = ({ channels, unproven }: Pick<Evidence, "channels" | "unproven">): boolean =>
  unproven.length < channels.length;
