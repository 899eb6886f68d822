import { arn } from "../core/arns";
import type { KeyUse, Severity, Signal } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import {
  denyOtherAccounts,
  denyPlainText,
  policyText,
  topicPolicyActions,
  type Condition,
  type Statement,
} from "../core/policy";
import type { Audience } from "./audience";
import { planChats, type ChatsPlan } from "./chats";
import { severities, type AlertsSpec, type Destination } from "./spec";
import { servicePrincipal } from "../core/regions";

/** One way to somebody. */
export interface SubscriptionPlan {
  readonly protocol: "email" | "https";
  /** The address, or the secret whose text it is. */
  readonly endpoint: string | { readonly secret: string };
  /** Whether whoever is there confirms at once, so that a deployment waits for it. */
  readonly confirms: boolean;
}

/** A topic that alarms of one severity go to, of one team or of all that have none. */
export interface AlertsTopicPlan extends Audience {
  /** Unique and stable: the topic's address follows from it. None where it is the owner's, for pages. */
  readonly id?: string;
  readonly name: string;
  readonly arn: string;
  readonly policy: string;
  readonly subscriptions: readonly SubscriptionPlan[];
}

export interface UndeliveredPlan {
  readonly name: string;
  readonly arn: string;
  readonly policy: string;
  /** What a subscription says to have its alerts set aside there. */
  readonly redrivePolicy: string;
  readonly retentionSeconds: number;
  readonly protect: boolean;
}

export interface AlertsPlan {
  /** First the way of the environment's owner, for pages and for tickets, then those of teams. */
  readonly topics: readonly AlertsTopicPlan[];
  /** The queue of alerts that an endpoint did not take. */
  readonly undelivered: UndeliveredPlan;
  readonly chats?: ChatsPlan;
}

/**
 * Plans the topics: encrypted, TLS only, this account only, and CloudWatch for this environment's alarms.
 *
 * @param rules ARNs of rules of EventBridge, with wildcards, that set aside what a topic did not take
 */
export function planAlerts(
  place: Place,
  owner: string,
  { routes }: AlertsSpec,
  { protect, rules }: { readonly protect: boolean; readonly rules: readonly string[] },
): AlertsPlan {
  const own = routes[owner];
  const told: readonly Told[] = [
    { audience: { severity: "page" }, parts: [], to: own?.page },
    { audience: { severity: "ticket" }, parts: ["ticket"], to: own?.ticket },
    ...Object.entries(routes).flatMap(([team, route]) =>
      severities
        .filter((severity) => team !== owner && route[severity] !== undefined)
        .map((severity) => ({ audience: { team, severity }, parts: [team, severity], to: route[severity] })),
    ),
  ];
  const topics = told.map((one) => topicOf(place, one));
  const chats = planChats(
    place,
    told.map(({ to }, index) => ({ arn: topics[index]?.arn ?? "", to })),
  );
  const topicArns = topics.map((topic) => topic.arn);
  const undelivered = planUndelivered(place, { topicArns, rules, protect });
  return { topics, undelivered, ...(chats && { chats }) };
}

interface Told {
  readonly audience: Audience;
  /** The end of the topic's name. */
  readonly parts: readonly string[];
  readonly to: Destination | undefined;
}

function topicOf(place: Place, { audience, parts, to }: Told): AlertsTopicPlan {
  const name = named("topic", [place.environment, "alerts", ...parts]);
  const topicArn = arn(place, "sns", name);
  return {
    ...audience,
    ...(parts.length > 0 && { id: parts.join("-") }),
    name,
    arn: topicArn,
    policy: topicPolicy(place, topicArn),
    subscriptions: to === undefined ? [] : subscriptionsOf(to),
  };
}

interface UndeliveredInput {
  readonly topicArns: readonly string[];
  readonly rules: readonly string[];
  readonly protect: boolean;
}

function planUndelivered(place: Place, { topicArns, rules, protect }: UndeliveredInput): UndeliveredPlan {
  const name = named("queue", [place.environment, "alerts-undelivered"]);
  const queueArn = arn(place, "sqs", name);
  return {
    name,
    arn: queueArn,
    policy: undeliveredPolicy(place, queueArn, { topicArns, rules }),
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn }),
    // The longest that SQS keeps a message.
    retentionSeconds: 14 * 86_400,
    protect,
  };
}

/** The topic that an audience is told by. */
export function topicArnOf({ topics }: AlertsPlan, { team, severity }: Audience): string {
  const found = topics.find((topic) => topic.team === team && topic.severity === severity);
  if (found === undefined) throw new Error(`no topic for ${severity}s of ${team ?? "everybody"}`);
  return found.arn;
}

/** An address that is said twice is told once. */
function subscriptionsOf({ email, https, pagerduty, opsgenie }: Destination): SubscriptionPlan[] {
  const all: SubscriptionPlan[] = [
    ...email.map((endpoint) => ({ protocol: "email" as const, endpoint, confirms: false })),
    ...https.map((endpoint) => ({ protocol: "https" as const, endpoint, confirms: false })),
    ...[...pagerduty, ...opsgenie].map((endpoint) => ({ protocol: "https" as const, endpoint, confirms: true })),
  ];
  return [...new Map(all.map((one) => [JSON.stringify(one.endpoint), one])).values()];
}

const ownAlarms = (place: Place): string => arn(place, "cloudwatch", `alarm:${place.environment}-*`);

function topicPolicy(place: Place, topicArn: string): string {
  return policyText([
    denyPlainText(topicPolicyActions, topicArn),
    denyOtherAccounts([place.account], topicPolicyActions, topicArn),
    {
      Sid: "AllowAlarms",
      Effect: "Allow",
      Principal: { Service: servicePrincipal("cloudwatch") },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: {
        ArnLike: { "aws:SourceArn": ownAlarms(place) },
        StringEquals: { "aws:SourceAccount": place.account },
      },
    },
  ]);
}

/** The services that set something aside, each for its own topics or rules (EventBridge user guide, eb-rule-dlq, 2026-11). */
function undeliveredPolicy(
  place: Place,
  queueArn: string,
  { topicArns, rules }: Pick<UndeliveredInput, "topicArns" | "rules">,
): string {
  const from = (Sid: string, service: string, Condition: Condition): Statement => ({
    Sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sqs:SendMessage",
    Resource: queueArn,
    Condition,
  });
  return policyText([
    denyPlainText("sqs:*", queueArn),
    denyOtherAccounts([place.account], "sqs:*", queueArn),
    from("AllowTopics", servicePrincipal("sns"), { ArnEquals: { "aws:SourceArn": topicArns } }),
    from("AllowRules", servicePrincipal("events"), { ArnLike: { "aws:SourceArn": rules } }),
  ]);
}

/**
 * An alert that reached nobody. It is told as a page and as a ticket, because one of the two ways may be the one that
 * failed.
 */
export function undeliveredSignals({ undelivered }: AlertsPlan): Signal[] {
  return severities.map((severity: Severity) => ({
    id: `undelivered-alerts${severity === "page" ? "" : `-${severity}`}`,
    title: "An endpoint did not take an alert: whoever should know does not",
    metric: {
      source: "cloudwatch",
      namespace: "AWS/SQS",
      name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: undelivered.name },
      statistic: "Maximum",
      periodSeconds: 60,
    },
    comparison: "above",
    threshold: 0,
    unit: "alerts",
    periods: 1,
    breaching: 1,
    severity,
    runbook: "undelivered-alerts",
  }));
}

/**
 * CloudWatch encrypts what it publishes to the topics, and SNS what it sets aside (SNS developer guide, encrypted topics
 * and event sources, dead-letter queues, 2026-11).
 */
export function alertsKeyUses(place: Place, { topics }: AlertsPlan): KeyUse[] {
  const actions = ["kms:Decrypt", "kms:GenerateDataKey*"];
  return [
    {
      kind: "service",
      sid: "AlarmsPublishAlerts",
      service: servicePrincipal("cloudwatch"),
      actions,
      sourceArns: [ownAlarms(place)],
    },
    {
      kind: "service",
      sid: "TopicsSetAlertsAside",
      service: servicePrincipal("sns"),
      actions,
      sourceArns: topics.map((topic) => topic.arn),
    },
  ];
}
