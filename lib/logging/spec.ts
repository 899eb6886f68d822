import * as z from "zod";
import { duration, formatted, objectLock } from "../core/spec";
import { sinkSpec } from "./sinks-spec";

/** Logs of an environment: how long they are kept, and where. */
export const loggingSpec = z
  .strictObject({
    retention: z
      .strictObject({
        operational: duration("1d", "10y").prefault("400d").describe("Logs for whoever runs the systems"),
        audit: duration("1d", "10y").prefault("6y").describe("Who did what: the audit trail"),
      })
      .prefault({}),
    tier: z
      .enum(["standard", "infrequent-access"])
      .default("standard")
      .describe(
        "What operational logs cost in CloudWatch: infrequent-access halves it, and admits no sinks. A change makes the groups anew",
      ),
    sinks: z
      .record(formatted(/^[a-z][a-z0-9-]{0,15}$/, "1 to 16 lower-case letters, digits and '-'"), sinkSpec)
      .default({})
      .describe("Where logs go from CloudWatch, by a name of your own: one of s3, opensearch and splunk each"),
    trail: z
      .strictObject({
        objectLock: objectLock
          .optional()
          .describe("Locks the trail's objects; for as long as the audit retention under governance when left out"),
      })
      .prefault({})
      .describe(
        "The audit trail: every management call, and every message call of this environment's topics, queues and streams",
      ),
  })
  .describe("Logs, where they go, and the audit trail");
export type LoggingSpec = z.output<typeof loggingSpec>;
