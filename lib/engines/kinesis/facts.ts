import type { SystemInput } from "../../core/engine";
import type { Capability, ChannelFacts, StatefulThing, SystemFacts } from "../../core/facts";
import type { Place } from "../../core/place";
import { ownershipTags } from "../../core/tags";
import { archiveFacts } from "./archive";
import { exportFacts } from "./export";
import { indicatorsOf } from "./indicators";
import { streamRules } from "./changes";
import type { StreamPlan } from "./plan";
import { backlogsOf, scalingAdvice, shardedStream } from "./scaling";
import { streamSignals } from "./signals";
import { engineName, type StreamChannel } from "./spec";

type Described = Pick<StreamChannel, "owner" | "dataClass">;

export interface FactsInput {
  readonly place: Place;
  readonly input: SystemInput;
  /** What every name begins with. */
  readonly prefix: readonly string[];
  readonly streams: readonly StreamPlan[];
  /** A channel's own words. */
  readonly describe: (channel: string) => Described | undefined;
  /** The groups that `access:` admits to a channel. */
  readonly groupsOf: (channel: string) => readonly string[];
}

/**
 * What concerns read of the system. There are no key uses: Kinesis uses the key with the rights of whoever writes or
 * reads. There are no logs: who did what is in the audit trail.
 */
export function systemFacts({ place, input, prefix, streams, describe, groupsOf }: FactsInput): SystemFacts {
  const archive = archiveFacts(place, input, prefix, streams);
  const exported = exportFacts(place, input, prefix);
  return {
    name: input.name,
    engine: engineName,
    pattern: input.pattern,
    platform: "aws",
    path: input.path,
    tags: ownershipTags(input.ownership),
    capabilities: capabilities(streams),
    channels: streams.map((stream) =>
      channelFacts(stream, describe(stream.channel), groupsOf(stream.channel), [
        ...input.path,
        "channels",
        stream.channel,
      ]),
    ),
    listeners: [
      {
        name: "kinesis",
        protocol: "https",
        authentication: "iam",
        port: 443,
        endpoint: `https://kinesis.${place.region}.amazonaws.com`,
      },
    ],
    signals: streams.flatMap(streamSignals),
    indicators: indicatorsOf(streams),
    logSources: [],
    // Kinesis Data Streams developer guide, logging API calls with CloudTrail, 2026-11.
    withoutLogs: "Kinesis Data Streams writes no log; the audit trail holds every call",
    keyUses: [],
    scalingTargets: [],
    shardedStreams: streams.map(shardedStream),
    backlogs: streams.flatMap((stream) => backlogsOf(stream, groupsOf(stream.channel), archive !== undefined)),
    scalingAdvice,
    functions: [],
    maintenance: {
      kind: "none",
      why: "Kinesis Data Streams is serverless: AWS patches it unseen",
      source: "Kinesis Data Streams API reference: no call takes a window, 2026-11",
    },
    supportEnds: [],
    health: streams.map(({ name }) => ({ mechanism: "kinesis-stream", name })),
    stateful:
      input.existing === undefined
        ? streams.map((stream) => statefulStream(stream, [...input.path, "channels", stream.channel]))
        : [],
    ...(archive && { archive }),
    ...(exported && { export: exported }),
  };
}

function capabilities(streams: readonly StreamPlan[]): Capability[] {
  const all: Capability[] = ["ordered", "replayable", "cross-account"];
  return streams.some(({ consumers }) => consumers.length > 0) ? [...all, "fan-out"] : all;
}

function channelFacts(
  { channel, name, arn, retentionHours }: StreamPlan,
  described: Described | undefined,
  groups: readonly string[],
  path: ChannelFacts["path"],
): ChannelFacts {
  return {
    name: channel,
    path,
    ...(described?.owner === undefined ? {} : { owner: described.owner }),
    ...(described?.dataClass === undefined ? {} : { dataClass: described.dataClass }),
    ordered: true,
    retentionSeconds: retentionHours * 3_600,
    subscribers: [],
    groups,
    resources: [{ kind: "stream", name, arn }],
  };
}

/** Where AWS or the scaling decides on the shards, their number is not the file's. */
function statefulStream(
  { channel, name, retentionHours, shards, maxShards }: StreamPlan,
  path: ChannelFacts["path"],
): StatefulThing {
  return {
    id: `${channel}/stream`,
    kind: "aws_kinesis_stream",
    name,
    values: {
      retention: { rule: streamRules.retention, value: retentionHours * 3_600, path: [...path, "retention"] },
      shards: {
        rule: streamRules.shards,
        value: maxShards === undefined ? (shards ?? null) : null,
        path: [...path, "partitions"],
      },
    },
  };
}
