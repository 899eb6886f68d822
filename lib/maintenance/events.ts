import type { KeyUse } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import type { Statement } from "../core/policy";
import { daysBefore, endingText, noticeDays, type EndingPlan } from "./support";

/** A rule of EventBridge that tells the alerts topic. */
export interface RulePlan {
  /** Stable: the rule's address follows from it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** When it tells: at events of a pattern (literal JSON), or once at a time. */
  readonly trigger: { readonly pattern: string } | { readonly schedule: string };
  /** What it tells, as literal JSON; the event itself when left out. */
  readonly message?: string;
}

/**
 * How AWS Health names the services that systems run on. AWS publishes no list of these names; those that are known by
 * two stand here with both, because one that does not exist matches nothing. (AWS Health user guide, EventBridge, 2026-11.)
 */
const services = ["KAFKA", "MSK", "MQ", "AMAZONMQ", "KINESIS", "SQS", "SNS", "LAMBDA", "FIREHOSE", "ES", "OPENSEARCH"];

/** What AWS plans to patch, what is broken, and what it asks to be done. */
export function healthRules(place: Place): RulePlan[] {
  const rule = (category: string, description: string): RulePlan => {
    const id = `health-${category}`;
    return {
      id,
      name: ruleName(place, id),
      description,
      trigger: {
        pattern: JSON.stringify({
          source: ["aws.health"],
          "detail-type": ["AWS Health Event"],
          detail: { service: services, eventTypeCategory: [category] },
        }),
      },
    };
  };
  return [
    rule("scheduledChange", "AWS will patch or retire something that messages run on"),
    rule("issue", "Something that messages run on is broken at AWS"),
    rule("accountNotification", "AWS asks for something to be done about what messages run on"),
  ];
}

/**
 * Rules that tell ahead of an end of support, at nine o'clock UTC of a day that follows from the end alone: what is
 * synthesized is the same on every day. A rule whose day is over stays, and tells nothing.
 */
export function supportRules(place: Place, endings: readonly EndingPlan[]): RulePlan[] {
  return endings.flatMap((ending) =>
    noticeDays.map((days): RulePlan => {
      const id = `support-${ending.id}-${days}`;
      const [year, month, day] = daysBefore(ending.until, days).split("-").map(Number);
      return {
        id,
        name: ruleName(place, id),
        description: `Tells ${days} days before the support of ${ending.what} ${ending.version} ends`,
        trigger: { schedule: `cron(0 9 ${day} ${month} ? ${year})` },
        message: JSON.stringify(`${place.environment}: in ${days} days ${endingText(ending)}`),
      };
    }),
  );
}

const ruleName = (place: Place, id: string): string => named("rule", [place.environment, "maintenance", id]);

/**
 * Lets EventBridge publish to the alerts topic. It passes neither the rule nor the account there: "You can't use
 * Condition blocks in Amazon SNS topic policies for EventBridge" (EventBridge user guide, troubleshooting, 2026-11).
 */
export const eventsPublish = (topicArn: string): Statement => ({
  Sid: "AllowEvents",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topicArn,
});

/** EventBridge encrypts what it publishes; as for the topic it passes nothing that a condition could look at. */
export const eventsKeyUse: KeyUse = {
  kind: "service",
  sid: "EventsPublishAlerts",
  service: "events.amazonaws.com",
  actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
};
