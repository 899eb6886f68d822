import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { serviceRole } from "../../core/aws/service-role";
import type { BucketPlan } from "../bucket";
import type { TrailPlan } from "../trail";
import { LogGroup } from "./log-group";

export { Delivery } from "./delivery";
export type { LateDelivery } from "./destination";
export { DeliveryGroup, SearchDomain } from "./domain";
export { LogGroup } from "./log-group";

export interface BucketProps {
  readonly plan: BucketPlan;
  readonly keyArn: string;
  /** The bucket that requests are logged to; none for that bucket itself. */
  readonly accessLogs?: Bucket;
}

/** A private, versioned bucket that only speaks TLS. Stateful. */
export class Bucket extends Construct {
  readonly bucketName: string;
  /** What writes to the bucket waits for its policy. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, { plan, keyArn, accessLogs }: BucketProps) {
    super(scope, id);
    const { bucket } = new S3Bucket(this, "Resource", {
      bucket: plan.name,
      ...(plan.lock && { objectLockEnabled: true }),
      ...(plan.protect ? { lifecycle: { preventDestroy: true } } : { forceDestroy: true }),
    });
    this.bucketName = bucket;
    new S3BucketOwnershipControls(this, "Ownership", { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } });
    const access = new S3BucketPublicAccessBlock(this, "PublicAccess", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.policy = new S3BucketPolicy(this, "Policy", { bucket, policy: plan.policy, dependsOn: [access] });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [encryptionRule(plan, keyArn)],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      rule: lifecycleRules(plan),
      dependsOn: [versioning],
    });
    if (accessLogs !== undefined)
      new S3BucketLoggingA(this, "AccessLogs", {
        bucket,
        targetBucket: accessLogs.bucketName,
        targetPrefix: `${plan.name}/`,
        dependsOn: [accessLogs.policy],
      });
    if (plan.counted !== undefined)
      new S3BucketMetric(this, "Counted", {
        bucket,
        name: plan.counted.filter,
        filter: { prefix: plan.counted.prefix },
      });
    if (plan.lock !== undefined)
      new S3BucketObjectLockConfigurationA(this, "Lock", { bucket, rule: { defaultRetention: plan.lock } });
  }
}

function encryptionRule({ encryption }: BucketPlan, keyArn: string) {
  if (encryption === "s3") return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
    bucketKeyEnabled: true,
  };
}

function lifecycleRules({ expireDays, ends }: BucketPlan) {
  const whole = {
    id: "expire",
    status: "Enabled",
    filter: [{ prefix: "" }],
    ...(ends === undefined && { expiration: [{ days: expireDays }] }),
    noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
  const below = (ends ?? []).map(({ prefix, expireDays: days, coldDays }) => ({
    id: prefix.replace(/\/$/, ""),
    status: "Enabled",
    filter: [{ prefix }],
    expiration: [{ days }],
    ...(coldDays !== undefined && { transition: [{ days: coldDays, storageClass: "GLACIER_IR" }] }),
  }));
  return [whole, ...below];
}

/** The audit trail with its locked bucket, and the count of publishes that SNS refused. */
export class Trail extends Construct {
  readonly logGroupName: string;

  constructor(
    scope: Construct,
    id: string,
    { plan, keyArn, accessLogs }: { readonly plan: TrailPlan; readonly keyArn: string; readonly accessLogs: Bucket },
  ) {
    super(scope, id);
    const bucket = new Bucket(this, "Bucket", { plan: plan.bucket, keyArn, accessLogs });
    const logs = new LogGroup(this, "Logs", { plan: plan.logGroup, keyArn });
    this.logGroupName = logs.logGroupName;
    const role = serviceRole(this, plan.role);
    new Cloudtrail(this, "Resource", {
      name: plan.name,
      s3BucketName: bucket.bucketName,
      kmsKeyId: keyArn,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      cloudWatchLogsGroupArn: `${logs.arn}:*`,
      cloudWatchLogsRoleArn: role.arn,
      advancedEventSelector: selectors(plan),
      dependsOn: [bucket.policy, role.attachment],
    });
    const { name, namespace, metric, pattern } = plan.throttled;
    new CloudwatchLogMetricFilter(this, "Throttled", {
      name,
      logGroupName: logs.logGroupName,
      pattern,
      metricTransformation: {
        name: metric,
        namespace,
        value: "1",
        dimensions: { TopicArn: "$.requestParameters.topicArn" },
      },
    });
  }
}

function selectors({ dataEvents }: TrailPlan) {
  const management = { name: "Management calls", fieldSelector: [{ field: "eventCategory", equalTo: ["Management"] }] };
  const data = dataEvents.map(({ name, type, arnPrefix }) => ({
    name,
    fieldSelector: [
      { field: "eventCategory", equalTo: ["Data"] },
      { field: "resources.type", equalTo: [type] },
      { field: "resources.ARN", startsWith: [arnPrefix] },
    ],
  }));
  return [management, ...data];
}
