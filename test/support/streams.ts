import {
  DescribeStreamConsumerCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  PutRecordsCommand,
  type _Record,
} from "@aws-sdk/client-kinesis";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { kinesisClient } from "./kinesis-client";
import type { StreamPlan } from "../../lib/engines/kinesis/plan";

/** The streams of an environment, each with the consumer groups that read it. */
export const streamsOf = ({ systems }: Pick<EnvironmentPlan, "systems">) =>
  systems.flatMap(({ system }) =>
    system.engine === "kinesis"
      ? system.streams.map((stream) => ({
          stream,
          groups: system.facts.channels.find(({ name }) => name === stream.channel)?.groups ?? [],
        }))
      : [],
  );

export interface Sent {
  readonly body: string;
  /** Messages with the same key keep their order. */
  readonly key?: string;
}

/** A record, and where it was read. */
export interface ShardRecord extends _Record {
  readonly shard: string;
}

/**
 * Talks to deployed streams as their clients would. Each group reads on from where it was, as an application of the
 * Kinesis Client Library does; and by GetRecords always, because the emulator has no SubscribeToShard.
 */
export class Streams {
  private readonly kinesis = kinesisClient();
  private readonly positions = new Map<string, string>();

  /** @throws Error when a record was not written */
  async put({ name }: Pick<StreamPlan, "name">, ...messages: readonly Sent[]): Promise<void> {
    const Records = messages.map(({ body, key = "key" }) => ({ Data: Buffer.from(body), PartitionKey: key }));
    const { FailedRecordCount } = await this.kinesis.send(new PutRecordsCommand({ StreamName: name, Records }));
    if (FailedRecordCount) throw new Error(`${FailedRecordCount} records were not written to ${name}`);
  }

  /**
   * Everything that the group has not read yet: in order within a shard, one shard after the other.
   *
   * @throws Error when the group has a fan-out, and its consumer is not registered
   */
  async drain(stream: StreamPlan, group: string): Promise<string[]> {
    if (stream.consumers.some(({ name }) => name === group)) await this.checkConsumer(stream, group);
    return (await this.records(stream, group)).map(({ Data }) => Buffer.from(Data ?? []).toString());
  }

  /** The same records, each with its shard. */
  async records({ name }: Pick<StreamPlan, "name">, group: string): Promise<ShardRecord[]> {
    const { Shards = [] } = await this.kinesis.send(new ListShardsCommand({ StreamName: name }));
    const records: ShardRecord[] = [];
    for (const { ShardId: shard } of Shards)
      if (shard) records.push(...(await this.shardRecords(name, group, shard)).map((record) => ({ ...record, shard })));
    return records;
  }

  private async shardRecords(name: string, group: string, shard: string): Promise<_Record[]> {
    const at = `${name}/${group}/${shard}`;
    const position = this.positions.get(at);
    const { ShardIterator } = await this.kinesis.send(
      new GetShardIteratorCommand({
        StreamName: name,
        ShardId: shard,
        ...(position === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", StartingSequenceNumber: position }),
      }),
    );
    const records: _Record[] = [];
    let next = ShardIterator;
    for (let behind = 1; next !== undefined && behind > 0;) {
      const { Records = [], ...answer } = await this.kinesis.send(new GetRecordsCommand({ ShardIterator: next }));
      records.push(...Records);
      next = answer.NextShardIterator;
      behind = answer.MillisBehindLatest ?? 0;
    }
    const last = records.at(-1)?.SequenceNumber;
    if (last !== undefined) this.positions.set(at, last);
    return records;
  }

  private async checkConsumer({ name, arn }: StreamPlan, group: string): Promise<void> {
    const command = new DescribeStreamConsumerCommand({ StreamARN: arn, ConsumerName: group });
    const { ConsumerDescription } = await this.kinesis.send(command);
    const { ConsumerStatus } = ConsumerDescription ?? {};
    if (ConsumerStatus !== "ACTIVE") throw new Error(`${group} is no active consumer of ${name}: ${ConsumerStatus}`);
  }
}
