import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";

/** Over HTTP/1.1: programs that ask one thing after the other gain nothing of the sessions that the client opens else. */
export const kinesisClient = (): KinesisClient =>
  new KinesisClient({ requestHandler: new NodeHttpHandler(), retryMode: "adaptive", maxAttempts: 10 });
