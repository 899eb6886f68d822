import { arn } from "../core/arns";
import type { KeyUse } from "../core/facts";
import { named } from "../core/names";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, serviceTrust } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { daysBefore, endingText, noticeDays, type EndingPlan } from "./support";
import { servicePrincipal } from "../core/regions";

/** A rule of EventBridge that tells the environment's owner, as a ticket. */
export interface RulePlan {
  /** Stable: the rule's address follows from it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** When it tells: at events of a pattern (literal JSON), or at a time. */
  readonly trigger: { readonly pattern: string } | { readonly schedule: string };
  /** What it tells, as literal JSON; the event itself when left out. */
  readonly message?: string;
}

/**
 * How AWS Health names the services that systems run on. AWS publishes no list of these names; those that are known by
 * two stand here with both, because one that does not exist matches nothing. (AWS Health user guide, EventBridge, 2026-11.)
 */
const services = ["KAFKA", "MSK", "MQ", "AMAZONMQ", "KINESIS", "SQS", "SNS", "LAMBDA", "FIREHOSE", "ES", "OPENSEARCH"];

/** What AWS plans to patch or to retire, what is broken there, and what it asks to be done. */
export const healthRule = (place: Place): RulePlan => ({
  id: "health",
  name: ruleName(place, "health"),
  description: "AWS patches, retires or repairs something that messages run on, or asks for something to be done",
  trigger: {
    pattern: JSON.stringify({
      source: ["aws.health"],
      "detail-type": ["AWS Health Event"],
      detail: { service: services, eventTypeCategory: ["scheduledChange", "issue", "accountNotification"] },
    }),
  },
});

/**
 * Rules that tell ahead of an end of support, at nine o'clock UTC of a day that follows from the end alone: what is
 * synthesized is the same on every day. One whose day is over tells again in a year, and so always has a day to come;
 * years go up to 2199 there (EventBridge user guide, eb-scheduled-rule-pattern, 2026-11).
 */
export function supportRules(place: Place, endings: readonly EndingPlan[]): RulePlan[] {
  return endings.flatMap((ending) =>
    noticeDays.map((days): RulePlan => {
      const id = `support-${ending.id}-${days}`;
      const [year, month, day] = daysBefore(ending.until, days).split("-").map(Number);
      return {
        id,
        name: ruleName(place, id),
        description: `Tells that the support of ${ending.what} ${ending.version} ends, from ${days} days before on, once a year`,
        trigger: { schedule: `cron(0 9 ${day} ${month} ? ${year}-2199)` },
        message: notice(`${place.environment}: support ends on ${ending.until}`, endingText(ending)),
      };
    }),
  );
}

/**
 * A message of the form that chat channels show; others see its text. (Amazon Q Developer in chat applications, custom
 * notifications, 2026-11.)
 */
const notice = (title: string, description: string): string =>
  JSON.stringify({ version: "1.0", source: "custom", content: { title, description } });

const ruleName = (place: Place, id: string): string => named("rule", [place.environment, "maintenance", id]);

/** Every rule of the maintenance of an environment, as policies name them. */
export const maintenanceRules = (place: Place): string =>
  arn(place, "events", `rule/${place.environment}-maintenance-*`);

/**
 * The role by which the rules publish to the alerts. A topic's policy, and a key's, cannot say which rules may: EventBridge
 * passes neither the rule nor the account there, so a condition on them is never true. A role's trust can. (EventBridge
 * user guide, eb-use-resource-based and cross-service-confused-deputy-prevention; SNS developer guide, sns-key-management;
 * 2026-11.)
 */
export const planRulesRole = (place: Place, topicArn: string, keyName: string): ServiceRolePlan =>
  planServiceRole(
    [place.environment, "maintenance"],
    serviceTrust(servicePrincipal("events"), place.account, maintenanceRules(place)),
    [
      allow("TellAlerts", "sns:Publish", topicArn),
      keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"]),
    ],
  );

/**
 * Lets EventBridge encrypt what it sets aside in the queue of undelivered alerts. There it comes by itself, without the
 * role; SQS says for which queue the key is used.
 */
export const eventsKeyUse = (queueArn: string): KeyUse => ({
  kind: "service",
  sid: "RulesSetAlertsAside",
  service: servicePrincipal("events"),
  actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
  encryptionContext: { "aws:sqs:arn": queueArn },
});
