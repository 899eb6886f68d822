import { arn } from "../core/arns";
import type { KeyUse, Severity, Signal, SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { denyOtherAccounts, denyPlainText, policyText, topicPolicyActions, type Statement } from "../core/policy";
import type { AlertsSpec } from "./spec";

/** One CloudWatch alarm. */
export interface AlarmPlan {
  /** The signal's id: the alarm's address follows from it. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly metric: Signal["metric"];
  readonly comparison: "GreaterThanThreshold" | "GreaterThanOrEqualToThreshold" | "LessThanThreshold";
  readonly threshold: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: "notBreaching" | "breaching";
}

export interface AlarmsPlan {
  readonly alarms: readonly AlarmPlan[];
}

const comparisons = {
  above: "GreaterThanThreshold",
  "at-least": "GreaterThanOrEqualToThreshold",
  below: "LessThanThreshold",
} as const;

/** One alarm for each signal of a system. */
export function planAlarms(place: Place, { name, signals }: Pick<SystemFacts, "name" | "signals">): AlarmsPlan {
  return {
    alarms: signals.map((signal) => ({
      id: signal.id,
      name: named("alarm", [place.environment, name, signal.id]),
      description: `${signal.title}. What to do: docs/runbooks/${signal.runbook}.md (${signal.severity})`,
      severity: signal.severity,
      metric: signal.metric,
      comparison: comparisons[signal.comparison],
      threshold: signal.threshold,
      evaluationPeriods: signal.periods,
      datapointsToAlarm: signal.breaching,
      treatMissingData: signal.silenceBreaches === true ? "breaching" : "notBreaching",
    })),
  };
}

/** The topic that every alarm of an environment goes to. */
export interface AlertsPlan {
  readonly name: string;
  readonly arn: string;
  readonly policy: string;
  readonly email: readonly string[];
  readonly https: readonly string[];
}

/**
 * Plans the alerts topic: encrypted, TLS only, this account only, and CloudWatch for this environment's alarms.
 *
 * @param others statements for further services that tell it something
 */
export function planAlerts(
  place: Place,
  { email, https }: AlertsSpec,
  ...others: readonly ((topicArn: string) => Statement)[]
): AlertsPlan {
  const name = named("topic", [place.environment, "alerts"]);
  const topicArn = arn(place, "sns", name);
  return {
    name,
    arn: topicArn,
    policy: policyText([
      denyPlainText(topicPolicyActions, topicArn),
      denyOtherAccounts([place.account], topicPolicyActions, topicArn),
      {
        Sid: "AllowAlarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topicArn,
        Condition: {
          ArnLike: { "aws:SourceArn": arn(place, "cloudwatch", `alarm:${place.environment}-*`) },
          StringEquals: { "aws:SourceAccount": place.account },
        },
      },
      ...others.map((statement) => statement(topicArn)),
    ]),
    email,
    https,
  };
}

/** CloudWatch encrypts what it publishes to the alerts topic (SNS developer guide, encrypted topics and event sources, 2026-11). */
export function alertsKeyUse(place: Place): KeyUse {
  return {
    kind: "service",
    sid: "AlarmsPublishAlerts",
    service: "cloudwatch.amazonaws.com",
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    sourceArns: [arn(place, "cloudwatch", `alarm:${place.environment}-*`)],
  };
}
