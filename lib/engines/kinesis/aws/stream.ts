import { KinesisResourcePolicy } from "@cdktf/provider-aws/lib/kinesis-resource-policy";
import { KinesisStream } from "@cdktf/provider-aws/lib/kinesis-stream";
import { KinesisStreamConsumer } from "@cdktf/provider-aws/lib/kinesis-stream-consumer";
import { Construct } from "constructs";
import { withLiteralPlan } from "../../../core/literal";
import { constructId } from "../../../core/names";
import { limits } from "../limits";
import type { ConsumerPlan, StreamPlan } from "../plan";

export interface StreamProps {
  readonly plan: StreamPlan;
  readonly keyArn: string;
}

/** One data stream with its registered consumers. Stateful: its address is a contract. */
export class Stream extends Construct {
  /** ARNs of the registered consumers by group; AWS assigns them, so each is a reference. */
  readonly consumerArns: Readonly<Record<string, string>>;
  /** A reference, so that whoever reads the stream waits for it. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: StreamProps) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    const { arn } = new KinesisStream(this, "Resource", streamConfig(plan, keyArn));
    this.arn = arn;
    if (plan.policy !== undefined) new KinesisResourcePolicy(this, "Policy", { resourceArn: arn, policy: plan.policy });
    this.consumerArns = consumers(new Construct(this, "Consumers"), plan.consumers, arn);
  }
}

function streamConfig(plan: StreamPlan, keyArn: string) {
  return {
    name: plan.name,
    streamModeDetails: { streamMode: plan.shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
    ...(plan.shards === undefined ? {} : { shardCount: plan.shards }),
    retentionPeriod: plan.retentionHours,
    encryptionType: "KMS",
    kmsKeyId: keyArn,
    ...(plan.shardMetrics.length > 0 && { shardLevelMetrics: [...plan.shardMetrics] }),
    ...(Object.keys(plan.tags).length > 0 && { tags: { ...plan.tags } }),
    ...(!plan.protect && { enforceConsumerDeletion: true }),
    ...lifecycle(plan),
  };
}

/** Shards that scale are not Terraform's: it makes the first of them, and looks away. */
const lifecycle = ({ protect, maxShards }: StreamPlan) =>
  protect || maxShards !== undefined
    ? {
        lifecycle: {
          ...(protect && { preventDestroy: true }),
          ...(maxShards !== undefined && { ignoreChanges: ["shard_count"] }),
        },
      }
    : {};

/** Registers the groups. Kinesis creates a few at a time only, so that each waits for the one so many places before it. */
function consumers(scope: Construct, plans: readonly ConsumerPlan[], streamArn: string): Record<string, string> {
  const made: KinesisStreamConsumer[] = [];
  return Object.fromEntries(
    plans.map(({ name, policy }, index) => {
      const at = new Construct(scope, constructId(name));
      const before = made[index - limits.consumersInCreation];
      const consumer = new KinesisStreamConsumer(at, "Resource", {
        name,
        streamArn,
        ...(before && { dependsOn: [before] }),
      });
      made.push(consumer);
      if (policy !== undefined) new KinesisResourcePolicy(at, "Policy", { resourceArn: consumer.arn, policy });
      return [name, consumer.arn] as const;
    }),
  );
}
