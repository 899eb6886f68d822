import { ChatbotSlackChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-slack-channel-configuration";
import { ChatbotTeamsChannelConfiguration } from "@cdktf/provider-aws/lib/chatbot-teams-channel-configuration";
import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DataAwsSecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { watched } from "../core/aws/watched";
import { original, withLiteralPlan } from "../core/literal";
import { constructId, shortHash } from "../core/names";
import type { AlertsPlan, SubscriptionPlan } from "./alerts";
import type { Audience } from "./audience";
import type { ChatsPlan } from "./chats";
import type { CompositePlan } from "./composites";
import type { DashboardPlan } from "./dashboard";
import type { AlarmPlan, AlarmsPlan } from "./plan";

export interface AlarmsProps {
  readonly plan: AlarmsPlan;
  /** Where alarms go, and where it is told that they are over: one topic for all, or one an audience. */
  readonly topicArn: string | ((to: Audience) => string);
}

/**
 * CloudWatch refuses to delete an alarm while a composite alarm names it in its rule or as its suppressor
 * (hashicorp/terraform-provider-aws#34807). Terraform deletes a removed resource before it updates those that depend on
 * it, unless the removed one has this setting in its state: then it updates first.
 */
const deletedAfterUpdates = { lifecycle: { createBeforeDestroy: true } } as const;

/** The alarms of one system. */
export class Alarms extends Construct {
  private readonly made = new Map<string, ITerraformDependable>();

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { plan, topicArn } = withLiteralPlan(props);
    const tell = (audiences: readonly Audience[]) => {
      const arns = audiences.map((to) => (typeof topicArn === "string" ? topicArn : topicArn(original(to))));
      return arns.length === 0 ? {} : { alarmActions: arns, okActions: arns };
    };
    for (const alarm of plan.alarms) this.metricAlarm(alarm, tell(alarm.to));
    for (const composite of plan.composites) this.compositeAlarm(composite, tell(composite.to));
  }

  private metricAlarm(alarm: AlarmPlan, actions: object): void {
    const made = new CloudwatchMetricAlarm(this, constructId(alarm.id), {
      alarmName: alarm.name,
      alarmDescription: alarm.description,
      ...watched(alarm.metric),
      comparisonOperator: alarm.comparison,
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods,
      datapointsToAlarm: alarm.datapointsToAlarm,
      treatMissingData: alarm.treatMissingData,
      ...actions,
      ...deletedAfterUpdates,
    });
    this.made.set(alarm.id, made);
  }

  /** CloudWatch refuses a rule that names an alarm which is not there yet. */
  private compositeAlarm({ id, name, description, rule, after, suppressor }: CompositePlan, actions: object): void {
    const named = suppressor === undefined ? after : [...after, suppressor.id];
    const made = new CloudwatchCompositeAlarm(this, constructId(id), {
      alarmName: name,
      alarmDescription: description,
      alarmRule: rule,
      ...(suppressor && {
        actionsSuppressor: {
          alarm: suppressor.name,
          waitPeriod: suppressor.waitSeconds,
          extensionPeriod: suppressor.extensionSeconds,
        },
      }),
      ...actions,
      dependsOn: named.flatMap((alarm) => this.made.get(alarm) ?? []),
      ...deletedAfterUpdates,
    });
    this.made.set(id, made);
  }
}

/** The dashboard of one system, or of an environment. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: { readonly plan: DashboardPlan }) {
    super(scope, id);
    const { plan } = withLiteralPlan(props);
    new CloudwatchDashboard(this, "Resource", { dashboardName: plan.name, dashboardBody: plan.body });
  }
}

/** The ways to everybody who is told of alarms: encrypted topics with their subscribers, and chat channels. */
export class Alerts extends Construct {
  /** The queue of what reached nobody. */
  readonly undeliveredArn: string;

  constructor(scope: Construct, id: string, props: { readonly plan: AlertsPlan; readonly keyArn: string }) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    const undelivered = new SqsQueue(this, "Undelivered", {
      name: plan.undelivered.name,
      kmsMasterKeyId: keyArn,
      kmsDataKeyReusePeriodSeconds: 300,
      messageRetentionSeconds: plan.undelivered.retentionSeconds,
      policy: plan.undelivered.policy,
      ...(plan.undelivered.protect && { lifecycle: { preventDestroy: true } }),
    });
    this.undeliveredArn = undelivered.arn;
    const topics = plan.topics.map(({ id: topicId, ...topic }) => {
      const place = topicId === undefined ? this : new Construct(this, constructId(topicId));
      const made = new SnsTopic(place, "Resource", {
        name: topic.name,
        kmsMasterKeyId: keyArn,
        signatureVersion: 2,
        policy: topic.policy,
      });
      for (const to of topic.subscriptions) subscribe(place, made, to, plan.undelivered.redrivePolicy, undelivered);
      return made;
    });
    if (plan.chats !== undefined) this.chats(plan.chats, topics);
  }

  private chats({ chats, role, guardrail }: ChatsPlan, topics: readonly SnsTopic[]): void {
    const policy = new IamPolicy(this, "ChatPolicy", { name: guardrail.name, policy: guardrail.document });
    const chatRole = new IamRole(this, "ChatRole", { name: role.name, assumeRolePolicy: role.trust });
    new IamRolePolicyAttachment(this, "ChatRolePolicy", { role: chatRole.name, policyArn: policy.arn });
    for (const chat of chats) {
      const common = {
        configurationName: chat.name,
        iamRoleArn: chatRole.arn,
        guardrailPolicyArns: [policy.arn],
        loggingLevel: "ERROR",
        snsTopicArns: [...chat.topicArns],
        dependsOn: [...topics],
      };
      if (chat.kind === "slack")
        new ChatbotSlackChannelConfiguration(this, constructId(chat.id), {
          ...common,
          slackTeamId: chat.workspace,
          slackChannelId: chat.channel,
        });
      else
        new ChatbotTeamsChannelConfiguration(this, constructId(chat.id), {
          ...common,
          tenantId: chat.tenant,
          teamId: chat.team,
          channelId: chat.channel,
        });
    }
  }
}

function subscribe(
  scope: Construct,
  topic: SnsTopic,
  { protocol, endpoint, confirms }: SubscriptionPlan,
  redrivePolicy: string,
  undelivered: SqsQueue,
): void {
  new SnsTopicSubscription(scope, constructId(subscriptionId(endpoint, confirms)), {
    topicArn: topic.arn,
    protocol,
    endpoint: typeof endpoint === "string" ? endpoint : secretText(scope, endpoint.secret, topic),
    ...(confirms && { endpointAutoConfirms: true }),
    ...(protocol === "https" && { redrivePolicy, dependsOn: [undelivered] }),
  });
}

/** An address with a key in it is no part of an id: ids are in logs. */
function subscriptionId(endpoint: SubscriptionPlan["endpoint"], confirms: boolean): string {
  if (typeof endpoint !== "string") return endpoint.secret;
  return confirms ? `pager-${shortHash(endpoint)}` : endpoint;
}

/** Read once the topic is there, so that nothing has to be read to plan an environment that is not. */
function secretText(scope: Construct, secret: string, topic: SnsTopic): string {
  return new DataAwsSecretsmanagerSecretVersion(scope, constructId(`secret ${secret}`), {
    secretId: secret,
    dependsOn: [topic],
  }).secretString;
}
