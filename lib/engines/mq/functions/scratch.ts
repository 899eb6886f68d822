import { setTimeout as wait } from "node:timers/promises";
import type { ChannelModel, ConfirmChannel, ConsumeMessage } from "amqplib";
import { bytesIn, type ArchivedMessage } from "../../../core/archive/message";
import { batchesOf } from "../../../core/batches";
import { headersOf, publishOptions } from "./message-fields";

// amqplib puts the headers of a message into a plain object by assignment (lib/codec.js, 2.3.1), so that one named
// `__proto__` would be lost; without this setter of all objects it is a header like any other.
Reflect.deleteProperty(Object.prototype, "__proto__");

/** Messages that are published before the broker is asked whether it has them all; a larger one is alone. */
const atOnce = { count: 500, bytes: 4 * 1_024 ** 2 };
/** Milliseconds between two looks at what came. */
const pause = 20;

/**
 * An exchange and a queue of their own, through which messages go as through a channel. The queue is this connection's
 * alone: it and what is in it are gone with the connection, whatever happens; and the exchange with its queue.
 */
export class ScratchChannel {
  private constructor(
    private readonly channel: ConfirmChannel,
    private readonly name: string,
  ) {}

  static async make(connection: ChannelModel, name: string): Promise<ScratchChannel> {
    const channel = await connection.createConfirmChannel();
    await channel.assertExchange(name, "fanout", { autoDelete: true, durable: false });
    await channel.assertQueue(name, { exclusive: true, durable: false });
    await channel.bindQueue(name, name, "");
    return new ScratchChannel(channel, name);
  }

  /**
   * Publishes messages with confirms, and gives what came out until the deadline (milliseconds since 1970). The consumer
   * is there first, so that a message with a short `expiration` meets it.
   */
  async pass(messages: readonly ArchivedMessage[], deadline: number): Promise<ArchivedMessage[]> {
    const came: ArchivedMessage[] = [];
    const take = (message: ConsumeMessage | null) => {
      if (message !== null) came.push(received(message, came.length));
    };
    const { consumerTag } = await this.channel.consume(this.name, take, { noAck: true, exclusive: true });
    await this.publish(messages, deadline);
    while (came.length < messages.length && Date.now() < deadline) await wait(pause);
    await this.channel.cancel(consumerTag);
    return came;
  }

  private async publish(messages: readonly ArchivedMessage[], deadline: number): Promise<void> {
    for (const batch of batchesOf(messages, { ...atOnce, bytesOf: bytesIn })) {
      for (const { lane, headers, body = "" } of batch)
        // The exchange looks at no routing key: it carries the lane.
        this.channel.publish(this.name, lane, Buffer.from(body, "base64"), publishOptions(headers));
      // A broker whose memory or disk is full confirms nothing until it has room again.
      await within(deadline, this.channel.waitForConfirms());
    }
  }

  async remove(): Promise<void> {
    await this.channel.deleteQueue(this.name);
    await this.channel.deleteExchange(this.name);
    await this.channel.close();
  }
}

/** A message as the archive would keep it. */
export function received({ content, fields, properties }: ConsumeMessage, index: number): ArchivedMessage {
  const { headers: table = {}, ...rest } = properties;
  const headers = headersOf(rest, table);
  return {
    lane: fields.routingKey,
    position: String(index),
    time: new Date().toISOString(),
    ...(headers.length > 0 && { headers }),
    body: content.toString("base64"),
  };
}

/** @throws Error when the deadline (milliseconds since 1970) passes first */
async function within(deadline: number, work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = wait(Math.max(0, deadline - Date.now()), "late", { signal: over.signal }).catch(() => "over");
  try {
    if ((await Promise.race([work, late])) === "late")
      throw new Error("the broker did not confirm the messages in time");
  } finally {
    over.abort();
  }
}
