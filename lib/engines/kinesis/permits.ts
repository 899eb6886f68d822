import { arn } from "../../core/arns";
import type { Grant, IamPermission } from "../../core/grants";
import type { Issues } from "../../core/issues";
import { statementId } from "../../core/permissions";
import type { Place } from "../../core/place";
import { supportKinds } from "../../core/support";
import type { Condition } from "../../core/policy";
import { applicationName, consumerArn, type StreamNames, type SystemNames } from "./names";
import { serviceHost } from "../../core/regions";

/**
 * What a verb means at a stream. Of the actions a stream's own policy can share with other accounts only these:
 * DescribeStream, DescribeStreamSummary, GetRecords, GetShardIterator, ListShards, PutRecord, PutRecords, and of a consumer
 * DescribeStreamConsumer and SubscribeToShard (docs.aws.amazon.com/streams/latest/dev/controlling-access.html, 2026-11; for
 * DescribeStream, which Lambda's event source mapping needs, resource-based-policy-examples.html there, 2026-12).
 */
const produce = ["kinesis:DescribeStreamSummary", "kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords"];
/** The Kinesis Client Library and Lambda ask for them, with a fan-out too: it reads a closed shard to find its children. */
const consume = [
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:GetRecords",
  "kinesis:GetShardIterator",
  "kinesis:ListShards",
];
/** Registering is left to the deploy, so that a reader cannot register further consumers, which cost. */
const consumeFanOut = ["kinesis:DescribeStreamConsumer", "kinesis:SubscribeToShard"];
/**
 * Of four of these (both of enhanced monitoring, UpdateShardCount, UpdateStreamMode) the service authorization
 * reference, read 2026-11, tells no resource. They are granted for the stream all the same, never for all streams.
 */
const administer = [
  "kinesis:DecreaseStreamRetentionPeriod",
  "kinesis:DescribeStream",
  "kinesis:DescribeStreamSummary",
  "kinesis:DisableEnhancedMonitoring",
  "kinesis:EnableEnhancedMonitoring",
  "kinesis:IncreaseStreamRetentionPeriod",
  "kinesis:ListShards",
  "kinesis:ListStreamConsumers",
  "kinesis:ListTagsForStream",
  "kinesis:MergeShards",
  "kinesis:SplitShard",
  "kinesis:UpdateShardCount",
  "kinesis:UpdateStreamMode",
];

/**
 * What the Kinesis Client Library 3.x needs in its own account (docs.aws.amazon.com/streams/latest/dev/
 * kcl-iam-permissions.html, 2026-11): a lease table with an index, which holds everything since 3.5, and two tables
 * more before. 2.x needs less of the same; 1.x has been out of support since 2026-01-30.
 */
const tableActions = [
  "dynamodb:CreateTable",
  "dynamodb:DeleteItem",
  "dynamodb:DescribeTable",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Scan",
  "dynamodb:UpdateItem",
];
const leaseTableActions = [...tableActions, "dynamodb:UpdateTable"].sort();

interface Wanted {
  readonly part: string;
  readonly actions: readonly string[];
  readonly resourceArn: string;
  readonly keyActions?: readonly string[];
  readonly condition?: Condition;
  readonly ownedByClient?: boolean;
}

/**
 * What a grant means on Kinesis. Kinesis uses the key with the caller's own rights (docs.aws.amazon.com/streams/latest/
 * dev/permissions-user-key-KMS.html, 2026-11), so whoever writes or reads gets them through it.
 */
export function permit(place: Place, names: SystemNames, grant: Grant, issues?: Issues): readonly IamPermission[] {
  const stream = names.streams[grant.channel];
  if (stream === undefined) return [];
  return wanted(place, names, stream, grant, issues).map(({ part, ...more }) => ({
    mechanism: "iam",
    grant,
    sid: statementId(grant.verb, grant.channel, grant.group ?? "", part),
    keyActions: [],
    via: serviceHost(place.region, "kinesis"),
    ...more,
  }));
}

function wanted(place: Place, names: SystemNames, stream: StreamNames, grant: Grant, issues?: Issues): Wanted[] {
  const account = accountOf(place, grant);
  const foreign = account !== place.account;
  switch (grant.verb) {
    case "produce":
      return [{ part: "", actions: produce, resourceArn: stream.arn, keyActions: ["kms:GenerateDataKey"] }];
    case "administer":
      if (!foreign) return [{ part: "", actions: administer, resourceArn: stream.arn }];
      issues?.add(
        supportKinds.AdministerNotShared,
        grant.path,
        `${grant.client.name} is of account ${account}; Kinesis shares reading and writing with other accounts, not settings`,
      );
      return [];
    case "consume": {
      const { channel, group = "" } = grant;
      return [
        { part: "", actions: consume, resourceArn: stream.arn, keyActions: ["kms:Decrypt"] },
        ...(stream.fanOut.includes(group)
          ? [{ part: "fan-out", actions: consumeFanOut, resourceArn: consumerArn(stream.arn, group) }]
          : []),
        ...leases({ ...place, account }, applicationName(names.prefix, channel, group)),
      ];
    }
  }
}

function accountOf(place: Place, { client: { identity } }: Grant): string {
  return identity.kind === "role" || identity.kind === "account" ? identity.account : place.account;
}

/** The library's tables lie in the account and region of the application; the region is taken to be the stream's. */
function leases(place: Place, application: string): Wanted[] {
  const table = arn(place, "dynamodb", `table/${application}`);
  const own = (part: string, actions: readonly string[], resourceArn: string) => ({
    part,
    actions,
    resourceArn,
    ownedByClient: true,
  });
  return [
    own("lease-table", leaseTableActions, table),
    own("lease-index", ["dynamodb:Query"], `${table}/index/*`),
    own("worker-metrics", tableActions, `${table}-WorkerMetricStats`),
    own("coordinator-state", tableActions, `${table}-CoordinatorState`),
    {
      // CloudWatch knows no resource for this action; the condition holds it to the application's own namespace.
      ...own("metrics", ["cloudwatch:PutMetricData"], "*"),
      condition: { StringEquals: { "cloudwatch:namespace": application } },
    },
  ];
}
