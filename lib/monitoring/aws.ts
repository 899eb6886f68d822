import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import type { Signal } from "../core/facts";
import { literal } from "../core/literal";
import { constructId } from "../core/names";
import type { DashboardPlan } from "./dashboard";
import type { AlarmsPlan, AlertsPlan } from "./plan";

export interface AlarmsProps {
  readonly plan: AlarmsPlan;
  /** Where alarms go, and where it is told that they are over. */
  readonly topicArn: string;
}

/** The alarms of one system. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { plan, topicArn }: AlarmsProps) {
    super(scope, id);
    for (const alarm of plan.alarms)
      new CloudwatchMetricAlarm(this, constructId(alarm.id), {
        alarmName: alarm.name,
        alarmDescription: alarm.description,
        ...watched(alarm.metric),
        comparisonOperator: alarm.comparison,
        threshold: alarm.threshold,
        evaluationPeriods: alarm.evaluationPeriods,
        datapointsToAlarm: alarm.datapointsToAlarm,
        treatMissingData: alarm.treatMissingData,
        alarmActions: [topicArn],
        okActions: [topicArn],
      });
  }
}

/** A metric as it is, or a formula over several. */
function watched(metric: Signal["metric"]) {
  if (metric.source === "cloudwatch")
    return {
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      statistic: metric.statistic,
      period: metric.periodSeconds,
    };
  const inputs = Object.entries(metric.metrics).map(
    ([id, { namespace, name, dimensions, statistic, periodSeconds }]) => ({
      id,
      metric: { namespace, metricName: name, dimensions, stat: statistic, period: periodSeconds },
    }),
  );
  return {
    metricQuery: [...inputs, { id: "result", expression: metric.expression, label: metric.name, returnData: true }],
  };
}

/** The dashboard of one system. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { plan }: { readonly plan: DashboardPlan }) {
    super(scope, id);
    new CloudwatchDashboard(this, "Resource", { dashboardName: plan.name, dashboardBody: plan.body });
  }
}

/** The encrypted topic that every alarm goes to. */
export class AlertsTopic extends Construct {
  constructor(scope: Construct, id: string, { plan, keyArn }: { readonly plan: AlertsPlan; readonly keyArn: string }) {
    super(scope, id);
    const topic = new SnsTopic(this, "Resource", {
      name: plan.name,
      kmsMasterKeyId: keyArn,
      signatureVersion: 2,
      policy: plan.policy,
    });
    for (const protocol of ["email", "https"] as const)
      for (const endpoint of plan[protocol])
        new SnsTopicSubscription(this, constructId(endpoint), {
          topicArn: topic.arn,
          protocol,
          endpoint: literal(endpoint),
        });
  }
}
