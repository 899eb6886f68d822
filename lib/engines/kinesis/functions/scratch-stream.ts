import { setTimeout as wait } from "node:timers/promises";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListShardsCommand,
  PutRecordCommand,
  type KinesisClient,
  type _Record,
} from "@aws-sdk/client-kinesis";
import type { ArchivedMessage } from "../../../core/archive/message";

/** Reads of a shard a second at most: five (Kinesis quotas, 2026-11). */
const pauseMilliseconds = 250;

/** A stream that is there for one restore. */
export class ScratchStream {
  constructor(
    private readonly client: KinesisClient,
    private readonly name: string,
  ) {}

  /** One record after the other: Kinesis keeps no order within one call of several (Kinesis PutRecords, 2026-11). */
  async put(messages: readonly ArchivedMessage[]): Promise<void> {
    for (const { key = "", body = "" } of messages)
      await this.client.send(
        new PutRecordCommand({
          StreamName: this.name,
          PartitionKey: Buffer.from(key, "base64").toString("utf8"),
          Data: Buffer.from(body, "base64"),
        }),
      );
  }

  /** Reads all shards from their beginning until so many records came, or the time is over. */
  async read(count: number, deadline: number): Promise<ArchivedMessage[]> {
    const { Shards = [] } = await this.client.send(new ListShardsCommand({ StreamName: this.name }));
    const iterators = new Map<string, string | undefined>();
    for (const { ShardId = "" } of Shards) iterators.set(ShardId, await this.beginning(ShardId));
    const came: ArchivedMessage[] = [];
    while (came.length < count && Date.now() < deadline)
      for (const [shard, ShardIterator] of iterators) {
        if (ShardIterator === undefined) continue;
        const { Records = [], NextShardIterator } = await this.client.send(new GetRecordsCommand({ ShardIterator }));
        came.push(...Records.map((record) => messageOf(shard, record)));
        iterators.set(shard, NextShardIterator);
        if (Records.length === 0) await wait(pauseMilliseconds);
      }
    return came;
  }

  private async beginning(ShardId: string): Promise<string | undefined> {
    const { ShardIterator } = await this.client.send(
      new GetShardIteratorCommand({ StreamName: this.name, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    return ShardIterator;
  }
}

function messageOf(lane: string, record: _Record): ArchivedMessage {
  const { SequenceNumber = "", PartitionKey = "", Data = new Uint8Array(), ApproximateArrivalTimestamp } = record;
  return {
    lane,
    position: SequenceNumber,
    time: (ApproximateArrivalTimestamp ?? new Date(0)).toISOString(),
    key: Buffer.from(PartitionKey).toString("base64"),
    body: Buffer.from(Data).toString("base64"),
  };
}
