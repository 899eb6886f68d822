import * as z from "zod";
import { Objects, storageClient } from "../../core/archive/objects";
import { evidenceKey, latestGoodKey } from "../places";
import { publish, type Measurement } from "./metrics";
import { sampleSpec, verdictSpec, type Evidence, type Verdict } from "./words";

/** A channel whose restore did not come to its end. */
const brokenSpec = z.object({
  channel: z.string(),
  sample: sampleSpec.optional(),
  error: z.object({ Error: z.string(), Cause: z.string().default("") }),
});
const requestSpec = z.object({
  run: z.string(),
  startedAt: z.string(),
  results: z.array(z.union([verdictSpec, brokenSpec])),
});
const variablesSpec = z.object({
  ARCHIVE_BUCKET: z.string(),
  SYSTEM: z.string(),
  NAMESPACE: z.string(),
  LOST: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
});

/** Tells how a run went: metrics, an object of evidence, and its result. */
export async function handler(event: unknown): Promise<Evidence> {
  const { run, startedAt, results } = requestSpec.parse(event);
  const { ARCHIVE_BUCKET, SYSTEM: system, NAMESPACE, LOST: lost } = variablesSpec.parse(process.env);
  const channels = results.map((result) => ("error" in result ? brokenVerdict(result) : result));
  const good = channels.every(({ equal }) => equal);
  const evidence: Evidence = { system, run, startedAt, endedAt: new Date().toISOString(), good, channels, lost };
  const objects = new Objects(storageClient(), ARCHIVE_BUCKET);
  const text = `${JSON.stringify(evidence, undefined, 2)}\n`;
  await objects.put(evidenceKey(run), text);
  // An archive that holds nothing proves nothing.
  if (good && channels.some(({ received }) => received > 0)) await objects.put(latestGoodKey, text);
  await publish(NAMESPACE, system, channels.flatMap(measurements));
  return evidence;
}

function brokenVerdict({ channel, sample, error }: z.output<typeof brokenSpec>): Verdict {
  return {
    channel,
    equal: false,
    expected: sample?.count ?? 0,
    received: 0,
    objects: sample?.objects ?? 0,
    faults: sample?.faults ?? [],
    faultCount: sample?.faultCount ?? 0,
    differences: [`the restore broke off: ${error.Error} ${error.Cause}`.slice(0, 1_000)],
    recoveryTimeSeconds: 0,
    recoveryPointSeconds: sample?.recoveryPointSeconds ?? 0,
  };
}

function measurements(verdict: Verdict): Measurement[] {
  const { channel, equal, received, recoveryTimeSeconds, recoveryPointSeconds } = verdict;
  const tests: Measurement = { name: "RestoreTests", channel, value: equal ? 1 : 0, unit: "Count" };
  if (!equal || received === 0) return [tests];
  return [
    tests,
    { name: "RecoveryTimeSeconds", channel, value: recoveryTimeSeconds, unit: "Seconds" },
    { name: "RecoveryPointAgeSeconds", channel, value: recoveryPointSeconds, unit: "Seconds" },
  ];
}
