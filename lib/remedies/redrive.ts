import { arn } from "../core/arns";
import type { SystemFacts } from "../core/facts";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { call, type Remedy } from "./document";
import { serviceHost } from "../core/regions";

interface DeadLetters {
  readonly name: string;
  readonly arn: string;
  readonly of: string;
}

/** So many queues fit the managed policy of one role (6,144 characters; IAM quotas, 2026-11): two ARNs each of 130. */
const queuesPerDocument = 18;

/**
 * Moves dead letters back to the queue that they come from. SQS does so for queues whose dead letters SQS itself put
 * there, and not for what SNS set aside (SQS API reference, StartMessageMoveTask, 2026-11).
 */
export function redrives(place: Place, { name, channels }: SystemFacts, keyName: string | undefined): Remedy[] {
  const all = channels.flatMap(({ resources }) =>
    resources.flatMap(({ name: queue, arn: queueArn, deadLettersOf }): DeadLetters[] =>
      queueArn === undefined || deadLettersOf === undefined ? [] : [{ name: queue, arn: queueArn, of: deadLettersOf }],
    ),
  );
  return chunks(all).map((queues, index) => ({
    id: index === 0 ? "redrive" : `redrive-${index + 1}`,
    description: `Moves dead letters of ${name} back to the queue that they come from`,
    ...steps(place),
    parameters: {
      DeadLetters: {
        type: "String",
        description: "The dead-letter queue",
        allowedValues: queues.map((queue) => queue.name),
      },
      MessagesPerSecond: {
        type: "Integer",
        description: "How fast; SQS takes 500 at most",
        allowedValues: [1, 10, 50, 100, 500],
        default: 10,
      },
    },
    statements: statements(place, queues, keyName),
  }));
}

function chunks(queues: readonly DeadLetters[]): DeadLetters[][] {
  const count = Math.ceil(queues.length / queuesPerDocument);
  return Array.from({ length: count }, (_, i) => queues.slice(i * queuesPerDocument, (i + 1) * queuesPerDocument));
}

function steps(place: Place): Pick<Remedy, "look" | "seen" | "modes"> {
  const source = { SourceArn: arn(place, "sqs", "{{ DeadLetters }}") };
  const status = { Service: "sqs", Api: "ListMessageMoveTasks", ...source, PropertySelector: "$.Results[0].Status" };
  return {
    look: (name) =>
      call(
        name,
        ["sqs", "GetQueueAttributes"],
        {
          QueueUrl: `https://${serviceHost(place.region, "sqs")}/${place.account}/{{ DeadLetters }}`,
          AttributeNames: ["ApproximateNumberOfMessages"],
        },
        [{ Name: "Waiting", Selector: "$.Attributes.ApproximateNumberOfMessages", Type: "String" }],
      ),
    seen: ["Waiting"],
    modes: {
      move: [
        call("move", ["sqs", "StartMessageMoveTask"], {
          ...source,
          MaxNumberOfMessagesPerSecond: "{{ MessagesPerSecond }}",
        }),
        {
          name: "wait",
          action: "aws:waitForAwsResourceProperty",
          timeoutSeconds: 21_600,
          inputs: { ...status, DesiredValues: ["COMPLETED", "FAILED", "CANCELLED"] },
        },
        { name: "moved", action: "aws:assertAwsResourceProperty", inputs: { ...status, DesiredValues: ["COMPLETED"] } },
      ],
    },
  };
}

/** What moving takes: the SQS developer guide, permissions to redrive an encrypted dead-letter queue, 2026-11. */
function statements(place: Place, queues: readonly DeadLetters[], keyName: string | undefined): Remedy["statements"] {
  return [
    {
      Sid: "TakeDeadLetters",
      Effect: "Allow",
      Action: [
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ListMessageMoveTasks",
        "sqs:ReceiveMessage",
        "sqs:StartMessageMoveTask",
      ],
      Resource: queues.map((queue) => queue.arn),
    },
    { Sid: "GiveBack", Effect: "Allow", Action: "sqs:SendMessage", Resource: queues.map(({ of }) => of) },
    ...(keyName === undefined
      ? []
      : [keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"], [serviceHost(place.region, "sqs")])]),
  ];
}
