import { arn, bucketArn } from "../core/arns";
import type { KeyUse, LogSource } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { allow, serviceTrust, type Statement } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { planBucket, type BucketPlan } from "./bucket";
import { planLogGroup, type LogGroupPlan, type LoggingSpec } from "./plan";

/** The audit trail of an environment. */
export interface TrailPlan {
  readonly name: string;
  readonly arn: string;
  readonly bucket: BucketPlan;
  readonly log: LogSource;
  readonly logGroup: LogGroupPlan;
  readonly role: ServiceRolePlan;
  /** Which calls on data are recorded: of topics, queues, streams and their consumers whose ARN begins so. */
  readonly dataEvents: readonly { readonly name: string; readonly type: string; readonly arnPrefix: string }[];
  readonly throttled: {
    readonly name: string;
    readonly namespace: string;
    readonly metric: string;
    readonly pattern: string;
  };
}

/**
 * Plans the trail: every region's management calls, and every call on a message of this environment. SNS has no metric
 * for refused publishes, so the trail's log group counts them, by topic.
 */
export function planTrail(place: Place, logging: LoggingSpec, protect: boolean): TrailPlan {
  const name = named("trail", [place.environment, "audit"]);
  const trailArn = arn(place, "cloudtrail", `trail/${name}`);
  const lock = logging.trail.objectLock ?? { mode: "governance" as const, retention: logging.retention.audit };
  // CloudTrail writes HIDDEN_DUE_TO_SECURITY_REASONS in place of a message (CloudTrail user guide, data events, 2026-11).
  const log: LogSource = {
    kind: "cloudwatch-log-group",
    id: "audit",
    name: `/signalbox/${place.environment}/audit`,
    class: "audit",
  };
  const logGroup = planLogGroup(place, log, logging, protect);
  return {
    name,
    arn: trailArn,
    bucket: planBucket(place, {
      purpose: "audit",
      encryption: "our-key",
      expireSeconds: logging.retention.audit,
      ...(protect && { lock }),
      protect,
      statements: (bucket) => trailStatements(place, trailArn, bucket),
    }),
    log,
    logGroup,
    role: planServiceRole([place.environment, "audit-logs"], serviceTrust("cloudtrail.amazonaws.com", place.account), [
      allow("WriteAuditLog", ["logs:CreateLogStream", "logs:PutLogEvents"], `${logGroup.arn}:log-stream:*`),
    ]),
    dataEvents: [
      {
        name: "Calls on messages of topics",
        type: "AWS::SNS::Topic",
        arnPrefix: arn(place, "sns", `${place.environment}-`),
      },
      {
        name: "Calls on messages of queues",
        type: "AWS::SQS::Queue",
        arnPrefix: arn(place, "sqs", `${place.environment}-`),
      },
      // CloudTrail takes both types in advanced event selectors, and startsWith for resources.ARN (CloudTrail user
      // guide, logging data events, and API reference, AdvancedFieldSelector, 2026-11). A consumer's ARN begins as its
      // stream's.
      {
        name: "Calls on records of streams",
        type: "AWS::Kinesis::Stream",
        arnPrefix: arn(place, "kinesis", `stream/${place.environment}-`),
      },
      {
        name: "Calls of consumers of streams",
        type: "AWS::Kinesis::StreamConsumer",
        arnPrefix: arn(place, "kinesis", `stream/${place.environment}-`),
      },
      // What is archived of messages and settings: who read it, and who wrote or removed it.
      ...["messages", "exports"].map((kind) => ({
        name: `Calls on objects of ${kind}`,
        type: "AWS::S3::Object",
        arnPrefix: bucketArn(place, `${place.environment}-${kind}-`),
      })),
    ],
    throttled: {
      name: named("trail", [place.environment, "publish-throttled"]),
      namespace: `Signalbox/${place.environment}`,
      metric: "PublishThrottled",
      pattern: '{ ($.eventSource = "sns.amazonaws.com") && ($.errorCode = "Throttl*") }',
    },
  };
}

/** What CloudTrail needs of its bucket (CloudTrail user guide, S3 bucket policy, 2026-11). */
function trailStatements(place: Place, trailArn: string, bucket: string): Statement[] {
  const base = { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" } } as const;
  const source = { "aws:SourceArn": trailArn };
  return [
    { ...base, Sid: "TrailReadsAcl", Action: "s3:GetBucketAcl", Resource: bucket, Condition: { StringEquals: source } },
    {
      ...base,
      Sid: "TrailWrites",
      Action: "s3:PutObject",
      Resource: `${bucket}/AWSLogs/${place.account}/*`,
      Condition: { StringEquals: { ...source, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

/** CloudTrail encrypts the trail's objects with the key (CloudTrail user guide, KMS key policies, 2026-11). */
export function trailKeyUse({ arn: trailArn }: TrailPlan): KeyUse {
  return {
    kind: "service",
    sid: "AuditTrail",
    service: "cloudtrail.amazonaws.com",
    actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
    sourceArns: [trailArn],
  };
}
