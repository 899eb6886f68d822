import { KinesisClient, type KinesisClientConfig } from "@aws-sdk/client-kinesis";
import { clientSettings } from "../../lib/core/clients";

/** A client as functions make it, which the emulator understands. */
export const kinesisClient = (config: KinesisClientConfig = {}): KinesisClient =>
  new KinesisClient(clientSettings(config));
