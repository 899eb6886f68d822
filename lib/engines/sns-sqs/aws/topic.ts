import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { withLiteralPlan } from "../../../core/literal";
import { constructId } from "../../../core/names";
import type { SubscriberPlan, TopicChannelPlan } from "../plan";
import { ConsumedQueue, Queue } from "./queue";

export interface TopicChannelProps {
  readonly plan: TopicChannelPlan;
  readonly keyArn: string;
  /** ARN of the role for delivery logs, of one that exists by then. */
  readonly deliveryRoleArn: string;
  /** Percent of the successful deliveries that are logged. */
  readonly successSample: number;
}

/**
 * A topic with a queue for each subscriber, one for what SNS could not deliver, and one for the archive where there is
 * one. Stateful.
 */
export class TopicChannel extends Construct {
  /** Of the queue that the archive is written from: a reference. */
  readonly archiveQueueArn?: string;

  constructor(scope: Construct, id: string, props: TopicChannelProps) {
    super(scope, id);
    const { plan, keyArn, ...delivery } = withLiteralPlan(props);
    const topicArn = new SnsTopic(this, "Resource", topicConfig(plan.topic, { keyArn, ...delivery })).arn;
    const undelivered = new Queue(this, "Undelivered", { plan: plan.undelivered, keyArn });
    const subscribers = new Construct(this, "Subscribers");
    const add = (at: Construct, id: string, subscriber: SubscriberPlan): string => {
      const { queue } = new ConsumedQueue(at, id, { plan: subscriber, keyArn });
      new SnsTopicSubscription(queue, "Subscription", {
        topicArn,
        protocol: "sqs",
        endpoint: queue.resource.arn,
        rawMessageDelivery: subscriber.rawDelivery,
        redrivePolicy: subscriber.redrivePolicy,
        ...(subscriber.filter && {
          filterPolicy: subscriber.filter.policy,
          filterPolicyScope: subscriber.filter.scope,
        }),
        dependsOn: [undelivered.resource],
      });
      return queue.resource.arn;
    };
    for (const subscriber of plan.subscribers) add(subscribers, constructId(subscriber.name), subscriber);
    if (plan.archive !== undefined) this.archiveQueueArn = add(this, "Archive", plan.archive);
  }
}

function topicConfig(
  topic: TopicChannelPlan["topic"],
  { keyArn, deliveryRoleArn, successSample }: Omit<TopicChannelProps, "plan">,
) {
  return {
    name: topic.name,
    ...(topic.fifo && {
      fifoTopic: true,
      contentBasedDeduplication: topic.fifo.contentDeduplication,
      fifoThroughputScope: topic.fifo.throughputScope,
    }),
    kmsMasterKeyId: keyArn,
    signatureVersion: 2,
    policy: topic.policy,
    sqsFailureFeedbackRoleArn: deliveryRoleArn,
    ...(successSample > 0 && {
      sqsSuccessFeedbackRoleArn: deliveryRoleArn,
      sqsSuccessFeedbackSampleRate: successSample,
    }),
    ...(Object.keys(topic.tags).length > 0 && { tags: { ...topic.tags } }),
    ...(topic.protect && { lifecycle: { preventDestroy: true } }),
  };
}
