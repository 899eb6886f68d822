import type { ChangeFacts, OneWayRule } from "../core/one-way";

/** Values of what keeps logs, messages and exports. */
export const storeRules = {
  retention: {
    direction: "grows",
    consequence: "loses",
    change: "the retention of a bucket shorter: logs, archive, exports, trail",
    effect: "S3 deletes what is older than the new retention within days, as far as no object lock holds it.",
    remedy: "Take the retention back.",
    source: "S3 user guide, object-lifecycle-mgmt, 2026-12",
  },
  lock: {
    direction: "grows",
    order: ["none", "governance", "compliance"],
    consequence: "loses",
    change: "an object lock from `compliance` to `governance`, or taken out",
    effect:
      "Objects that are written from then on are protected less, or not at all; those that are there keep the lock that they were written with.",
    remedy: "Take the lock back.",
    source: "S3 user guide, object-lock-overview and PutObjectLockConfiguration, 2026-12",
  },
  lockDays: {
    direction: "grows",
    consequence: "loses",
    change: "an object lock for fewer days",
    effect:
      "Objects that are written from then on can be deleted earlier; those that are there stay locked as they are.",
    remedy: "Take the days back.",
    source: "S3 user guide, object-lock-overview, 2026-12",
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

/** Values of log groups. */
export const logGroupRules = {
  logRetention: {
    direction: "grows",
    consequence: "loses",
    change: "`logging.retention` shorter",
    effect: "CloudWatch Logs deletes events that are older than the new retention, within 72 hours.",
    remedy: "Take the retention back, or export the events first.",
    source: "CloudWatch Logs API reference, PutRetentionPolicy, 2026-12",
  },
  tier: {
    direction: "fixed",
    consequence: "replaces",
    change: "`logging.tier`",
    effect: "A log group's class cannot be changed: Terraform destroys the operational groups with their logs.",
    remedy: "Take the tier back, or export the logs first.",
    source: "AWS provider 5.100.0, aws_cloudwatch_log_group, log_group_class (ForceNew), 2026-12",
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

/** Values of a search domain. */
export const domainRules = {
  version: {
    direction: "grows",
    consequence: "refuses",
    change: "`opensearch.domain.version` to an older one",
    effect: "OpenSearch Service refuses to downgrade a domain.",
    remedy: "Put the version back; an older one needs a second sink.",
    source: "OpenSearch Service developer guide, version-migration, 2026-12",
  },
} as const satisfies Readonly<Record<string, OneWayRule>>;

export const changes: ChangeFacts = {
  oneWay: { ...storeRules, ...logGroupRules, ...domainRules },
  free: [
    {
      change: "`opensearch.domain`: instance type, nodes, volume, a newer version",
      effect: "OpenSearch Service builds the new nodes beside the old ones and moves the data (blue/green).",
      remedy: "Leave room in the quota of instances.",
      source: "OpenSearch Service developer guide, managedomains-configuration-changes, 2026-12",
    },
    {
      change: "`backup.copyTo` to another region, or taken out",
      effect: "The copies and their key are destroyed; the new region gets copies of what is written from then on.",
      remedy: "Retire `copies`; copy what was there before by S3 Batch Replication.",
      source: "S3 user guide, replication-what-is-isnot-replicated, 2026-12",
    },
  ],
};
