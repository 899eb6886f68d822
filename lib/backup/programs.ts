import type { ArchiveFacts, ExportFacts } from "../core/archive/facts";
import type { FunctionFacts, SystemFacts } from "../core/facts";
import { metricsNamespace, publishMetrics } from "../core/own-metrics";
import type { Place } from "../core/place";
import type { RestoreTest } from "./spec";
import { samplesPrefix, statePrefix, testsPrefix } from "./places";
import { objectStatements, type Storage } from "./statements";

/** Ids of the functions that a restore test calls, one after the other. */
export const steps = { sample: "restore-sample", compare: "restore-compare", report: "restore-report" } as const;

/** How long a program of a restore test's own may take. */
export const stepSeconds = 300;

const called = { kind: "call", callers: [] } as const;

/** The engine's program, that writes to the archive. */
export function archiveProgram(
  place: Place,
  system: string,
  { archive }: ArchiveFacts,
  storage: Storage,
): FunctionFacts {
  return {
    ...archive,
    trigger: called,
    variables: { ...archive.variables, ARCHIVE_BUCKET: storage.bucket, SYSTEM: system },
    statements: [
      ...archive.statements,
      ...objectStatements(place, storage, { write: [`messages/${system}/`, `manifests/${system}/`] }),
    ],
  };
}

/** The programs of a restore test: what takes the sample, what replays it, what compares, what tells, what watches. */
export function restorePrograms(
  place: Place,
  { name: system }: Pick<SystemFacts, "name">,
  facts: ArchiveFacts,
  storage: Storage,
  retentionSeconds: number,
): FunctionFacts[] {
  const { replay } = facts;
  const variables = { ARCHIVE_BUCKET: storage.bucket, SYSTEM: system };
  const namespace = metricsNamespace(place);
  const own = (id: string, program: string, description: string): Omit<FunctionFacts, "statements" | "trigger"> => ({
    id,
    entry: `backup/functions/${program}`,
    description,
    timeoutSeconds: stepSeconds,
    memoryMiB: 1024,
    inNetwork: false,
    variables,
    lateVariables: [],
  });
  const samples = [samplesPrefix];
  return [
    {
      ...own(steps.sample, "sample", `Reads and checks the newest messages in the archive of ${system}`),
      trigger: called,
      variables: { ...variables, ORDERED_BY: facts.orderedBy, RETENTION_SECONDS: String(retentionSeconds) },
      statements: objectStatements(place, storage, {
        read: [`messages/${system}/`, `manifests/${system}/`],
        write: samples,
      }),
    },
    {
      ...replay,
      trigger: called,
      variables: { ...replay.variables, ...variables },
      statements: [...replay.statements, ...objectStatements(place, storage, { read: samples, write: samples })],
    },
    {
      ...own(steps.compare, "compare", `Compares what was restored of ${system} with what was archived`),
      trigger: called,
      variables: { ...variables, ORDERED_BY: facts.orderedBy },
      statements: objectStatements(place, storage, { read: samples, write: [testsPrefix] }),
    },
    {
      ...own(steps.report, "report", `Tells how restores of ${system} went`),
      trigger: called,
      variables: { ...variables, NAMESPACE: namespace, LOST: JSON.stringify(facts.lost) },
      statements: [
        ...objectStatements(place, storage, { read: [testsPrefix], write: [testsPrefix, statePrefix] }),
        publishMetrics(namespace),
      ],
    },
    {
      ...own("restore-age", "age", `Tells how old the last good restore of ${system} is`),
      trigger: { kind: "schedule", expression: "rate(1 hour)", input: "{}" },
      variables: { ...variables, NAMESPACE: namespace },
      statements: [
        ...objectStatements(place, storage, { read: [statePrefix], write: [statePrefix] }),
        publishMetrics(namespace),
      ],
    },
  ];
}

/** By the clock at a quiet hour, in UTC. */
export const expressions: Readonly<Record<RestoreTest["every"], string>> = {
  daily: "cron(17 2 * * ? *)",
  weekly: "cron(17 2 ? * SUN *)",
  monthly: "cron(17 2 1 * ? *)",
};

/** The engine's program that exports what is no message. */
export function exportProgram(place: Place, system: string, { program }: ExportFacts, storage: Storage): FunctionFacts {
  return {
    ...program,
    trigger: { kind: "schedule", expression: "cron(43 1 * * ? *)", input: "{}" },
    variables: { ...program.variables, EXPORT_BUCKET: storage.bucket, SYSTEM: system },
    statements: [...program.statements, ...objectStatements(place, storage, { write: [`exports/${system}/`] })],
  };
}
