import * as z from "zod";
import { duration } from "../core/spec";

const lock = z
  .strictObject({
    mode: z
      .enum(["governance", "compliance"])
      .default("governance")
      .describe("governance: an administrator may lift it; compliance: nobody may"),
    retention: duration("1d", "10y").describe("How long an object cannot be deleted or overwritten"),
  })
  .describe("Object lock");

/** Logs of an environment: how long they are kept, and where. */
export const loggingSpec = z
  .strictObject({
    retention: z
      .strictObject({
        operational: duration("1d", "10y").prefault("400d").describe("Logs for whoever runs the systems"),
        audit: duration("1d", "10y").prefault("6y").describe("Who did what: the audit trail"),
      })
      .prefault({}),
    archive: z
      .strictObject({
        retention: duration("1d", "10y").prefault("6y").describe("How long objects are kept"),
        objectLock: lock.optional(),
      })
      .optional()
      .describe("A bucket for what logs are copied to; none when left out"),
    trail: z
      .strictObject({
        objectLock: lock
          .optional()
          .describe("Locks the trail's objects; for as long as the audit retention under governance when left out"),
      })
      .prefault({})
      .describe(
        "The audit trail: every management call, and every message call of this environment's topics, queues and streams",
      ),
  })
  .describe("Logs, the archive and the audit trail");
export type LoggingSpec = z.output<typeof loggingSpec>;
