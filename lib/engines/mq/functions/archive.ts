import { createHash } from "node:crypto";
import { Channels } from "../../../core/archive/channels";
import { timeOf, unreadMessage } from "../../../core/archive/fields";
import type { ArchivedMessage } from "../../../core/archive/message";
import { ArchiveStore } from "../../../core/archive/store";
import { batchSpec, read } from "./rabbitmq-event";

/** When this process took its last batch; and the last one that failed, by its content. */
let last = 0;
let failed: { readonly content: string; readonly at: number } | undefined;

/**
 * Keeps a batch of an archive queue. Lambda reads each queue in one place and in order, and offers a batch that failed
 * again before the next.
 *
 * RabbitMQ gives a message neither a place nor a time. So a message has the time at which its batch was taken, and its
 * number in it. A batch that failed keeps its time while this process lives, so that it is written as what it was
 * before. A batch that is offered again to another process, or although it was kept, is kept twice.
 *
 * @throws Error when a queue is none of the system's, or the batch cannot be written
 */
export async function handler(event: unknown): Promise<void> {
  const batch = batchSpec.parse(event).rmqMessagesByQueue;
  const channels = new Channels();
  const store = ArchiveStore.fromVariables();
  const content = createHash("sha256").update(JSON.stringify(batch)).digest("hex");
  const at = failed?.content === content ? failed.at : Math.max(Date.now(), last + 1);
  last = Math.max(last, at);
  failed = { content, at };
  for (const [source, deliveries] of batch) {
    const [queue = ""] = source.split("::");
    await store.write(
      channels.of(queue),
      deliveries.map((delivery, index) => messageOf(queue, delivery, { at, index })),
    );
  }
  failed = undefined;
}

function messageOf(lane: string, delivery: unknown, { at, index }: { at: number; index: number }): ArchivedMessage {
  const position = `${at}${String(index).padStart(5, "0")}`;
  const message = read(delivery);
  if (message.error !== undefined)
    return { ...unreadMessage(delivery, message.error, { lane, index, now: at }), position };
  const { producedAt, timestamp, headers, body } = message;
  return {
    lane,
    position,
    ...timeOf(producedAt, timestamp, at),
    ...(headers.length > 0 && { headers }),
    body,
  };
}
