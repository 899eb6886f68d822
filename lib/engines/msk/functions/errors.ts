import { KafkaJSAggregateError, KafkaJSError, KafkaJSProtocolError } from "kafkajs";
import type { Refusal } from "./difference";

/** What cannot be brought about. Nothing was changed. */
export class Refused extends Error {
  constructor(readonly refusals: readonly Refusal[]) {
    super(`nothing was changed, because:\n${refusals.map(({ code, message }) => `  ${code}  ${message}`).join("\n")}`);
    this.name = "Refused";
  }
}

/** Whether Kafka itself answered with an error, of a name when one is given: `SECURITY_DISABLED`. */
export const isProtocolError = (error: unknown, type?: string): error is KafkaJSProtocolError =>
  error instanceof KafkaJSProtocolError && (type === undefined || error.type === type);

/**
 * Whether the same may go well in a moment: a controller moved, a connection broke, a broker was late. A topic that
 * exists by now was made by the request whose answer was lost.
 */
export const isPassing = (error: unknown): boolean =>
  error instanceof KafkaJSAggregateError
    ? error.errors.every((one) => isProtocolError(one, "TOPIC_ALREADY_EXISTS") || isPassing(one))
    : error instanceof KafkaJSError && error.retriable;

/** An error of Kafka's with the cluster that it came from, and what it asks for; one of ours as it is. */
export function explained(error: unknown, bootstrap: string): unknown {
  if (!(error instanceof KafkaJSError || error instanceof KafkaJSAggregateError)) return error;
  const causes = error instanceof KafkaJSAggregateError ? error.errors : [error];
  const refused = causes.some((one) => isProtocolError(one) && one.type.endsWith("AUTHORIZATION_FAILED"));
  const remedy = refused
    ? "; the function's role or user must be let describe, create and alter topics, and the cluster's entries"
    : "";
  const texts = causes.map((one) => (one instanceof Error ? one.message : String(one)));
  return new Error(`the cluster at ${bootstrap}: ${[...new Set(texts)].join("; ")}${remedy}`, { cause: error });
}
