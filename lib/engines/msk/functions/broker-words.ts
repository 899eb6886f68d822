import { KafkaJSAggregateError } from "kafkajs";
import * as z from "zod";

/** What Kafka answers of each topic or resource; kafkajs 2.2.4 reads the broker's message and drops it. */
const answerSpec = z.object({
  topicErrors: z.array(z.object({ topic: z.string(), errorMessage: z.string().nullish() })).default([]),
  resources: z.array(z.object({ resourceName: z.string(), errorMessage: z.string().nullish() })).default([]),
});

interface Response {
  parse: (answer: unknown) => Promise<unknown>;
}

/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs has no types for what lies below it */
const responses: readonly Response[] = [
  require("kafkajs/src/protocol/requests/alterConfigs/v0/response"),
  require("kafkajs/src/protocol/requests/alterConfigs/v1/response"),
  require("kafkajs/src/protocol/requests/createTopics/v1/response"),
  require("kafkajs/src/protocol/requests/createTopics/v2/response"),
  require("kafkajs/src/protocol/requests/createTopics/v3/response"),
  require("kafkajs/src/protocol/requests/createPartitions/v0/response"),
  require("kafkajs/src/protocol/requests/createPartitions/v1/response"),
];
/* eslint-enable @typescript-eslint/no-require-imports */

let installed = false;

/** Lets errors of kafkajs carry the broker's own message, once. */
export function keepBrokerWords(): void {
  if (installed) return;
  installed = true;
  for (const response of responses) {
    const { parse } = response;
    response.parse = async (answer) => {
      try {
        return await parse(answer);
      } catch (error) {
        throw withWords(error, answer);
      }
    };
  }
}

function withWords(error: unknown, answer: unknown): unknown {
  const { topicErrors, resources } = answerSpec.parse(answer);
  const words = [...topicErrors, ...resources].flatMap(({ errorMessage }) => errorMessage ?? []);
  for (const one of error instanceof KafkaJSAggregateError ? error.errors : [error]) {
    const topic: unknown = one instanceof Error ? Reflect.get(one, "topic") : undefined;
    const own = topicErrors.find((each) => each.topic === topic)?.errorMessage ?? words[0];
    if (one instanceof Error && own) one.message = own;
  }
  return error;
}
