import { arn } from "../core/arns";
import type { LogClass } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import type { BucketPlan } from "./bucket";
import type { LogGroupPlan } from "./plan";
import { failedPrefix, type Sink } from "./sinks";
import { streamStatements } from "./stream-role";
import { date, targetOf, type Target } from "./target";
import { servicePrincipal } from "../core/regions";

/** A delivery stream of Firehose, with its own role. */
export interface StreamPlan {
  /** `SINK-CLASS`: unique within the stack and stable. */
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly role: ServiceRolePlan;
  readonly target: Target;
  readonly bucketArn: string;
  /** Where in the bucket lies what could not be delivered; Firehose writes the kind of failure and the date. */
  readonly failedPrefix: string;
  /** The log stream of the error log. */
  readonly errorStream: string;
}

export interface StreamInput {
  readonly id: string;
  readonly sink: Sink;
  readonly logClass: LogClass;
  readonly system: string;
  readonly bucket: BucketPlan;
  readonly keyName: string;
  readonly errorLog: LogGroupPlan;
  /** The name of the function that takes records apart. */
  readonly function: string;
}

export function planStream(place: Place, input: StreamInput): StreamPlan {
  const { id, sink, logClass, system, bucket } = input;
  const name = named("deliveryStream", [place.environment, system, id]);
  const streamArn = arn(place, "firehose", `deliverystream/${name}`);
  const failed = `${failedPrefix}${system}/${id}/`;
  const target = targetOf(sink, system, logClass);
  return {
    id,
    name,
    arn: streamArn,
    role: planServiceRole(
      [place.environment, system, "logs", id],
      serviceTrust(servicePrincipal("firehose"), place.account, streamArn),
      streamStatements(place, {
        sink,
        target,
        bucketArn: bucket.arn,
        prefixes: [failed, ...(target.kind === "s3" ? [`${logClass}/${system}/`] : [])],
        keyName: input.keyName,
        errorStreamArn: `${input.errorLog.arn}:log-stream:${id}`,
        functionArn: arn(place, "lambda", `function:${input.function}`),
      }),
    ),
    target,
    bucketArn: bucket.arn,
    failedPrefix: `${failed}!{firehose:error-output-type}/${date}/`,
    errorStream: id,
  };
}
