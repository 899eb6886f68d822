import { randomBytes } from "node:crypto";
import * as z from "zod";
import type { ReplayAnswer } from "../../../core/archive/facts";
import type { ArchivedMessage } from "../../../core/archive/message";
import { replay, type Sampled } from "../../../core/archive/replay";
import { connect } from "./connect";
import { explained } from "./errors";
import { describeLike, makeTopic, publish, readAll } from "./scratch-topic";

const variablesSpec = z.object({ SCRATCH: z.string().min(1) });

/**
 * Restores a sample into a topic that is made like the channel's and removed afterwards, and reads it as a consumer would.
 * It writes to no topic but those whose names begin with SCRATCH.
 *
 * @throws Error that names the cluster, when Kafka cannot be reached or refuses
 */
export const handler = (event: unknown): Promise<ReplayAnswer> => replay(event, throughTopic);

async function throughTopic(
  messages: readonly ArchivedMessage[],
  { channel, deadline }: Sampled,
): Promise<ArchivedMessage[]> {
  const { SCRATCH } = variablesSpec.parse(process.env);
  const kafka = connect(process.env);
  const admin = kafka.admin();
  try {
    await admin.connect();
    await removeTopics(admin, (name) => name.startsWith(`${SCRATCH}-`));
    const topic = await describeLike(admin, channel, `${SCRATCH}-${randomBytes(4).toString("hex")}`);
    checkLanes(channel, topic.partitions, messages);
    try {
      await makeTopic(admin, topic, deadline);
      await publish(kafka, topic.name, messages);
      return await readAll(kafka, admin, topic.name, { sent: messages, deadline });
    } finally {
      await removeTopics(admin, (name) => name === topic.name);
    }
  } catch (error) {
    throw explained(error, process.env.BOOTSTRAP ?? "");
  } finally {
    await admin.disconnect();
  }
}

function checkLanes(channel: string, partitions: number, messages: readonly ArchivedMessage[]): void {
  const highest = messages.reduce((most, { lane }) => Math.max(most, Number(lane)), 0);
  if (highest < partitions) return;
  throw new Error(
    `topic '${channel}' has ${partitions} partitions, and the archive has messages of partition ${highest}; give it ${highest + 1} or more`,
  );
}

/** Removes topics that are there; those of an earlier call too, that came to no end. */
async function removeTopics(
  admin: ReturnType<ReturnType<typeof connect>["admin"]>,
  which: (name: string) => boolean,
): Promise<void> {
  const topics = (await admin.listTopics()).filter(which);
  if (topics.length > 0) await admin.deleteTopics({ topics });
}
