import type { Statement } from "./policy";

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
  /** Whether a call that failed is neither repeated nor set aside, because the next by the clock does the same anew. */
  readonly fleeting?: boolean;
  /**
   * Whether one call must end before another begins: two that reconcile at once would undo each other's changes. It
   * reserves one of the account's concurrent executions; every other function takes from what the account has.
   */
  readonly serial?: boolean;
}
