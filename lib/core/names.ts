import { createHash } from "node:crypto";

/**
 * What a service takes as a name: its longest, and what is not allowed in it. Sources, read 2026-11: the service's own
 * API reference for the call that creates the thing.
 */
interface Rule {
  readonly max: number;
  readonly forbidden: RegExp;
}

const wordDash = /[^A-Za-z0-9_-]+/g;
const rules = {
  /** SQS CreateQueue: 80 with the suffix `.fifo`, which `named` takes into account. */
  queue: { max: 80, forbidden: wordDash },
  /** SNS CreateTopic: 256 with the suffix `.fifo`. */
  topic: { max: 256, forbidden: wordDash },
  /** Kinesis CreateStream: 128. */
  stream: { max: 128, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** DynamoDB CreateTable: 255, of which the Kinesis Client Library adds 18 to the names of its further tables. */
  leaseTable: { max: 237, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** MSK CreateCluster: 64. */
  cluster: { max: 64, forbidden: /[^A-Za-z0-9-]+/g },
  /** MSK CreateConfiguration: its pattern admits no limit of its own; 64 as a cluster. */
  clusterConfiguration: { max: 64, forbidden: /[^A-Za-z0-9-]+/g },
  /** Lambda CreateEventSourceMapping, AmazonManagedKafkaEventSourceConfig: 200. */
  consumerGroup: { max: 200, forbidden: /[^A-Za-z0-9/*:_+=.@-]+/g },
  /** Amazon MQ CreateBroker: 50. */
  broker: { max: 50, forbidden: wordDash },
  /** Amazon MQ CreateConfiguration: 150. */
  brokerConfiguration: { max: 150, forbidden: /[^A-Za-z0-9_.~-]+/g },
  /** Secrets Manager CreateSecret: 512. MSK wants `AmazonMSK_` first, which the parts say. */
  secret: { max: 512, forbidden: /[^A-Za-z0-9/_+=.@-]+/g },
  /** Lambda CreateFunction: 64. */
  function: { max: 64, forbidden: wordDash },
  /** EventBridge Scheduler CreateSchedule and CreateScheduleGroup: 64. */
  schedule: { max: 64, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** Step Functions CreateStateMachine: 80. */
  stateMachine: { max: 80, forbidden: wordDash },
  /** IAM CreateRole: 64. */
  role: { max: 64, forbidden: /[^\w+=,.@-]+/g },
  /** IAM CreatePolicy: 128. */
  policy: { max: 128, forbidden: /[^\w+=,.@-]+/g },
  /** S3 general purpose bucket: 63, lower case; dots break TLS to virtual hosts. */
  bucket: { max: 63, forbidden: /[^a-z0-9-]+/g },
  /** KMS CreateAlias: 256 with `alias/`. */
  keyAlias: { max: 250, forbidden: /[^A-Za-z0-9/_-]+/g },
  /** CloudWatch Logs CreateLogGroup: 512. */
  logGroup: { max: 512, forbidden: /[^A-Za-z0-9_/.#-]+/g },
  /** CloudWatch Logs PutSubscriptionFilter: 512. */
  subscriptionFilter: { max: 512, forbidden: /[:*]+/g },
  /** Firehose CreateDeliveryStream: 64. */
  deliveryStream: { max: 64, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** OpenSearch CreateDomain: 28, lower case. */
  domain: { max: 28, forbidden: /[^a-z0-9-]+/g },
  /** CloudWatch PutMetricAlarm: 255. */
  alarm: { max: 255, forbidden: /[^\x20-\x7e]+/g },
  /** CloudWatch PutDashboard: 255. */
  dashboard: { max: 255, forbidden: wordDash },
  /** EventBridge PutRule: 64. */
  rule: { max: 64, forbidden: /[^A-Za-z0-9._-]+/g },
  /** Systems Manager CreateDocument: 128. */
  document: { max: 128, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** Chatbot CreateSlackChannelConfiguration: 128. */
  chat: { max: 128, forbidden: wordDash },
  /** CloudTrail CreateTrail: 128, no two separators in a row. */
  trail: { max: 128, forbidden: /[^A-Za-z0-9_.-]+/g },
  /** EC2 CreateSecurityGroup: 255, and not `sg-` first. */
  securityGroup: { max: 255, forbidden: /[^A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]+/g },
} satisfies Record<string, Rule>;

export type NameKind = keyof typeof rules;

/**
 * `<env>-<system>-<part>` within the service's limit. A name that had to be cut, or that lost a forbidden character,
 * ends with a hash of the whole, so that two different things never get one name by cutting.
 *
 * @param suffix kept whole at the end, `.fifo` for example; it counts towards the limit
 */
export function named(kind: NameKind, parts: readonly string[], suffix = ""): string {
  const { max, forbidden } = rules[kind];
  const whole = parts.join("-");
  const clean = whole.replace(forbidden, "-");
  if (clean === whole && whole.length + suffix.length <= max) return whole + suffix;
  const hash = shortHash(parts.join("\u0000"));
  const room = max - suffix.length - hash.length - 1;
  return `${clean.slice(0, room).replace(/[-.]+$/, "")}-${hash}${suffix}`;
}

/** Eight hexadecimal digits that stay the same for the same text. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/**
 * The id of a construct made from a name that a user wrote. CDKTF drops dots and other characters from top-level ids,
 * so that `orders.v1` and `ordersv1` would become one resource; such a name gets a hash.
 */
export function constructId(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : `${name.replace(/[^A-Za-z0-9_-]+/g, "-")}-${shortHash(name)}`;
}

/** `alias/prod-orders`: what policies name a key by before it exists. */
export const keyAliasName = (parts: readonly string[]): string => `alias/${named("keyAlias", parts)}`;
