import type { DataPath } from "../../core/issues";
import type { FilterTerm } from "../../core/patterns/filter";
import type { BrokerQueue } from "./spec";

/** A queue that consumers empty, with the queue of its dead letters; names are those within the broker. */
export interface QueueTopology {
  /** Stable within the system: `<channel>` or `<channel>-<subscriber>`. */
  readonly id: string;
  readonly name: string;
  readonly deadLetters: string;
  readonly path: DataPath;
  readonly subscriber?: string;
  readonly ordered: boolean;
  readonly maxDeliveries: number;
  readonly retentionSeconds: number;
  readonly ackDeadlineSeconds: number;
  /** The deadline where the file names one; else it follows from the handler's time. */
  readonly saidAckDeadline?: number;
  readonly maxBacklog: number;
  readonly maxLength?: number;
  readonly prefetch: number;
  readonly filter?: readonly FilterTerm[];
  readonly bindings: NonNullable<BrokerQueue["bindings"]>;
}

export type ExchangeKind = "direct" | "fanout" | "headers" | "topic";

/** A channel as a broker has it. */
export interface ChannelTopology {
  readonly name: string;
  readonly path: DataPath;
  /**
   * - queue: producers address the queue; messages may also reach it from exchanges
   * - fan-out: each message goes to every queue whose filter lets it through
   * - exchange: routes by the bindings of queues elsewhere
   * - topic: reaches whoever listens at the moment
   */
  readonly kind: "queue" | "fan-out" | "exchange" | "topic";
  readonly exchange?: ExchangeKind;
  readonly queues: readonly QueueTopology[];
  /** Gets a copy of every message, for the archive. */
  readonly archive?: QueueTopology;
}

/** All queues of a channel, that of the archive too. */
export const allQueues = ({ queues, archive }: ChannelTopology): readonly QueueTopology[] =>
  archive === undefined ? queues : [...queues, archive];
