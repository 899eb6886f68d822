import type { FunctionFacts } from "../function-facts";
import type { CloudWatchMetric } from "../measure";
import type { OrderedBy } from "./order";

/** What calls the archiving function with batches of messages. */
export type EventSource =
  | { readonly kind: "sqs"; readonly queueArn: string }
  | { readonly kind: "kinesis"; readonly streamArn: string }
  /** The cluster's ARN is known late. */
  | { readonly kind: "kafka"; readonly topic: string; readonly consumerGroup: string }
  /** The broker's ARN and the secret's ARN are known late. */
  | { readonly kind: "amazon-mq"; readonly queue: string; readonly virtualHost?: string };

/** How one channel gets into the archive. */
export interface ArchiveSource {
  /** Unique within the system and stable. */
  readonly id: string;
  readonly channel: string;
  readonly source: EventSource;
  /** Messages in a batch at most, and how long a batch may wait for more. */
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** For how many seconds the oldest message waits for the archive; left out where nobody measures it by source. */
  readonly age?: CloudWatchMetric;
}

/** A program of the engine, as backups need it: they give it its trigger, the bucket and the rights to it. */
export type ArchiveProgram = Omit<FunctionFacts, "trigger">;

/** What the program that replays answers: how many messages it published to its scratch channel, and how many came out of it. */
export interface ReplayAnswer {
  readonly sent: number;
  readonly received: number;
}

/** How a system's messages get into the archive, and out of it into a scratch channel. */
export interface ArchiveFacts {
  readonly sources: readonly ArchiveSource[];
  /** Gets batches of messages as AWS Lambda hands them over, and writes them to the archive. */
  readonly archive: ArchiveProgram;
  /** Makes a scratch channel, publishes a sample of the archive to it, and writes what comes out of it beside the sample. */
  readonly replay: ArchiveProgram;
  /** What comes out of a scratch channel in the order it went in: all of a lane, or only what has one key. */
  readonly orderedBy: OrderedBy;
  /** What a restore cannot give back, in words: `offsets of consumer groups`. */
  readonly lost: readonly string[];
}

/** What of a system is no message and has to be there again after a loss: definitions, topics, rights, settings. */
export interface ExportFacts {
  /** Writes all of it as one JSON document to the bucket of exports. */
  readonly program: ArchiveProgram;
}
