import { setTimeout as wait } from "node:timers/promises";
import type { ChannelModel, ConfirmChannel, ConsumeMessage, GetMessage } from "amqplib";

export type Headers = Readonly<Record<string, string | number | boolean>>;

/** Publishes, and waits until the broker has confirmed that it keeps the message; fails when it does not. */
export async function publish(connection: ChannelModel, exchange: string, body: string, headers: Headers = {}) {
  const channel = await opened(connection);
  channel.publish(exchange, "", Buffer.from(body), { headers, persistent: true });
  await channel.waitForConfirms();
  await channel.close();
}

/** A channel that rejects what it is asked for in place of ending the process. */
export async function opened(connection: ChannelModel): Promise<ConfirmChannel> {
  const channel = await connection.createConfirmChannel();
  channel.on("error", () => undefined);
  return channel;
}

/** Takes what is in a queue, until nothing came for half a second. */
export async function drain(connection: ChannelModel, queue: string): Promise<string[]> {
  return (await take(connection, queue)).map(({ content }) => content.toString());
}

export async function take(connection: ChannelModel, queue: string): Promise<GetMessage[]> {
  const channel = await opened(connection);
  const messages: GetMessage[] = [];
  for (let idle = 0; idle < 5;) {
    const message = await channel.get(queue, { noAck: true });
    if (message === false) {
      idle += 1;
      await wait(100);
      continue;
    }
    idle = 0;
    messages.push(message);
  }
  await channel.close();
  return messages;
}

/** Consumes one at a time, and does with each what `handle` says, until nothing came for half a second. */
export async function consume(
  connection: ChannelModel,
  queue: string,
  handle: (channel: ConfirmChannel, message: ConsumeMessage) => void,
): Promise<ConsumeMessage[]> {
  const channel = await opened(connection);
  await channel.prefetch(1);
  const seen: ConsumeMessage[] = [];
  await channel.consume(queue, (message) => {
    if (message === null) return;
    seen.push(message);
    handle(channel, message);
  });
  for (let before = -1; before < seen.length;) {
    before = seen.length;
    await wait(500);
  }
  await channel.close();
  return seen;
}

/** What the broker says to an operation that it refuses: `403 ACCESS_REFUSED`. */
export async function refusal(
  connection: ChannelModel,
  operation: (channel: ConfirmChannel) => unknown,
): Promise<string> {
  const channel = await connection.createConfirmChannel();
  const refused = new Promise<string>((done) => channel.once("error", (error: Error) => done(error.message)));
  const done = (async () => {
    await operation(channel);
    await channel.waitForConfirms();
    await channel.close();
    return "allowed";
  })();
  return Promise.race([refused, done.catch(() => refused)]);
}
