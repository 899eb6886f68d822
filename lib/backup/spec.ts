import * as z from "zod";
import { duration, objectLock, region } from "../core/spec";

const every = z.enum(["daily", "weekly", "monthly"]);
export type Every = z.output<typeof every>;

/** What is kept of a system's messages, and how often it is proven that they can be had back. */
export const backupSpec = z
  .strictObject({
    archive: z
      .strictObject({
        retention: duration("1d", "10y").describe("How long messages are kept"),
        lock: objectLock
          .optional()
          .describe("Object lock of the archive; for as long as its retention under governance when left out"),
      })
      .optional()
      .describe("Every message of every channel is kept in a bucket"),
    restoreTest: z
      .union([
        every,
        z.strictObject({
          every: every.default("weekly").describe("How often the newest messages are restored into a scratch channel"),
          maxAge: duration("1d", "366d")
            .optional()
            .describe(
              "How old the last good restore may be before an alarm tells; 2, 9 or 35 days by how often when left out",
            ),
        }),
      ])
      .optional()
      .describe("Restores the newest messages by the clock and compares; none when left out"),
  })
  .describe("What is kept of the messages, and how it is proven that they can be restored");
export type BackupSpec = z.output<typeof backupSpec>;

/** What holds for the backups of a whole environment. */
export const environmentBackupSpec = z
  .strictObject({
    exports: z
      .enum(["daily", "never"])
      .default("daily")
      .describe("How often what is no message is exported: definitions, topics, rights, settings"),
    exportRetention: duration("1d", "10y").prefault("400d").describe("How long exports are kept"),
    copyTo: region
      .optional()
      .describe(
        "A second region, inside governance.residency, that archives and exports are copied to; none when left out",
      ),
  })
  .describe("Exports of what is no message, and copies of all that is kept");
export type EnvironmentBackupSpec = z.output<typeof environmentBackupSpec>;

/** How old the last good restore may be when nobody says: once more than how often it is tested, and a day or so. */
const maxAges: Readonly<Record<Every, number>> = { daily: 2, weekly: 9, monthly: 35 };
const day = 86_400;

export interface RestoreTest {
  readonly every: Every;
  readonly maxAgeSeconds: number;
}

/** A restore test in full. */
export function restoreTestOf(spec: NonNullable<BackupSpec["restoreTest"]>): RestoreTest {
  const { every, maxAge } = typeof spec === "string" ? { every: spec } : spec;
  return { every, maxAgeSeconds: maxAge ?? maxAges[every] * day };
}
