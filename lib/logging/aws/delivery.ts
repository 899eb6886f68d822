import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import { serviceRole } from "../../core/aws/service-role";
import { withLiteralPlan } from "../../core/literal";
import { constructId } from "../../core/names";
import { documentsFunction, type DeliveryPlan } from "../delivery";
import type { StreamPlan } from "../stream";
import { destination, type LateDelivery } from "./destination";

export interface DeliveryProps extends LateDelivery {
  readonly plan: DeliveryPlan;
  /** Names of log groups that exist by then, by the id of the log. */
  readonly logGroupNames: Readonly<Record<string, string>>;
  readonly assignedLogGroups: Readonly<Record<string, string>>;
  /** ARNs of functions by their id. */
  readonly functionArns: Readonly<Record<string, string>>;
}

/**
 * The streams that carry a stack's logs to the sinks, and what feeds them.
 *
 * @throws Error when a log has no group
 */
export class Delivery extends Construct {
  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    const { plan, ...late } = withLiteralPlan(props);
    const errorGroup = nameOf(late.logGroupNames, plan.errors.id);
    const functionArn = late.functionArns[documentsFunction];
    const arns = new Map(
      plan.streams.map((stream) => [
        stream.id,
        this.stream(stream, errorGroup, { ...late, ...(functionArn !== undefined && { functionArn }) }),
      ]),
    );
    const { name, namespace, metric } = plan.errorMetric;
    new CloudwatchLogMetricFilter(this, "Errors", {
      name,
      logGroupName: errorGroup,
      pattern: "",
      metricTransformation: { name: metric, namespace, value: "1" },
    });
    this.subscribe(plan, late, arns);
  }

  private stream(plan: StreamPlan, logGroupName: string, late: LateDelivery): string {
    const at = new Construct(this, constructId(plan.id));
    const role = serviceRole(at, plan.role);
    const errors = new CloudwatchLogStream(at, "Errors", { name: plan.errorStream, logGroupName });
    return new KinesisFirehoseDeliveryStream(at, "Resource", {
      name: plan.name,
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: late.keyArn },
      ...destination(plan, { roleArn: role.arn, logGroupName, logStreamName: errors.name }, late),
      dependsOn: [role.attachment],
    }).arn;
  }

  private subscribe(plan: DeliveryPlan, late: Omit<DeliveryProps, "plan">, arns: ReadonlyMap<string, string>): void {
    const at = new Construct(this, "Subscriptions");
    const role = serviceRole(at, plan.role);
    for (const { id, name, log, logGroupName, stream } of plan.subscriptions)
      new CloudwatchLogSubscriptionFilter(at, constructId(id), {
        name,
        logGroupName: nameOf(logGroupName === undefined ? late.assignedLogGroups : late.logGroupNames, log),
        destinationArn: nameOf(Object.fromEntries(arns), stream),
        roleArn: role.arn,
        filterPattern: "",
        dependsOn: [role.attachment],
      });
  }
}

function nameOf(names: Readonly<Record<string, string>>, id: string): string {
  const name = names[id];
  if (name === undefined) throw new Error(`nothing gives '${id}'`);
  return name;
}
