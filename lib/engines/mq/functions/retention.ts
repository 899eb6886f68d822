import {
  CloudWatchLogsClient,
  type LogGroup,
  paginateDescribeLogGroups,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { clientSettings } from "../../../core/clients";
import type { Report } from "./report";

/**
 * How long the broker's own logs are kept. Amazon MQ makes the groups by itself, for ever, and under the id that AWS
 * assigns to the broker; so that only who knows the id can say otherwise.
 *
 * @see https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring-rabbitmq.html (2026-11)
 */
export async function retainLogs(
  brokerId: string,
  kept: { readonly days: number; readonly auditDays: number },
): Promise<Pick<Report, "logRetention" | "notes">> {
  const client = new CloudWatchLogsClient(clientSettings({}));
  const logGroupNamePrefix = `/aws/amazonmq/broker/${brokerId}/`;
  const groups: LogGroup[] = [];
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix }))
    groups.push(...(page.logGroups ?? []));
  const logRetention: Report["logRetention"][number][] = [];
  for (const { logGroupName: group = "", retentionInDays } of groups) {
    const days = group.endsWith("/audit") ? kept.auditDays : kept.days;
    const action = retentionInDays === days ? "kept" : "set";
    if (action === "set")
      await client.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: days }));
    logRetention.push({ group, days, action });
  }
  const notes =
    groups.length > 0 ? [] : [`the broker has no log group ${logGroupNamePrefix}* yet: none has a retention`];
  return { logRetention, notes };
}
