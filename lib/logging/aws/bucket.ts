import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketMetric } from "@cdktf/provider-aws/lib/s3-bucket-metric";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { ServiceRole } from "../../core/aws/service-role";
import { withLiteralPlan } from "../../core/literal";
import { copyRule, type BucketCopy, type BucketPlan } from "../bucket";

export interface BucketProps {
  readonly plan: BucketPlan;
  readonly keyArn: string;
  /** The bucket that requests are logged to; none for that bucket itself. */
  readonly accessLogs?: Bucket;
  /** The role with which S3 copies objects to the second region; nothing is copied without one. */
  readonly copyRole?: ServiceRole;
}

/** A private, versioned bucket that only speaks TLS. Stateful. */
export class Bucket extends Construct {
  readonly bucketName: string;
  /** What writes to the bucket waits for its policy. */
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id);
    const { plan, keyArn, accessLogs, copyRole } = withLiteralPlan(props);
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
    if (plan.copy !== undefined && copyRole !== undefined)
      new S3BucketReplicationConfigurationA(this, "Copies", {
        bucket,
        role: copyRole.arn,
        rule: [copyRuleOf(plan.copy)],
        dependsOn: [versioning, copyRole.attachment],
      });
    if (plan.lock !== undefined)
      new S3BucketObjectLockConfigurationA(this, "Lock", { bucket, rule: { defaultRetention: plan.lock } });
  }
}

/** What was deleted here is kept there. */
const copyRuleOf = ({ bucketArn, keyArn }: BucketCopy) => ({
  id: copyRule,
  status: "Enabled",
  filter: { prefix: "" },
  deleteMarkerReplication: { status: "Disabled" },
  sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
  destination: {
    bucket: bucketArn,
    encryptionConfiguration: { replicaKmsKeyId: keyArn },
    metrics: { status: "Enabled" },
  },
});

function encryptionRule({ encryption }: BucketPlan, keyArn: string) {
  if (encryption === "s3") return { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } };
  return {
    applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
    bucketKeyEnabled: true,
  };
}

function lifecycleRules({ expireDays, ends, noncurrentDays }: BucketPlan) {
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
    // Of two rules that fit, S3 follows the one that ends sooner (S3 user guide, lifecycle conflicts, 2026-11).
    ...(noncurrentDays !== undefined && { noncurrentVersionExpiration: [{ noncurrentDays }] }),
    ...(coldDays !== undefined && { transition: [{ days: coldDays, storageClass: "GLACIER_IR" }] }),
  }));
  return [whole, ...below];
}
