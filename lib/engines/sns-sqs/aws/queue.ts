import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { withLiteralPlan } from "../../../core/literal";
import type { ConsumedQueuePlan, QueuePlan } from "../queue-plan";

export interface QueueProps {
  readonly plan: QueuePlan;
  readonly keyArn: string;
}

/** One SQS queue with its whole policy. Stateful: its address is a contract. */
export class Queue extends Construct {
  /** For an argument that needs the queue to exist. Whoever only names it takes the plan's ARN. */
  readonly resource: SqsQueue;

  /** @param deadLetters the queue that must exist before this one names it in its redrive policy */
  constructor(scope: Construct, id: string, props: QueueProps, deadLetters?: Queue) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    this.resource = new SqsQueue(this, "Resource", {
      name: plan.name,
      ...(plan.fifo && {
        fifoQueue: true,
        contentBasedDeduplication: plan.fifo.contentDeduplication,
        deduplicationScope: plan.fifo.deduplicationScope,
        fifoThroughputLimit: plan.fifo.throughputLimit,
      }),
      visibilityTimeoutSeconds: plan.visibilitySeconds,
      messageRetentionSeconds: plan.retentionSeconds,
      maxMessageSize: plan.maxMessageBytes,
      receiveWaitTimeSeconds: plan.waitSeconds,
      delaySeconds: plan.delaySeconds,
      kmsMasterKeyId: keyArn,
      kmsDataKeyReusePeriodSeconds: 300,
      policy: plan.policy,
      ...(plan.redrivePolicy === undefined ? {} : { redrivePolicy: plan.redrivePolicy }),
      ...(plan.redriveAllowPolicy === undefined ? {} : { redriveAllowPolicy: plan.redriveAllowPolicy }),
      ...(Object.keys(plan.tags).length > 0 && { tags: { ...plan.tags } }),
      ...(plan.protect && { lifecycle: { preventDestroy: true } }),
      ...(deadLetters && { dependsOn: [deadLetters.resource] }),
    });
  }
}

/** A queue that consumers empty, with the queue of its dead letters. */
export class ConsumedQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: { readonly plan: ConsumedQueuePlan; readonly keyArn: string }) {
    super(scope, id);
    const { plan, keyArn } = withLiteralPlan(props);
    const deadLetters = new Queue(this, "DeadLetters", { plan: plan.deadLetters, keyArn });
    this.queue = new Queue(this, "Queue", { plan: plan.queue, keyArn }, deadLetters);
  }
}
