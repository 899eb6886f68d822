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
