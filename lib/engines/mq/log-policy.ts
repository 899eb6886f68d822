import { arn } from "../../core/arns";
import { named } from "../../core/names";
import type { Place } from "../../core/place";
import { policyText } from "../../core/policy";
import type { Names } from "./names";
import type { SystemOptions } from "./spec";
import { servicePrincipal } from "../../core/regions";

/** A resource policy of CloudWatch Logs. */
export interface LogPolicyPlan {
  readonly name: string;
  /** Literal JSON. */
  readonly document: string;
}

/**
 * What lets an ActiveMQ broker write its logs; without it there are none, and nobody is told. RabbitMQ's are written
 * under Amazon MQ's own role. An account has at most ten such policies a region (CloudWatch Logs quotas, 2026-11).
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/configure-logging-monitoring-activemq.html (2026-11)
 */
export function planLogPolicy(
  place: Place,
  { prefix, brokerArn }: Names,
  broker: SystemOptions["broker"],
): LogPolicyPlan | undefined {
  if (broker === "rabbitmq") return undefined;
  return {
    name: named("policy", [...prefix, "broker-logs"]),
    document: policyText([
      {
        Sid: "BrokerWritesLogs",
        Effect: "Allow",
        Principal: { Service: servicePrincipal("mq") },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: arn(place, "logs", "log-group:/aws/amazonmq/broker/*"),
        Condition: {
          ArnLike: { "aws:SourceArn": brokerArn },
          StringEquals: { "aws:SourceAccount": place.account },
        },
      },
    ]),
  };
}
