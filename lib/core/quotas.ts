import type { DataPath } from "./issues";

/**
 * Quotas that what an environment builds counts against, as an account has them by default. `aws: { quotas }` of the
 * environment file replaces a number that AWS raised. Read 2026-12, unless a row says otherwise.
 */
interface Quota {
  /** What is counted, in the plural. */
  readonly of: string;
  readonly count: number;
  /** What one quota holds for. */
  readonly scope: "account" | "account and region" | "role" | "security group" | "VPC";
  /** The highest number that AWS grants; absent where the source states none; 0 where it grants no more. */
  readonly ceiling?: number;
  readonly source: string;
}

const general = "docs.aws.amazon.com/general/latest/gr";
const iam = "docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";
const vpc = "docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html";

export const quotas = {
  policiesPerRole: { of: "managed policies", count: 10, scope: "role", ceiling: 25, source: iam },
  roles: { of: "roles", count: 1_000, scope: "account", ceiling: 10_000, source: iam },
  policies: { of: "customer managed policies", count: 1_500, scope: "account", ceiling: 10_000, source: iam },
  logResourcePolicies: {
    of: "resource policies of CloudWatch Logs",
    count: 10,
    scope: "account and region",
    ceiling: 10,
    source: "docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html, 2026-11",
  },
  lambdaConcurrency: {
    of: "concurrent executions of Lambda functions",
    count: 1_000,
    scope: "account and region",
    source: "docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html, 2026-11; new accounts have 10 to 50",
  },
  eventRules: {
    of: "rules of the default event bus",
    count: 300,
    scope: "account and region",
    source:
      "docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html; 100 in some regions, which the file states",
  },
  scheduleGroups: {
    of: "schedule groups",
    count: 500,
    scope: "account and region",
    source: "docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html; the number is not verified",
  },
  deliveryStreams: {
    of: "Firehose streams",
    count: 2_000,
    scope: "account and region",
    source: "docs.aws.amazon.com/firehose/latest/dev/limits.html; not verified, 5,000 in three large regions",
  },
  buckets: { of: "buckets", count: 10_000, scope: "account", source: `${general}/s3.html, since 2024-11` },
  documents: {
    of: "Systems Manager documents",
    count: 500,
    scope: "account and region",
    source: "DocumentLimitExceeded in botocore 1.44.8",
  },
  vpcs: { of: "VPCs", count: 5, scope: "account and region", source: vpc },
  interfaceEndpoints: {
    of: "interface endpoints",
    count: 50,
    scope: "VPC",
    source: "docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html",
  },
  securityGroups: { of: "security groups", count: 2_500, scope: "account and region", source: vpc },
  securityGroupRules: { of: "inbound or outbound rules", count: 60, scope: "security group", source: vpc },
  topics: { of: "standard topics", count: 100_000, scope: "account", source: `${general}/sns.html, 2026-11` },
  fifoTopics: { of: "FIFO topics", count: 1_000, scope: "account", source: `${general}/sns.html, 2026-11` },
  topicFilters: { of: "filter policies", count: 10_000, scope: "account", source: `${general}/sns.html, 2026-11` },
  shards: {
    of: "shards",
    count: 1_000,
    scope: "account and region",
    source: "docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, 2026-11; larger in three regions",
  },
  onDemandStreams: {
    of: "on-demand streams",
    count: 50,
    scope: "account and region",
    source: "docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html, 2026-11",
  },
  mskBrokers: {
    of: "MSK brokers",
    count: 90,
    scope: "account",
    source: "docs.aws.amazon.com/msk/latest/developerguide/limits.html, 2026-10",
  },
  mqBrokers: {
    of: "Amazon MQ brokers",
    count: 50,
    scope: "account and region",
    source: "docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-limits.html; the number is not verified",
  },
} satisfies Record<string, Quota>;
export type QuotaName = keyof typeof quotas;

/** How much a part of the environment uses of a quota. */
export interface QuotaUse {
  readonly quota: QuotaName;
  readonly count: number;
  /** Where the file asks for it, where that is not the part as a whole. */
  readonly path?: DataPath;
  /** Which role, group or VPC, where the quota holds for one. */
  readonly of?: string;
  /** What AWS granted, where the part itself knows of another number than the default. */
  readonly granted?: number;
}

/** Executions that Lambda keeps for functions without a reservation (Lambda quotas, 2026-11). */
export const unreservedConcurrency = 100;

const isQuota = (name: string): name is QuotaName => Object.hasOwn(quotas, name);
export const quotaNames = Object.keys(quotas).filter(isQuota);
/** A row, widened, so that each has all fields. */
export const quotaOf = (name: QuotaName): Quota => quotas[name];
