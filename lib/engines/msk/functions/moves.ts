import { KafkaJSServerDoesNotSupportApiKey, type Admin } from "kafkajs";
import * as z from "zod";

/** What kafkajs 2.2.4 answers, which its types do not tell. */
const answerSpec = z.object({
  topics: z.array(
    z.object({
      name: z.string(),
      partitions: z.array(z.object({ partition: z.int(), removingReplicas: z.array(z.int()) })),
    }),
  ),
});

/** How many copies of a partition are about to go: while it moves, a partition has its old copies and its new ones. */
export type Moves = (topic: string, partition: number) => number;

/** Reads which partitions are moving; somebody balances the brokers, or MSK does. */
export async function readMoves(admin: Admin): Promise<Moves> {
  const { topics } = answerSpec.parse(await listed(admin));
  const going = new Map(
    topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partition, removingReplicas }) => [`${name}/${partition}`, removingReplicas.length] as const),
    ),
  );
  return (topic, partition) => going.get(`${topic}/${partition}`) ?? 0;
}

async function listed(admin: Admin): Promise<unknown> {
  try {
    return await admin.listPartitionReassignments({});
  } catch (error) {
    // Brokers that let nobody move partitions, as those of MSK Serverless, may not know the question.
    if (error instanceof KafkaJSServerDoesNotSupportApiKey) return { topics: [] };
    throw error;
  }
}
