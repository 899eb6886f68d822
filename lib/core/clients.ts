import { NodeHttpHandler } from "@smithy/node-http-handler";

/**
 * How long a client waits, in milliseconds: for a connection, for an answer, and between two parts of one. The SDK waits
 * for ever by default. With three attempts a call ends within 50 seconds, below the time of every function that makes one.
 */
export const patience = { connectionTimeout: 3_000, requestTimeout: 15_000, socketTimeout: 15_000 };

/** For programs that work through many things by one API: they wait as long as it asks them to. */
export const patient = { retryMode: "adaptive", maxAttempts: 10 } as const;

/**
 * The settings of every client of AWS, in functions and in commands. Over HTTP/1.1: programs that ask one thing after the
 * other gain nothing of the HTTP/2 sessions that some clients open else, and neither emulators nor every proxy speak it.
 */
export const clientSettings = <Settings extends object>(settings: Settings) => ({
  maxAttempts: 3,
  ...settings,
  requestHandler: new NodeHttpHandler({ ...patience, throwOnRequestTimeout: true }),
});
