import * as z from "zod";
import { Objects, storageClient } from "../../core/archive/objects";
import { publish, type Measurement } from "../../core/publish";
import { evidenceKey, latestGoodKey } from "../places";
import { brokenVerdict, readVerdict } from "./verdicts";
import { isProof, type Evidence, type Verdict } from "./words";

const requestSpec = z.object({
  run: z.string(),
  startedAt: z.string(),
  /** Those in the run, and all of the system. */
  channels: z.array(z.string()),
  all: z.array(z.string()),
});
const variablesSpec = z.object({
  ARCHIVE_BUCKET: z.string(),
  SYSTEM: z.string(),
  NAMESPACE: z.string(),
  LOST: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
});

/** What a run came to, and where its evidence lies. */
export interface ReportAnswer {
  readonly good: boolean;
  readonly evidence: string;
}

/** Tells how a run went: metrics, an object of evidence, and its result. */
export async function handler(event: unknown): Promise<ReportAnswer> {
  const { run, startedAt, channels: tested, all } = requestSpec.parse(event);
  const { ARCHIVE_BUCKET, SYSTEM: system, NAMESPACE, LOST: lost } = variablesSpec.parse(process.env);
  const objects = new Objects(storageClient(), ARCHIVE_BUCKET);
  const channels: Verdict[] = [];
  for (const channel of tested)
    channels.push(
      (await readVerdict(objects, run, channel)) ??
        brokenVerdict(channel, "there is no verdict; see the execution's history"),
    );
  const good = channels.every(({ equal }) => equal);
  const unproven = channels.filter(({ equal, received }) => equal && received === 0).map(({ channel }) => channel);
  const untested = all.filter((channel) => !tested.includes(channel));
  const endedAt = new Date().toISOString();
  const evidence: Evidence = { system, run, startedAt, endedAt, good, channels, unproven, untested, lost };
  const text = `${JSON.stringify(evidence, undefined, 2)}\n`;
  await objects.put(evidenceKey(run), text);
  // A part of the system does not stand for all of it, and an archive that holds nothing proves nothing.
  if (good && untested.length === 0 && isProof(evidence)) await objects.put(latestGoodKey, text);
  await publish(NAMESPACE, system, channels.flatMap(measurements));
  return { good, evidence: evidenceKey(run) };
}

function measurements(verdict: Verdict): Measurement[] {
  const { channel, equal, received, recoveryTimeSeconds, recoveryPointSeconds } = verdict;
  const of = { Channel: channel };
  const tests: Measurement = { name: "RestoreTests", of, value: equal ? 1 : 0, unit: "Count" };
  if (!equal || received === 0) return [tests];
  return [
    tests,
    { name: "RecoveryTimeSeconds", of, value: recoveryTimeSeconds, unit: "Seconds" },
    { name: "RecoveryPointAgeSeconds", of, value: recoveryPointSeconds, unit: "Seconds" },
  ];
}
