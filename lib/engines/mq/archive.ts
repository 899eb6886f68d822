import { channelVariables } from "../../core/archive/channels";
import type { ArchiveFacts } from "../../core/archive/facts";
import { arn } from "../../core/arns";
import type { Place } from "../../core/place";
import { allow, type Statement } from "../../core/policy";
import { archiveSuffix, isArchived } from "./archive-queues";
import type { FactsInput } from "./facts-input";
import { readPasswords } from "./function-statements";
import { programUsers, secretName, type Names } from "./names";

const replaySeconds = 900;

/** How RabbitMQ's messages get into the archive, and out of it through a scratch exchange. */
export function archiveFacts({ place, input, names, options, read }: FactsInput): ArchiveFacts | undefined {
  if (!isArchived(input, options)) return undefined;
  const archived = read.topology.flatMap(({ name, archive }) =>
    archive ? [{ channel: name, queue: archive.name }] : [],
  );
  const secret = (user: string) => secretName(names.prefix, user);
  return {
    sources: archived.map(({ channel, queue }) => ({
      id: channel,
      channel,
      source: { kind: "amazon-mq", queue, virtualHost: input.name },
      batchSize: 1_000,
      windowSeconds: 60,
    })),
    archive: {
      id: "archive",
      entry: "engines/mq/functions/archive",
      description: `Writes the messages of ${input.name} to the archive`,
      timeoutSeconds: 60,
      memoryMiB: 512,
      inNetwork: false,
      statements: mappingStatements(place, names, secret(programUsers.archive)),
      variables: channelVariables(
        archived.map(({ channel, queue }) => ({ name: queue, channel })),
        { prefix: "", suffix: archiveSuffix },
      ),
      lateVariables: [],
    },
    replay: {
      id: "replay",
      entry: "engines/mq/functions/replay",
      description: `Restores messages of ${input.name} through a scratch exchange`,
      timeoutSeconds: replaySeconds,
      memoryMiB: 512,
      inNetwork: true,
      statements: readPasswords(place, names, [secret(programUsers.replay)]),
      variables: {
        VHOST: input.name,
        USER_SECRET: secret(programUsers.replay),
        SCRATCH: names.scratch,
        SECONDS: String(replaySeconds - 60),
      },
      lateVariables: ["AMQP"],
    },
    orderedBy: "lane",
    lost,
  };
}

const lost = [
  "exchanges and routing keys by which messages came: Lambda does not tell them",
  "how often a message was delivered, x-death, and who had it unacknowledged",
  "expiry that had run: the time of a message with an expiration of its own begins anew",
  "messages that expired in the queue of the archive",
  "user ids, which nobody but the user may set",
  "types of numbers in headers; timestamps and decimals in headers come back as Lambda writes them",
];

/**
 * What the event source mapping does by the role of its function: it finds the broker, reads the password, and lives in
 * the broker's network (Lambda developer guide, with-mq.html, execution role permissions, 2026-11).
 */
function mappingStatements(place: Place, names: Names, secret: string): Statement[] {
  return [
    allow("FindBroker", ["mq:DescribeBroker"], names.brokerArn),
    ...readPasswords(place, names, [secret]),
    allow("ReachBroker", ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"], arn(place, "ec2", "*/*")),
    allow(
      "SeeBrokersNetwork",
      ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"],
      // These lists know no narrower resource (service authorization reference, 2026-11).
      "*",
    ),
  ];
}
