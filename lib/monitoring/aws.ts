import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
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
        namespace: alarm.metric.namespace,
        metricName: alarm.metric.name,
        dimensions: alarm.metric.dimensions,
        statistic: alarm.metric.statistic,
        period: alarm.metric.periodSeconds,
        comparisonOperator: alarm.comparison,
        threshold: alarm.threshold,
        evaluationPeriods: alarm.evaluationPeriods,
        datapointsToAlarm: alarm.datapointsToAlarm,
        treatMissingData: "notBreaching",
        alarmActions: [topicArn],
        okActions: [topicArn],
      });
  }
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
