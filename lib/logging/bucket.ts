import { bucketArn } from "../core/arns";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { denyPlainText, policyText, type Statement } from "../core/policy";
import { servicePrincipal } from "../core/regions";

/** Keeps objects from being deleted or overwritten for a while. */
export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

/** A private, versioned bucket that only speaks TLS. */
export interface BucketPlan {
  readonly name: string;
  readonly arn: string;
  readonly policy: string;
  /** Access logs can only be encrypted by S3 itself. */
  readonly encryption: "our-key" | "s3";
  readonly expireDays: number;
  /** Ends of their own for what lies below a prefix; then nothing else in the bucket ends. */
  readonly ends?: readonly { readonly prefix: string; readonly expireDays: number; readonly coldDays?: number }[];
  /** How long what ended below such a prefix stays as an older version; 30 days when left out. */
  readonly noncurrentDays?: number;
  /** A prefix below which requests are counted, and what the metric's filter is called. */
  readonly counted?: { readonly filter: string; readonly prefix: string };
  readonly lock?: ObjectLock;
  /** Where a copy of every object goes; none where nothing is copied. */
  readonly copy?: BucketCopy;
  readonly protect: boolean;
}

/** A bucket in another region that gets a copy of every object, encrypted with a key of that region. */
export interface BucketCopy {
  readonly bucketArn: string;
  /** ARN of the key's alias. */
  readonly keyArn: string;
}

/** What the one rule of a bucket that is copied is called. */
export const copyRule = "copies";

export interface BucketInput {
  readonly purpose: string;
  readonly encryption: BucketPlan["encryption"];
  readonly expireSeconds: number;
  readonly ends?: readonly {
    readonly prefix: string;
    readonly expireSeconds: number;
    readonly coldSeconds?: number;
  }[];
  readonly noncurrentDays?: number;
  readonly counted?: BucketPlan["counted"];
  readonly copy?: BucketCopy;
  readonly lock?: { readonly mode: "governance" | "compliance"; readonly retention: number };
  readonly protect: boolean;
  readonly statements?: (arn: string) => readonly Statement[];
}

const days = (seconds: number): number => Math.ceil(seconds / 86_400);

/** `<env>-<purpose>-<account>-<region>`: bucket names are one name space for the whole partition. */
export function bucketName(place: Place, purpose: string): string {
  return named("bucket", [place.environment, purpose, place.account, place.region]);
}

export function planBucket(place: Place, input: BucketInput): BucketPlan {
  const name = bucketName(place, input.purpose);
  const arn = bucketArn(place, name);
  const { lock, ends, noncurrentDays, counted, copy, statements = () => [] } = input;
  return {
    name,
    arn,
    policy: policyText([denyPlainText("s3:*", [arn, `${arn}/*`]), ...statements(arn)]),
    encryption: input.encryption,
    expireDays: days(input.expireSeconds),
    ...(ends && {
      ends: ends.map(({ prefix, expireSeconds, coldSeconds }) => ({
        prefix,
        expireDays: days(expireSeconds),
        // Nothing moves that ends before.
        ...(coldSeconds !== undefined && coldSeconds < expireSeconds && { coldDays: days(coldSeconds) }),
      })),
    }),
    ...(noncurrentDays !== undefined && { noncurrentDays }),
    ...(counted && { counted }),
    ...(copy && { copy }),
    ...(lock && {
      lock: { mode: lock.mode === "compliance" ? "COMPLIANCE" : "GOVERNANCE", days: days(lock.retention) },
    }),
    protect: input.protect,
  };
}

/** Lets S3 write the access logs of this environment's buckets (S3 user guide, server access logging, 2026-11). */
export function accessLogStatements(place: Place, sources: readonly string[]): (arn: string) => Statement[] {
  return (arn) => [
    {
      Sid: "AllowAccessLogs",
      Effect: "Allow",
      Principal: { Service: servicePrincipal("logging.s3") },
      Action: "s3:PutObject",
      Resource: `${arn}/*`,
      Condition: { ArnLike: { "aws:SourceArn": sources }, StringEquals: { "aws:SourceAccount": place.account } },
    },
  ];
}
