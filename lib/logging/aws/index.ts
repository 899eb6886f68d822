import { Cloudtrail } from "@cdktf/provider-aws/lib/cloudtrail";
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { serviceRole } from "../../core/aws/service-role";
import { withLiteralPlan } from "../../core/literal";
import type { TrailPlan } from "../trail";
import { Bucket } from "./bucket";
import { LogGroup } from "./log-group";

export { Bucket, type BucketProps } from "./bucket";
export { Delivery } from "./delivery";
export type { LateDelivery } from "./destination";
export { DeliveryGroup, SearchDomain } from "./domain";
export { LogGroup } from "./log-group";

/** The audit trail with its locked bucket, and the count of publishes that SNS refused. */
export class Trail extends Construct {
  readonly logGroupName: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly plan: TrailPlan; readonly keyArn: string; readonly accessLogs: Bucket },
  ) {
    super(scope, id);
    const { plan, keyArn, accessLogs } = withLiteralPlan(props);
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
