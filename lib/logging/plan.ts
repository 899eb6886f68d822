import { arn } from "../core/arns";
import type { KeyUse, LogSource } from "../core/facts";
import type { Place } from "../core/place";
import type { LoggingSpec } from "./spec";
import { logsPrincipal } from "../core/regions";

export type { LoggingSpec } from "./spec";

/** One log group of CloudWatch. */
export interface LogGroupPlan {
  /** The source's id: the group's address follows from it. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly retentionDays: number;
  /** CloudWatch's log class; standard when left out. */
  readonly tier?: "INFREQUENT_ACCESS";
  readonly protect: boolean;
}

const day = 86_400;

/** The retentions that CloudWatch Logs admits, in days (CloudWatch Logs PutRetentionPolicy, 2026-11). */
const admitted = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** The shortest retention that CloudWatch admits and that is not below what is asked for. */
export function retentionDays(seconds: number): number {
  return admitted.find((days) => days * day >= seconds) ?? 3653;
}

/** The log group for a log that something writes by itself. */
export function planLogGroup(place: Place, source: LogSource, logging: LoggingSpec, protect = false): LogGroupPlan {
  return {
    id: source.id,
    name: source.name,
    arn: arn(place, "logs", `log-group:${source.name}`),
    retentionDays: retentionDays(logging.retention[source.class]),
    // The trail's group has a metric filter, which the cheaper class does not admit (CloudWatch Logs, log classes, 2026-11).
    ...(logging.tier === "infrequent-access" && source.class === "operational" && { tier: "INFREQUENT_ACCESS" }),
    protect,
  };
}

/** CloudWatch Logs encrypts each group of the account with the key, and says which (CloudWatch Logs, encrypt log data, 2026-11). */
export function logsKeyUse(place: Place): KeyUse {
  return {
    kind: "service",
    sid: "LogGroups",
    service: logsPrincipal(place.region),
    actions: ["kms:Decrypt*", "kms:Describe*", "kms:Encrypt*", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
    encryptionContext: { "aws:logs:arn": arn(place, "logs", "log-group:*") },
  };
}
