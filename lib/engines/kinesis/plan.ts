import type { SystemPlan } from "../../core/engine";
import type { Place } from "../../core/place";
import type { Tags } from "../../core/tags";
import type { ShardMetric } from "./limits";
import type { SystemNames } from "./names";

/** A consumer group that is registered with a stream and has a fan-out of its own. */
export interface ConsumerPlan {
  readonly name: string;
  /** Ends with `:*`, in place of the time of creation that AWS puts there. */
  readonly arn: string;
  /** Literal JSON, where clients of other accounts read through it. */
  readonly policy?: string;
}

/** One data stream, every setting final. */
export interface StreamPlan {
  readonly channel: string;
  readonly name: string;
  readonly arn: string;
  /** Its fixed number of shards; capacity on demand when left out. */
  readonly shards?: number;
  /** The most shards that scaling gives it; Terraform leaves their number alone then. */
  readonly maxShards?: number;
  /** How many shards the load needs that the channel states. */
  readonly loadShards?: number;
  readonly retentionHours: number;
  /** Which metrics there are of each shard. */
  readonly shardMetrics: readonly ShardMetric[];
  readonly maxLagSeconds: number;
  readonly consumers: readonly ConsumerPlan[];
  /** Literal JSON, where clients of other accounts come to it. */
  readonly policy?: string;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A system on Kinesis Data Streams, ready to be built. */
export interface KinesisPlan extends SystemPlan {
  readonly engine: "kinesis";
  /** False where the system exists already. */
  readonly build: boolean;
  readonly place: Place;
  readonly names: SystemNames;
  readonly streams: readonly StreamPlan[];
}
