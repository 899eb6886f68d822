import { arn } from "../../core/arns";
import type { Capability, ChannelFacts, KeyUse, LogSource, NamedResource, Signal, SystemFacts } from "../../core/facts";
import type { SystemInput } from "../../core/engine";
import type { Place } from "../../core/place";
import { ownershipTags } from "../../core/tags";
import type { ChannelPlan, TopicChannelPlan } from "./plan";
import type { ConsumedQueuePlan } from "./queue-plan";
import { indicatorsOf } from "./indicators";
import { backlogsOf, scalingAdvice } from "./scaling";
import { deadLetterSignal, queueSignals, topicSignals } from "./signals";
import { archiveFacts } from "./archive";
import { exportFacts } from "./export";
import { statefulThings } from "./stateful";
import { engineName, type QueueChannel, type TopicChannel } from "./spec";

type Described = Pick<TopicChannel | QueueChannel, "owner" | "dataClass" | "ordered">;

/** What concerns read of the system. `describe` gives a channel's own words. */
export function systemFacts(
  place: Place,
  input: SystemInput,
  prefix: readonly string[],
  channels: readonly ChannelPlan[],
  describe: (name: string) => Described | undefined,
): SystemFacts {
  const archive = archiveFacts(place, input, prefix, channels);
  const exported = exportFacts(place, input, prefix);
  const hasTopics = channels.some(({ kind }) => kind === "topic");
  return {
    name: input.name,
    engine: engineName,
    pattern: input.pattern,
    platform: "aws",
    path: input.path,
    tags: ownershipTags(input.ownership),
    capabilities: capabilities(input),
    channels: channels.map((channel) =>
      channelFacts(channel, describe(channel.name), [...input.path, "channels", channel.name]),
    ),
    listeners: ["sns", "sqs"].map((name) => ({
      name,
      protocol: "https",
      authentication: "iam",
      port: 443,
      endpoint: `https://${name}.${place.region}.amazonaws.com`,
    })),
    signals: channels.flatMap((channel) => channelSignals(place, channel)),
    indicators: indicatorsOf(channels),
    logSources: channels.flatMap((channel) => (channel.kind === "topic" ? [failureLog(place, channel)] : [])),
    // SQS developer guide, logging API calls with CloudTrail, 2026-11.
    ...(!hasTopics && { withoutLogs: "SQS writes no log; the audit trail holds every call" }),
    keyUses: hasTopics ? [topicsUseKey(place, prefix)] : [],
    scalingTargets: [],
    shardedStreams: [],
    backlogs: channels.flatMap(backlogsOf),
    scalingAdvice,
    functions: [],
    maintenance: {
      kind: "none",
      why: "SNS and SQS are serverless: AWS patches them unseen",
      source: "SQS and SNS API references: no call takes a window, 2026-11",
    },
    supportEnds: [],
    health: [],
    stateful:
      input.existing === undefined
        ? channels.flatMap((channel) => statefulThings(channel, [...input.path, "channels", channel.name]))
        : [],
    ...(archive && { archive }),
    ...(exported && { export: exported }),
  };
}

function capabilities({ pattern }: SystemInput): Capability[] {
  const all: Capability[] = ["ordered", "dead-letters", "cross-account"];
  return pattern === "pub-sub" ? [...all, "fan-out", "filtering"] : all;
}

function queuesOf(channel: ChannelPlan): readonly (ConsumedQueuePlan & { readonly name: string })[] {
  return channel.kind === "topic" ? channel.subscribers : [channel];
}

function channelFacts(
  channel: ChannelPlan,
  described: Described | undefined,
  path: ChannelFacts["path"],
): ChannelFacts {
  const resource = (kind: NamedResource["kind"], { name, arn }: { name: string; arn: string }): NamedResource => ({
    kind,
    name,
    arn,
  });
  const queues = queuesOf(channel);
  return {
    name: channel.name,
    path,
    ...(described?.owner === undefined ? {} : { owner: described.owner }),
    ...(described?.dataClass === undefined ? {} : { dataClass: described.dataClass }),
    ordered: described?.ordered ?? false,
    retentionSeconds: Math.max(0, ...queues.map(({ queue }) => queue.retentionSeconds)),
    subscribers: channel.kind === "topic" ? channel.subscribers.map(({ name }) => name) : [],
    resources: [
      ...(channel.kind === "topic"
        ? [resource("topic", channel.topic), resource("dead-letter-queue", channel.undelivered)]
        : []),
      ...queues.flatMap(({ queue, deadLetters }) => [
        resource("queue", queue),
        { ...resource("dead-letter-queue", deadLetters), deadLettersOf: queue.arn },
      ]),
    ],
  };
}

function channelSignals(place: Place, channel: ChannelPlan): Signal[] {
  const watch = ({ queue, deadLetters, maxAgeSeconds }: ConsumedQueuePlan, id: string, of: string) =>
    queueSignals({ id, channel: channel.name, of, queue: queue.name, deadLetters: deadLetters.name, maxAgeSeconds });
  if (channel.kind === "queue") return watch(channel, channel.name, channel.name);
  const { name, topic, undelivered, subscribers, archive } = channel;
  return [
    ...(archive === undefined
      ? []
      : [
          deadLetterSignal(
            `${name}-archive-dead-letters`,
            name,
            `Messages of ${name} could not be archived`,
            archive.deadLetters.name,
          ),
        ]),
    ...topicSignals(place, name, topic),
    deadLetterSignal(
      `${name}-undelivered`,
      name,
      `SNS could not deliver messages of ${name} and set them aside`,
      undelivered.name,
    ),
    ...subscribers.flatMap((subscriber) =>
      watch(subscriber, `${name}-${subscriber.name}`, `${subscriber.name} of ${name}`),
    ),
  ];
}

/** SNS names the group itself (SNS developer guide, delivery status logging, 2026-11). */
function failureLog(place: Place, { name, topic }: TopicChannelPlan): LogSource {
  return {
    kind: "cloudwatch-log-group",
    id: `${name}-failure`,
    name: `sns/${place.region}/${place.account}/${topic.name}/Failure`,
    class: "operational",
  };
}

/** SNS encrypts what it delivers to an encrypted queue with the queue's key. */
function topicsUseKey(place: Place, prefix: readonly string[]): KeyUse {
  return {
    kind: "service",
    sid: "TopicsDeliverToQueues",
    service: "sns.amazonaws.com",
    actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
    sourceArns: [arn(place, "sns", `${prefix.join("-")}-*`)],
  };
}
