import {
  DescribeStreamSummaryCommand,
  KinesisClient,
  paginateListStreamConsumers,
  paginateListStreams,
  ResourceNotFoundException,
} from "@aws-sdk/client-kinesis";
import { ExportStore, unlessVanished } from "../../../core/archive/exported";
import { clientSettings, patient } from "../../../core/clients";

/** What of a stream is no record. */
export interface StreamExport {
  readonly arn: string;
  readonly mode: string | undefined;
  readonly shards: number | undefined;
  readonly retentionHours: number | undefined;
  readonly keyId: string | undefined;
  /** Names of the consumers with a throughput of their own. */
  readonly consumers: readonly string[];
}

/** Writes the streams as they are now to the bucket of exports. */
export async function handler(): Promise<{ readonly key: string }> {
  const { PREFIX: prefix } = process.env;
  if (prefix === undefined) throw new Error("PREFIX is not set");
  const client = new KinesisClient(clientSettings(patient));
  const streams: StreamExport[] = [];
  const vanished: string[] = [];
  for await (const { StreamNames = [] } of paginateListStreams({ client }, {}))
    for (const name of StreamNames.filter((one) => one.startsWith(prefix))) {
      const stream = await unlessVanished(name, vanished, ResourceNotFoundException, () => exported(client, name));
      if (stream !== undefined) streams.push(stream);
    }
  return { key: await ExportStore.fromVariables().write("kinesis", { streams, vanished }) };
}

async function exported(client: KinesisClient, StreamName: string): Promise<StreamExport> {
  const { StreamDescriptionSummary: summary } = await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  const arn = summary?.StreamARN;
  if (summary === undefined || arn === undefined) throw new Error(`Kinesis tells nothing of ${StreamName}`);
  const consumers: string[] = [];
  for await (const { Consumers = [] } of paginateListStreamConsumers({ client }, { StreamARN: arn }))
    consumers.push(...Consumers.flatMap(({ ConsumerName }) => ConsumerName ?? []));
  return {
    arn,
    mode: summary.StreamModeDetails?.StreamMode,
    shards: summary.OpenShardCount,
    retentionHours: summary.RetentionPeriodHours,
    keyId: summary.KeyId,
    consumers: consumers.sort(),
  };
}
