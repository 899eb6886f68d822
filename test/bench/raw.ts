import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformStack } from "cdktf";

/**
 * What somebody writes who has cdktf's classes and nothing else: for each channel a topic, a subscriber's queue with its
 * dead letters, the queue for what was not delivered, their policies, the log group and the six alarms. Resources name each
 * other by reference, as cdktf's own examples do; only a queue's name of itself is literal.
 */
const [count = "10", outdir = "cdktf.out"] = process.argv.slice(2);
const account = "111122223333";
const at = (service: string, name: string) => `arn:aws:${service}:eu-west-1:${account}:${name}`;

const app = new App({ outdir });
const stack = new TerraformStack(app, "bench-events");
new AwsProvider(stack, "Aws", { region: "eu-west-1", defaultTags: [{ tags: { Environment: "bench" } }] });
const key = new KmsKey(stack, "Key", { description: "Messages", enableKeyRotation: true });
const role = new IamRole(stack, "Role", { name: "bench-events-delivery-logs", assumeRolePolicy: "{}" });

function policy(actions: string | string[], resource: string, more: object[] = []): string {
  const deny = (Sid: string, Condition: object) => ({
    Sid,
    Effect: "Deny",
    Principal: "*",
    Action: actions,
    Resource: resource,
    Condition,
  });
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      deny("DenyPlainText", { Bool: { "aws:SecureTransport": "false" } }),
      deny("DenyOtherAccounts", {
        StringNotEquals: { "aws:PrincipalAccount": account },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      }),
      ...more,
    ],
  });
}

function queue(id: string, name: string, topic: SnsTopic, config: object): SqsQueue {
  const allow = {
    Sid: "AllowTopic",
    Effect: "Allow",
    Principal: { Service: "sns.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: at("sqs", name),
    Condition: { ArnEquals: { "aws:SourceArn": topic.arn } },
  };
  return new SqsQueue(stack, id, {
    name,
    messageRetentionSeconds: 345600,
    maxMessageSize: 262144,
    receiveWaitTimeSeconds: 20,
    visibilityTimeoutSeconds: 30,
    delaySeconds: 0,
    kmsMasterKeyId: key.arn,
    kmsDataKeyReusePeriodSeconds: 300,
    policy: policy("sqs:*", at("sqs", name), [allow]),
    lifecycle: { preventDestroy: true },
    ...config,
  });
}

function alarm(id: string, metricName: string, dimensions: Record<string, string>): void {
  new CloudwatchMetricAlarm(stack, id, {
    alarmName: `bench-events-${id}`,
    alarmDescription: `Something is wrong with ${id}. What to do: docs/runbooks/some-page.md (page)`,
    namespace: "AWS/SQS",
    metricName,
    dimensions,
    statistic: "Maximum",
    period: 60,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 1,
    evaluationPeriods: 5,
    datapointsToAlarm: 5,
    treatMissingData: "notBreaching",
    alarmActions: [at("sns", "bench-alerts")],
    okActions: [at("sns", "bench-alerts")],
  });
}

for (let i = 0; i < Number(count); i++) {
  const id = `event-${i}`;
  const name = `bench-events-${id}`;
  const topic = new SnsTopic(stack, id, {
    name,
    kmsMasterKeyId: key.arn,
    signatureVersion: 2,
    sqsFailureFeedbackRoleArn: role.arn,
    policy: policy(
      [
        "sns:AddPermission",
        "sns:DeleteTopic",
        "sns:GetTopicAttributes",
        "sns:ListSubscriptionsByTopic",
        "sns:Publish",
        "sns:RemovePermission",
        "sns:SetTopicAttributes",
        "sns:Subscribe",
      ],
      at("sns", name),
    ),
    lifecycle: { preventDestroy: true },
  });
  const undelivered = queue(`${id}-undelivered`, `${name}-undelivered`, topic, {});
  const deadLetters = queue(`${id}-dead`, `${name}-reader-dead-letters`, topic, {
    redriveAllowPolicy: JSON.stringify({
      redrivePermission: "byQueue",
      sourceQueueArns: [at("sqs", `${name}-reader`)],
    }),
  });
  const reader = queue(`${id}-reader`, `${name}-reader`, topic, {
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: 5,
    }),
    dependsOn: [deadLetters],
  });
  new SnsTopicSubscription(stack, `${id}-subscription`, {
    topicArn: topic.arn,
    protocol: "sqs",
    endpoint: reader.arn,
    rawMessageDelivery: true,
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: undelivered.arn }),
    dependsOn: [undelivered],
  });
  new CloudwatchLogGroup(stack, `${id}-log`, {
    name: `sns/eu-west-1/${account}/${name}/Failure`,
    retentionInDays: 400,
    kmsKeyId: key.arn,
  });
  alarm(`${id}-failed`, "NumberOfNotificationsFailed", { TopicName: topic.name });
  alarm(`${id}-throttled`, "PublishThrottled", { TopicArn: topic.arn });
  alarm(`${id}-set-aside`, "ApproximateNumberOfMessagesVisible", { QueueName: undelivered.name });
  alarm(`${id}-dead-letters`, "ApproximateNumberOfMessagesVisible", { QueueName: deadLetters.name });
  alarm(`${id}-oldest`, "ApproximateAgeOfOldestMessage", { QueueName: reader.name });
  alarm(`${id}-in-flight`, "ApproximateNumberOfMessagesNotVisible", { QueueName: reader.name });
}
app.synth();
