import { named, type NameKind } from "../names";
import type { Statement } from "../policy";
import type { ArchiveFacts, ExportFacts } from "./facts";

/** A program that reads settings by AWS's own API: of everything whose name begins with `prefix`. */
export const settingsExport = (
  entry: string,
  description: string,
  prefix: string,
  statements: readonly Statement[],
): ExportFacts => ({
  program: {
    id: "export",
    entry,
    description,
    timeoutSeconds: 300,
    memoryMiB: 256,
    inNetwork: false,
    statements,
    variables: { PREFIX: prefix },
    lateVariables: [],
  },
});

/** The most that Lambda admits (Lambda quotas, 2026-11), and what is left of it for messages to come out again. */
const replaySeconds = 900;
const waitSeconds = replaySeconds - 60;

/** What the part of a scratch channel's name begins with that else names a channel. */
export const scratchWord = "restore";

/** What the names of a system's scratch channels begin with, so short that there is room for `ending`. */
export const scratchName = (kind: NameKind, prefix: readonly string[], ending: string): string =>
  named(kind, [...prefix, scratchWord], ending).slice(0, -ending.length);

/** A program that replays through queues or streams that it makes by AWS's own API. */
export const scratchReplay = (
  entry: string,
  description: string,
  /** What the names of scratch channels begin with, and the alias of the key that they are encrypted with. */
  { scratch, keyName }: { readonly scratch: string; readonly keyName: string },
  /** To use scratch channels, and to find those that a call left that was ended. */
  statements: readonly Statement[],
): ArchiveFacts["replay"] => ({
  id: "replay",
  entry,
  description,
  timeoutSeconds: replaySeconds,
  memoryMiB: 512,
  inNetwork: false,
  statements,
  variables: { SCRATCH: scratch, KEY: keyName, SECONDS: String(waitSeconds) },
  lateVariables: [],
});
