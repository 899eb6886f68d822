import type { Tags } from "./tags";
import type { DataPath } from "./issues";
import type { DataClass } from "./place";
import type { Statement } from "./policy";

/** What an engine's channel can be asked for. */
export type Capability = "ordered" | "fan-out" | "filtering" | "dead-letters" | "cross-account";

/** A thing that a name of ours identifies in the account. */
export interface NamedResource {
  readonly kind: "queue" | "dead-letter-queue" | "topic";
  readonly name: string;
  readonly arn: string;
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
  readonly resources: readonly NamedResource[];
}

/** How clients reach the system, and how they prove who they are. */
export interface Listener {
  readonly name: string;
  readonly protocol: "https";
  readonly authentication: "iam";
  readonly endpoint: string;
}

export type Severity = "page" | "ticket";

/** What to watch, and from which value on it is a problem. Severity decides who is told; the runbook says what to do. */
export interface Signal {
  /** Unique within the system and stable: the alarm's construct id and name follow from it. */
  readonly id: string;
  readonly title: string;
  readonly channel?: string;
  readonly metric: CloudWatchMetric;
  readonly comparison: "above" | "at-least" | "below";
  readonly threshold: number;
  readonly unit: string;
  /** Periods that are looked at, and how many of them must be over the threshold. */
  readonly periods: number;
  readonly breaching: number;
  readonly severity: Severity;
  /** Page below docs/runbooks/ without its ending. */
  readonly runbook: string;
}

export interface CloudWatchMetric {
  readonly source: "cloudwatch";
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average";
  readonly periodSeconds: number;
}

/** A log that the engine writes by itself to a log group of this name; logging makes the group with retention and key. */
export interface LogSource {
  readonly kind: "cloudwatch-log-group";
  /** Unique within the system and stable: the log group's construct id follows from it. */
  readonly id: string;
  readonly name: string;
  readonly class: "operational" | "audit";
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
  readonly logSources: readonly LogSource[];
  readonly keyUses: readonly KeyUse[];
  readonly stateful: readonly StatefulThing[];
}

/** Who connects. A role of this account gets an identity policy; any other is named in the resources' own policies. */
export interface Client {
  readonly name: string;
  readonly path: DataPath;
  readonly account: string;
  /** ARN of the role; all principals of the account where there is none. */
  readonly role?: string;
}

export type Verb = "produce" | "consume" | "administer";

/** One sentence of `access:`: who may do what with which channel. */
export interface Grant {
  readonly client: Client;
  readonly verb: Verb;
  readonly channel: string;
  /** The subscriber whose queue is consumed, where the channel has subscribers. */
  readonly subscriber?: string;
  readonly path: DataPath;
}

/** What a grant means on the platform: actions on resources of ours, and on the key that protects them. */
export interface Permission {
  readonly grant: Grant;
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resourceArn: string;
  readonly keyActions: readonly string[];
  /** The service through which the key is used. */
  readonly via: string;
}

/** Statements that others add to the policy of one resource, by its ARN. */
export type ResourceStatements = Readonly<Record<string, readonly Statement[]>>;
