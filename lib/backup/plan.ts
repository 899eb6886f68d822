import type { ArchiveSource } from "../core/archive/facts";
import type { FunctionFacts, KeyUse, LogSource, Signal, SystemFacts } from "../core/facts";
import type { DataPath, Issues } from "../core/issues";
import { metricsNamespace } from "../core/own-metrics";
import type { Place } from "../core/place";
import { durationText } from "../core/quantities";
import { supportKinds } from "../core/support";
import { kinds } from "./kinds";
import { planRestore, restoreKeyUse, type RestorePlan } from "./machine";
import { archiveProgram, exportProgram, restorePrograms } from "./programs";
import { archiveSignals, restoreSignals } from "./signals";
import { restoreTestOf, type BackupSpec, type RestoreTest } from "./spec";
import type { Storage } from "./statements";

/** What is kept of one system, and how it is proven. */
export interface BackupPlan {
  /** None where nothing is archived. */
  readonly archive?: {
    readonly functionId: string;
    readonly sources: readonly ArchiveSource[];
  };
  readonly restore?: RestorePlan;
  readonly functions: readonly FunctionFacts[];
  readonly signals: readonly Signal[];
  readonly logSources: readonly LogSource[];
  readonly keyUses: readonly KeyUse[];
}

export const noBackup: BackupPlan = { functions: [], signals: [], logSources: [], keyUses: [] };

/** What the environment gives to the backups of one system. */
export interface BackupSurroundings {
  /** Where its messages are kept. */
  readonly messages: Storage;
  /** Where what is no message is exported to; none where nothing is exported. */
  readonly exports: Storage | undefined;
  /** Alias of the system's key. */
  readonly keyName: string;
  /** What a function of the system is called, by its id. */
  readonly functionName: (id: string) => string;
  readonly functionArn: (id: string) => string;
}

/** Plans the backups of a system from what its engine tells. */
export function planBackup(
  place: Place,
  facts: SystemFacts,
  spec: BackupSpec | undefined,
  around: BackupSurroundings,
): BackupPlan {
  const exported =
    facts.export && around.exports ? [exportProgram(place, facts.name, facts.export, around.exports)] : [];
  const { archive } = facts;
  if (archive === undefined) return { ...noBackup, functions: exported };
  const test = spec?.restoreTest === undefined ? undefined : restoreTestOf(spec.restoreTest);
  const retention = spec?.archive?.retention;
  const restore = test && planRestore(place, { system: facts.name, facts: archive, test, ...around });
  return {
    archive: {
      functionId: archive.archive.id,
      sources: archive.sources,
    },
    ...(restore && { restore }),
    functions: [
      ...exported,
      archiveProgram(place, facts.name, archive, around.messages),
      ...(restore && retention !== undefined ? restorePrograms(place, facts, archive, around.messages, retention) : []),
    ],
    signals: [
      ...archiveSignals(archive.sources, around.functionName(archive.archive.id)),
      ...(restore ? restoreSignals(facts.name, metricsNamespace(place), restore) : []),
    ],
    logSources: restore ? [restore.log] : [],
    keyUses: restore ? [restoreKeyUse(place)] : [],
  };
}

/** What is asked for and makes no sense, before an engine is asked. Gives what remains to be planned. */
export function checkBackup(
  spec: BackupSpec | undefined,
  system: { readonly engine: string; readonly existing: boolean; readonly path: DataPath },
  issues: Issues,
): BackupSpec | undefined {
  const path = [...system.path, "backup"];
  if (spec === undefined) return undefined;
  const { archive, restoreTest } = spec;
  if (system.existing) {
    issues.add(
      supportKinds.NotSupported,
      path,
      `nothing is built of a system that exists already, and so nothing is archived; take backup out, or let ${system.engine} be built by Signalbox`,
    );
    return undefined;
  }
  if (archive?.lock !== undefined && archive.lock.retention > archive.retention)
    issues.add(
      kinds.LockAboveRetention,
      [...path, "archive", "lock", "retention"],
      `${durationText(archive.lock.retention)} is longer than the archive's retention of ${durationText(archive.retention)}`,
    );
  if (restoreTest !== undefined) checkAge(restoreTestOf(restoreTest), [...path, "restoreTest", "maxAge"], issues);
  return spec;
}

const intervals: Readonly<Record<RestoreTest["every"], number>> = { daily: 1, weekly: 7, monthly: 31 };

function checkAge({ every, maxAgeSeconds }: RestoreTest, path: DataPath, issues: Issues): void {
  if (maxAgeSeconds > intervals[every] * 86_400) return;
  issues.add(
    kinds.MaxAgeBelowInterval,
    path,
    `${durationText(maxAgeSeconds)} is not above the time between two restore tests, which are ${every}`,
  );
}
