import type { Tags } from "./tags";
import type { DataPath } from "./issues";
import type { DataClass } from "./place";
import type { Statement } from "./policy";

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

export interface CloudWatchMetric {
  readonly source: "cloudwatch";
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average";
  readonly periodSeconds: number;
}

/** What a formula makes of several metrics: the sum of two kinds of CPU time, for example. */
export interface CloudWatchExpression {
  readonly source: "cloudwatch-expression";
  /** What the result is called, as a metric would be. */
  readonly name: string;
  /** Metric math over the ids of `metrics`. */
  readonly expression: string;
  readonly metrics: Readonly<Record<string, CloudWatchMetric>>;
  readonly statistic: CloudWatchMetric["statistic"];
  readonly periodSeconds: number;
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

/** What calls a function of ours. */
export type FunctionTrigger =
  /** Terraform, once the function stands, and again whenever its input (literal JSON) or its program changes. */
  | { readonly kind: "change"; readonly input: string }
  /** EventBridge Scheduler, with literal JSON: `cron(0 3 * * ? *)`, in UTC. */
  | { readonly kind: "schedule"; readonly expression: string; readonly input: string }
  /** Whoever has the right to: a state machine or an event source by its own role, a service by its name. */
  | { readonly kind: "call"; readonly callers: readonly FunctionCaller[] };

/** A service that may call a function on behalf of one thing. */
export interface FunctionCaller {
  /** Unique within the function and stable. */
  readonly id: string;
  readonly service: string;
  readonly sourceArn: string;
}

/** A function of ours: it does what Terraform cannot, such as speaking to a broker, or it works while nobody deploys. */
export interface FunctionFacts {
  /** Unique within the system and stable. */
  readonly id: string;
  /** The program: a TypeScript file below lib/, without its ending. */
  readonly entry: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  /** Whether it runs in the private network, where the brokers are. */
  readonly inNetwork: boolean;
  /** What its role may do, besides writing its log. */
  readonly statements: readonly Statement[];
  readonly variables: Readonly<Record<string, string>>;
  /** Environment variables whose values AWS assigns; the engine's construct gives them. */
  readonly lateVariables: readonly string[];
  readonly trigger: FunctionTrigger;
  /** How many may run at once; one when left out, so that two never race. */
  readonly concurrency?: number;
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
  readonly keyUses: readonly KeyUse[];
  readonly scalingTargets: readonly ScalingTarget[];
  /** Left out where no disk can be grown. */
  readonly disks?: BrokerDisks;
  readonly functions: readonly FunctionFacts[];
  readonly maintenance: MaintenanceFacts;
  readonly supportEnds: readonly SupportEnd[];
  readonly health: readonly StatefulHealth[];
  readonly stateful: readonly StatefulThing[];
}

/** Statements that others add to the policy of one resource, by its ARN. */
export type ResourceStatements = Readonly<Record<string, readonly Statement[]>>;
