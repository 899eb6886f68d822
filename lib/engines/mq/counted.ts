import type { SystemInput } from "../../core/engine";
import type { FunctionFacts } from "../../core/facts";
import type { Issues } from "../../core/issues";
import { metricsNamespace, publishMetrics } from "../../core/own-metrics";
import type { FactsInput } from "./facts-input";
import { readPasswords } from "./function-statements";
import { kinds } from "./kinds";
import { programUsers, secretName } from "./names";
import type { SystemOptions } from "./spec";
import { allQueues, type ChannelTopology } from "./topology";
import { versions } from "./versions";

/** Who tells CloudWatch how many messages wait in each queue: a function of ours where Amazon MQ does not, if it can. */
export type CountedBy = "amazon-mq" | "signalbox" | "nobody";

export function countedBy(
  { existing }: Pick<SystemInput, "existing">,
  { broker, version }: Pick<SystemOptions, "broker" | "version">,
): CountedBy {
  if (versions[broker][version]?.withoutQueueMetrics !== true) return "amazon-mq";
  return existing === undefined ? "signalbox" : "nobody";
}

/**
 * The function that counts, as a user that may look and do nothing. AWS recommends to ask once a minute at most (Amazon
 * MQ developer guide, rabbitmq-4, 2026-11).
 */
export function countingFunction({ place, input, names, options, read }: FactsInput): FunctionFacts[] {
  if (countedBy(input, options) !== "signalbox") return [];
  const namespace = metricsNamespace(place);
  const secret = secretName(names.prefix, programUsers.metrics);
  return [
    {
      id: "queues",
      entry: "engines/mq/functions/queues",
      description: `Counts the messages in the queues of ${names.broker}`,
      timeoutSeconds: 55,
      memoryMiB: 256,
      inNetwork: true,
      statements: [...readPasswords(place, names, [secret]), publishMetrics(namespace)],
      variables: { SYSTEM: input.name, NAMESPACE: namespace, USER_SECRET: secret },
      lateVariables: ["ENDPOINT"],
      trigger: { kind: "schedule", expression: "rate(1 minute)", input: countingInput(read.topology) },
      fleeting: true,
    },
  ];
}

/** A call carries so many bytes that nobody waits for (Lambda API reference, InvokeAsync, 2026-11). */
const callBytes = 256 * 1024;

/** Says when the names of all queues do not fit into the call of the function that counts. */
export function checkCounted(
  input: SystemInput,
  options: SystemOptions,
  topology: readonly ChannelTopology[],
  issues: Issues,
): void {
  if (countedBy(input, options) !== "signalbox") return;
  const bytes = Buffer.byteLength(countingInput(topology));
  if (bytes > callBytes)
    issues.add(
      kinds.QueueNamesTooLong,
      [...input.path, "channels"],
      `the names of all queues take ${bytes} bytes; ${callBytes} fit into the call that counts their messages`,
    );
}

const countingInput = (topology: readonly ChannelTopology[]): string =>
  JSON.stringify({
    queues: topology.flatMap(allQueues).flatMap(({ name, deadLetters }) => [name, deadLetters]),
  });
