import * as z from "zod";
import { Objects, storageClient } from "../../core/archive/objects";
import { publish } from "../../core/publish";
import { latestGoodKey, watchedSinceKey } from "../places";
import { evidenceSpec } from "./words";

const sinceSpec = z.object({ watchedSince: z.iso.datetime() });
const variablesSpec = z.object({ ARCHIVE_BUCKET: z.string(), SYSTEM: z.string(), NAMESPACE: z.string() });

/** Measures how old the last good restore is. Before the first one it is as old as the watch itself. */
export async function handler(): Promise<{ readonly ageSeconds: number }> {
  const { ARCHIVE_BUCKET, SYSTEM, NAMESPACE } = variablesSpec.parse(process.env);
  const objects = new Objects(storageClient(), ARCHIVE_BUCKET);
  const now = Date.now();
  const ageSeconds = Math.max(0, (now - Date.parse(await lastGood(objects, now))) / 1_000);
  await publish(NAMESPACE, SYSTEM, [{ name: "RestoreAgeSeconds", value: ageSeconds, unit: "Seconds" }]);
  return { ageSeconds };
}

async function lastGood(objects: Objects, now: number): Promise<string> {
  const latest = await objects.get(latestGoodKey);
  if (latest !== undefined) return evidenceSpec.parse(json(latest.bytes)).endedAt;
  const since = await objects.get(watchedSinceKey);
  if (since !== undefined) return sinceSpec.parse(json(since.bytes)).watchedSince;
  const watchedSince = new Date(now).toISOString();
  await objects.put(watchedSinceKey, JSON.stringify({ watchedSince }));
  return watchedSince;
}

const json = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString("utf8"));
