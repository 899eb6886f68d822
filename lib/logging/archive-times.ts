import type { DataPath, Issues } from "../core/issues";
import { durationText } from "../core/quantities";
import { kinds } from "./kinds";
import type { ArchiveSpec } from "./sinks-spec";

/** A lock or a move that contradicts how long objects are kept, of the classes of logs that the archive takes. */
export function checkArchiveTimes(
  { logs, retention, coldAfter, objectLock: lock }: ArchiveSpec,
  path: DataPath,
  issues: Issues,
): void {
  const kept = logs.map((logClass) => ({ logClass, seconds: retention[logClass] }));
  for (const { logClass, seconds } of kept)
    if (lock !== undefined && lock.retention > seconds)
      issues.add(
        kinds.SinkLockAboveRetention,
        [...path, "objectLock", "retention"],
        `${durationText(lock.retention)} is longer than the ${durationText(seconds)} that ${logClass} logs are kept for`,
      );
  if (coldAfter !== undefined && kept.every(({ seconds }) => coldAfter >= seconds))
    issues.add(
      kinds.ColdAfterRetention,
      [...path, "coldAfter"],
      `${durationText(coldAfter)}, and ${kept.map(({ logClass, seconds }) => `${logClass} logs are kept for ${durationText(seconds)}`).join(", ")}: no object would ever move`,
    );
}
