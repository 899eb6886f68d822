import type { SystemPlan } from "../../core/engine";
import type { SystemFacts } from "../../core/facts";
import type { Place } from "../../core/place";
import type { Tags } from "../../core/tags";
import type { SystemNames } from "./names";
import type { ConsumedQueuePlan, QueuePlan } from "./queue-plan";

/** One SNS topic, every setting final. */
export interface TopicPlan {
  readonly name: string;
  readonly arn: string;
  readonly fifo?: { readonly contentDeduplication: boolean; readonly throughputScope: "MessageGroup" | "Topic" };
  /** Literal JSON. */
  readonly policy: string;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A subscriber: its queue, and which messages of the topic reach it. */
export interface SubscriberPlan extends ConsumedQueuePlan {
  readonly name: string;
  readonly filter?: { readonly scope: "MessageAttributes" | "MessageBody"; readonly policy: string };
  readonly rawDelivery: boolean;
  /** Literal JSON: where a notification goes that SNS could not deliver. */
  readonly redrivePolicy: string;
}

export interface TopicChannelPlan {
  readonly kind: "topic";
  readonly name: string;
  readonly topic: TopicPlan;
  readonly undelivered: QueuePlan;
  readonly subscribers: readonly SubscriberPlan[];
  /** Gets a copy of every message and is emptied into the archive. */
  readonly archive?: SubscriberPlan;
}

export interface QueueChannelPlan extends ConsumedQueuePlan {
  readonly kind: "queue";
  readonly name: string;
}

export type ChannelPlan = TopicChannelPlan | QueueChannelPlan;

/** The role under which SNS writes its delivery logs. */
export interface DeliveryRolePlan {
  readonly name: string;
  readonly arn: string;
  readonly policyName: string;
  readonly trust: string;
  readonly document: string;
  /** Percent of the successful deliveries that are logged. */
  readonly successSample: number;
}

/** A system on SNS and SQS, ready to be built. */
export interface SnsSqsPlan extends SystemPlan {
  readonly engine: "sns-sqs";
  readonly facts: SystemFacts;
  /** False where the system exists already. */
  readonly build: boolean;
  readonly place: Place;
  readonly names: SystemNames;
  readonly channels: readonly ChannelPlan[];
  readonly deliveryRole?: DeliveryRolePlan;
}
