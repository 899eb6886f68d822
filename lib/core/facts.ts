import type { ArchiveFacts, ExportFacts } from "./archive/facts";
import type { FunctionFacts } from "./function-facts";
import type { CloudWatchExpression, CloudWatchMetric } from "./measure";
import type { StatedValue } from "./one-way";
import type { Tags } from "./tags";
import type { DataPath } from "./issues";
import type { DataClass } from "./place";
import type { Statement } from "./policy";

export type { FunctionFacts } from "./function-facts";
export type { CloudWatchExpression, CloudWatchMetric } from "./measure";

/** What an engine's channel can be asked for. */
export type Capability =
  "ordered" | "replayable" | "fan-out" | "filtering" | "dead-letters" | "cross-account" | "storage-autoscaling";

/** A thing that a name of ours identifies in the account, or within a broker. */
export interface NamedResource {
  readonly kind: "queue" | "dead-letter-queue" | "topic" | "stream" | "exchange";
  readonly name: string;
  /** Left out where the thing lives within a broker and has none. */
  readonly arn?: string;
  /** ARN of the queue whose dead letters it holds, where the service can move them back there by itself. */
  readonly deadLettersOf?: string;
}

export interface ChannelFacts {
  readonly name: string;
  readonly path: DataPath;
  readonly owner?: string;
  readonly dataClass?: DataClass;
  readonly ordered: boolean;
  /** Longest time, in seconds, that a message waits for its consumer. */
  readonly retentionSeconds: number;
  readonly subscribers: readonly string[];
  /** Consumer groups that `access:` admits to a stream. */
  readonly groups?: readonly string[];
  readonly resources: readonly NamedResource[];
}

/** How clients reach the system, and how they prove who they are. */
export interface Listener {
  readonly name: string;
  readonly protocol: "https" | "kafka" | "amqp" | "openwire" | "stomp" | "mqtt";
  readonly authentication: "iam" | "scram" | "mtls" | "password" | "none";
  readonly port: number;
  /** Where AWS assigns the address, the stack has an output of the listener's name instead. */
  readonly endpoint?: string;
}

export type Severity = "page" | "ticket";

/** What to watch, and from which value on it is a problem. Severity decides who is told; the runbook says what to do. */
export interface Signal {
  /** Unique within the system and stable: the alarm's construct id and name follow from it. */
  readonly id: string;
  readonly title: string;
  readonly channel?: string;
  readonly metric: CloudWatchMetric | CloudWatchExpression;
  readonly comparison: "above" | "at-least" | "below";
  readonly threshold: number;
  readonly unit: string;
  /** Periods that are looked at, and how many of them must be over the threshold. */
  readonly periods: number;
  readonly breaching: number;
  readonly severity: Severity;
  /** Page below docs/runbooks/ without its ending. */
  readonly runbook: string;
  /** Whether it is a problem that nothing is measured; it is none when left out: an idle queue has no metrics. */
  readonly silenceBreaches?: boolean;
}

export type ObjectiveKind = "delivery" | "availability";

/**
 * What tells good minutes from bad ones. CloudWatch has no figures of single messages of any engine, so that objectives
 * count time.
 */
export interface Indicator {
  /** Unique among those of its kind in the system, and stable. */
  readonly id: string;
  /** What it is measured of, in words. */
  readonly of: string;
  /** None where the whole system is good or bad. */
  readonly channel?: string;
  /** One value a minute. */
  readonly metric: CloudWatchMetric | CloudWatchExpression;
  /** Above it a minute is bad; of `delivery`, above so much for each second that a message may wait. */
  readonly tolerated: number;
  /** How long a message waits at most, because then it is gone; left out where it never is. */
  readonly keptSeconds?: number;
}

/** The indicators of each kind of objective; where nothing measures it, the words that say so and what to use instead. */
export type Indicators = Readonly<Record<ObjectiveKind, readonly Indicator[] | string>>;

/** A log that the engine writes by itself to a log group of this name; logging makes the group with retention and key. */
export interface LogSource {
  readonly kind: "cloudwatch-log-group";
  /** Unique within the system and stable: the log group's construct id follows from it. */
  readonly id: string;
  readonly name: string;
  readonly class: LogClass;
  /** Whether what messages hold can stand in it; then it leaves for no sink that may not take their data class. */
  readonly payloads?: boolean;
}

/** Logs for whoever runs the systems, and who did what. */
export type LogClass = "operational" | "audit";

/** A log whose group the service makes and names itself, by an id that AWS assigns: the engine's construct tells it. */
export interface AssignedLog extends Omit<LogSource, "kind" | "name"> {
  readonly kind: "assigned-log-group";
}

/** Who uses the system's key for what. Encryption renders each as one statement of the key's policy. */
export type KeyUse =
  | {
      readonly kind: "service";
      readonly sid: string;
      readonly service: string;
      readonly actions: readonly string[];
      /** ARNs on whose behalf the service may come; none where the service passes none (EventBridge, alarms). */
      readonly sourceArns?: readonly string[];
      readonly encryptionContext?: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "account";
      readonly sid: string;
      readonly account: string;
      /** Roles of that account; all its principals where there are none. */
      readonly roles: readonly string[];
      readonly actions: readonly string[];
      /** Services through which alone the key may be used: `sqs.eu-west-1.amazonaws.com`. */
      readonly via: readonly string[];
    };

/** What may be removed only with a word in `retired:`. */
export interface StatefulThing {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  /** Its values that cannot be changed freely once they are deployed, by their names in the inventory. */
  readonly values?: Readonly<Record<string, StatedValue>>;
}

/** When the platform patches what the system runs on, and whether anybody may choose when. */
export type MaintenanceFacts =
  | ({ readonly kind: "window"; readonly source: string } & MaintenanceWindow)
  | {
      readonly kind: "none";
      /** A sentence without its end. */
      readonly why: string;
      readonly source: string;
    };

/** A weekly window of up to two hours. */
export interface MaintenanceWindow {
  readonly day: string;
  /** When it begins: `03:00`. */
  readonly time: string;
  /** `Europe/Berlin`. */
  readonly zone: string;
}

/** Support of something that the system runs on ends on a day that is known. */
export interface SupportEnd {
  readonly what: string;
  readonly version: string;
  /** `2027-04-30`. */
  readonly until: string;
  readonly source: string;
}

/** A thing of which AWS tells a state; nothing is changed safely while it is not the usual one. */
export interface StatefulHealth {
  readonly mechanism: "kafka-cluster" | "amazon-mq-broker" | "kinesis-stream";
  readonly name: string;
}

/** A capacity of the engine that Application Auto Scaling may raise. It is never lowered: disks do not shrink. */
export interface ScalingTarget {
  /** Unique within the system and stable; the engine's construct says which resource it is. */
  readonly id: string;
  readonly serviceNamespace: "kafka";
  readonly dimension: string;
  /** Of what the target percentage is held: a metric that Application Auto Scaling knows by itself. */
  readonly metric: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly targetPercent: number;
}

/** The disks of MSK's brokers: they grow while the brokers run, and never shrink. */
export interface BrokerDisks {
  readonly cluster: string;
  /** With `*` for the UUID that MSK gives a cluster. */
  readonly clusterArn: string;
  readonly sizeGiB: number;
  readonly maxGiB: number;
}

/** A stream whose partitions are shards, as AWS counts and sells them. */
export interface ShardedStream {
  readonly channel: string;
  readonly name: string;
  readonly arn: string;
  /** How many it is made with; left out where AWS adds and takes them by itself. */
  readonly shards?: number;
  /** How many the load needs that the channel states; left out where it states none. */
  readonly loadShards?: number;
}

type Measure = CloudWatchMetric | CloudWatchExpression;

/** What waits for one consumer, as CloudWatch measures it, so that there can be as many of it as are needed. */
export interface Backlog {
  readonly channel: string;
  readonly subscriber?: string;
  readonly group?: string;
  /** How many messages wait; left out where nobody counts them. */
  readonly messages?: Measure;
  /** How many are being handled, where `messages` leaves them out. */
  readonly inFlight?: Measure;
  /** For how many seconds the oldest message has waited; left out where nobody measures it. */
  readonly ageSeconds?: Measure;
  /** After how many seconds a message is gone, handled or not; left out where it never is. */
  readonly retentionSeconds?: number;
  /** Why neither is measured, and what to do. */
  readonly unmeasured?: string;
  /** Whether it is measured while nobody consumes: consumers that sleep must be woken by it. */
  readonly speaksUnread: boolean;
  /** More consumers than this get nothing: one partition goes to one of them. */
  readonly maxConsumers?: number;
}

/** What no policy scales here, what to do in its place, and the signals that tell when. */
export interface ScalingAdvice {
  readonly of: "storage" | "partitions";
  readonly advice: string;
  /** Ids of signals; none where it never has to be done. */
  readonly signals: readonly string[];
}

/** What concerns read of a system. Unions over mechanisms of a platform, never over engines. */
export interface SystemFacts {
  readonly name: string;
  readonly engine: string;
  readonly pattern: string;
  readonly platform: "aws";
  readonly path: DataPath;
  readonly tags: Tags;
  readonly capabilities: readonly Capability[];
  readonly channels: readonly ChannelFacts[];
  readonly listeners: readonly Listener[];
  readonly signals: readonly Signal[];
  readonly indicators: Indicators;
  readonly logSources: readonly LogSource[];
  readonly assignedLogs?: readonly AssignedLog[];
  /** Why the service writes no log, and what tells of it instead; left out where it writes one. */
  readonly withoutLogs?: string;
  readonly keyUses: readonly KeyUse[];
  readonly scalingTargets: readonly ScalingTarget[];
  /** Left out where no disk can be grown. */
  readonly disks?: BrokerDisks;
  readonly shardedStreams: readonly ShardedStream[];
  readonly backlogs: readonly Backlog[];
  readonly scalingAdvice: readonly ScalingAdvice[];
  readonly functions: readonly FunctionFacts[];
  readonly maintenance: MaintenanceFacts;
  readonly supportEnds: readonly SupportEnd[];
  readonly health: readonly StatefulHealth[];
  readonly stateful: readonly StatefulThing[];
  /** There when it was asked for and the engine can. */
  readonly archive?: ArchiveFacts;
  /** There when there is something to export. */
  readonly export?: ExportFacts;
}

/** Statements that others add to the policy of one resource, by its ARN. */
export type ResourceStatements = Readonly<Record<string, readonly Statement[]>>;
