import type { Place } from "./place";
import { partitionOf } from "./regions";

/** `arn:<partition>:sqs:eu-west-1:111122223333:name`. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}:${place.region}:${place.account}:${resource}`;
}

/** The ARN of a thing that has no region, an IAM role for example. */
export function globalArn(place: Place, service: string, resource: string): string {
  return `arn:${partitionOf(place.region)}:${service}::${place.account}:${resource}`;
}

/** The ARN of a bucket, which names neither region nor account. */
export function bucketArn(place: Place, bucket: string): string {
  return `arn:${partitionOf(place.region)}:s3:::${bucket}`;
}

/** The root principal of an account: KMS and SQS accept it before any role exists there. */
export function rootArn(place: Place, account: string): string {
  return `arn:${partitionOf(place.region)}:iam::${account}:root`;
}

/** The account that an ARN names, or undefined when the text is no ARN. */
export function accountOf(text: string): string | undefined {
  return /^arn:[\w-]+:[\w-]+:[\w-]*:(\d{12}):/.exec(text)?.[1];
}

/** The partition that an ARN names, or undefined when the text is no ARN. */
export const partitionIn = (text: string): string | undefined => /^arn:(aws[\w-]*):/.exec(text)?.[1];
