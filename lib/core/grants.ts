import type { DataPath } from "./issues";
import type { Condition } from "./policy";

/** How a client proves who it is. */
export type Identity =
  | { readonly kind: "role"; readonly account: string; readonly role: string }
  /** All principals of another account that its own administrators admit. */
  | { readonly kind: "account"; readonly account: string }
  /** A user of the broker itself, with a password in Secrets Manager. */
  | { readonly kind: "user"; readonly user: string }
  /** The distinguished name in a client certificate. */
  | { readonly kind: "certificate"; readonly subject: string };
export type IdentityKind = Identity["kind"];

/** What a client's program runs as, in the environment's own account and region: what can be paused. */
export type Runs =
  | { readonly kind: "function"; readonly name: string }
  | { readonly kind: "service"; readonly cluster: string; readonly name: string };

/** Who connects. */
export interface Client {
  readonly name: string;
  readonly path: DataPath;
  readonly identity: Identity;
  readonly runs?: Runs;
}

export type Verb = "produce" | "consume" | "administer";

/** One sentence of `access:`: who may do what with which channel. */
export interface Grant {
  readonly client: Client;
  readonly verb: Verb;
  readonly channel: string;
  /** The subscriber whose queue is consumed, where the channel has subscribers. */
  readonly subscriber?: string;
  /** The consumer group under which a stream is read. */
  readonly group?: string;
  readonly path: DataPath;
}

interface PermissionBase {
  readonly grant: Grant;
  /** What may be done: IAM actions, Kafka operations, or what a broker calls them. */
  readonly actions: readonly string[];
}

/** Actions on a resource of ours, and on the key that protects it. */
export interface IamPermission extends PermissionBase {
  readonly mechanism: "iam";
  readonly sid: string;
  readonly resourceArn: string;
  /** ARN of the resource whose own policy admits other accounts; the resource itself when left out. */
  readonly policyOf?: string;
  readonly keyActions: readonly string[];
  /** The service through which the key is used. */
  readonly via: string;
  /** What must hold of the request besides. */
  readonly condition?: Condition;
  /** The resource is none of ours but the client's own: its identity policy alone says it, whatever its account. */
  readonly ownedByClient?: boolean;
}

/** One access control entry of Kafka, for clients that IAM does not know. */
export interface KafkaAcl extends PermissionBase {
  readonly mechanism: "kafka-acl";
  /** `User:billing`, or `User:CN=billing`. */
  readonly principal: string;
  readonly resourceType: "topic" | "group" | "transactional-id" | "cluster";
  readonly resourceName: string;
  readonly resourcePattern: "literal" | "prefixed";
}

/** What a user of a message broker may do with one of its destinations. */
export interface BrokerPermission extends PermissionBase {
  readonly mechanism: "broker-user";
  readonly user: string;
  /** An exchange, a queue or a topic of the broker. */
  readonly destination: string;
  readonly destinationKind: "exchange" | "queue" | "topic";
  readonly actions: readonly ("configure" | "read" | "write")[];
}

/** What a grant means where it is enforced. Unions over mechanisms, never over engines. */
export type Permission = IamPermission | KafkaAcl | BrokerPermission;
