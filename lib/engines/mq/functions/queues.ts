import * as z from "zod";
import { publish, type Measurement } from "../../../core/publish";
import { managementEndpoint } from "./endpoint";
import { Management } from "./management";
import { Secrets } from "./secrets";

const requestSpec = z.strictObject({ queues: z.array(z.string()) });
const variablesSpec = z.object({
  ENDPOINT: managementEndpoint,
  /** The system's name; the virtual host has it too. */
  SYSTEM: z.string().min(1),
  NAMESPACE: z.string().min(1),
  /** Name of the secret of the user that may look into the virtual host and do nothing there. */
  USER_SECRET: z.string().min(1),
  WAIT_SECONDS: z.coerce.number().int().min(0).default(20),
});

/** A queue of which the broker knows nothing at the moment, because it is new or has no leader, has no number. */
const queueSpec = z.object({ name: z.string(), messages: z.number().optional() });

/**
 * Counts the messages in queues of RabbitMQ, ready ones and those that a consumer has and did not acknowledge, as Amazon
 * MQ does for RabbitMQ 3; and, last of all, how many queues could not be counted.
 *
 * @throws Error when the broker does not answer; then nothing is published, which an alarm tells of
 */
export async function handler(event: unknown): Promise<{ readonly counted: number; readonly uncounted: number }> {
  const { queues } = requestSpec.parse(event);
  const { ENDPOINT, SYSTEM, NAMESPACE, USER_SECRET, WAIT_SECONDS } = variablesSpec.parse(process.env);
  const login = await new Secrets().read(USER_SECRET);
  if (login === undefined) throw new Error(`secret ${USER_SECRET} is not there`);
  const management = new Management(ENDPOINT, login, WAIT_SECONDS);
  const there = await management.list(queueSpec, ["name", "messages"], "queues", SYSTEM);
  const depths = new Map(there.map(({ name, messages }) => [name, messages]));
  const counted = queues.flatMap((queue): Measurement[] => {
    const value = depths.get(queue);
    return value === undefined ? [] : [{ name: "MessageCount", of: { Queue: queue }, value, unit: "Count" }];
  });
  const uncounted = queues.length - counted.length;
  await publish(NAMESPACE, SYSTEM, [...counted, { name: "QueuesUncounted", value: uncounted, unit: "Count" }]);
  return { counted: counted.length, uncounted };
}
