import { KinesisClient, type KinesisClientConfig } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

/**
 * Over HTTP/1.1: programs that ask one thing after the other gain nothing of the HTTP/2 sessions that the client opens
 * else, and neither emulators nor every proxy speak it.
 */
export const kinesisClient = (config: KinesisClientConfig = {}): KinesisClient =>
  new KinesisClient({ ...config, requestHandler: new NodeHttpHandler() });

/** For programs that work through a whole stream: they wait as long as its shards ask them to. */
export const patient = { retryMode: "adaptive", maxAttempts: 10 } as const;
