import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { planKey } from "signalbox/encryption";
import { Key } from "signalbox/encryption/aws";
import { planSnsSqs } from "signalbox/engines/sns-sqs";
import { SnsSqs } from "signalbox/engines/sns-sqs/aws";
import { planAlarms } from "signalbox/monitoring";
import { Alarms } from "signalbox/monitoring/aws";

const place = { environment: "prod", account: "111122223333", region: "eu-west-1" };

/** A system of our own, composed in TypeScript. */
class Notifications extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "notifications");
    new AwsProvider(this, "Aws", { region: place.region });
    const alerts = new SnsTopic(this, "AlertsTopic", { name: "alerts", kmsMasterKeyId: "alias/alerts" });
    const emailRole = new IamRole(this, "Email", { name: "email", assumeRolePolicy: "{}" });

    const plan = planSnsSqs(place, "notifications", { channels: { "user-events": { subscribers: { email: {} } } } });
    const key = new Key(this, "Key", {
      plan: planKey(place, {
        parts: ["prod", "notifications"],
        description: "Messages of notifications",
        uses: plan.facts.keyUses,
        protect: true,
      }),
    });
    const system = new SnsSqs(this, "Notifications", { plan, keyArn: key.arn });
    system.grantConsume(emailRole, "user-events", "email");
    new Alarms(this, "Alarms", { plan: planAlarms(place, plan.facts), topicArn: alerts.arn });
  }
}

/** A system that stands already: Signalbox's alarms on it, and one of our own. */
class Orders extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "orders");
    new AwsProvider(this, "Aws", { region: place.region });
    const plan = planSnsSqs(place, "orders", {
      pattern: "work-queue",
      channels: { placed: { "sns-sqs": { queueName: "legacy-orders", deadLettersName: "legacy-orders-dlq" } } },
      existing: { name: "legacy" },
    });
    new SnsSqs(this, "Orders", { plan });
    const topicArn = "arn:aws:sns:eu-west-1:111122223333:alerts";
    new Alarms(this, "Alarms", { plan: planAlarms(place, plan.facts), topicArn });
    const [queue] = plan.facts.channels[0]!.resources;
    new CloudwatchMetricAlarm(this, "NothingSent", {
      alarmName: "orders-nothing-sent",
      namespace: "AWS/SQS",
      metricName: "NumberOfMessagesSent",
      dimensions: { QueueName: queue!.name },
      statistic: "Sum",
      period: 3600,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      alarmActions: [topicArn],
    });
  }
}

const app = new App();
new Notifications(app);
new Orders(app);
app.synth();
