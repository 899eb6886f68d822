import { scratchWord } from "../../core/archive/programs";
import type { Engine, Granted, OpenSystem, SystemInput } from "../../core/engine";
import type { Issues } from "../../core/issues";
import { unique } from "../../core/permissions";
import type { Place } from "../../core/place";
import { read } from "../../core/read";
import { systemFacts } from "./facts";
import { changes } from "./changes";
import { kinds } from "./kinds";
import { metrics } from "./metric-catalogue";
import { limits, shardQuota } from "./limits";
import { checkApplications, grantables, nameSystem, type SystemNames } from "./names";
import { permit } from "./permits";
import type { KinesisPlan } from "./plan";
import { engineName, patterns, streamChannels, systemOptions, type StreamChannel, type SystemOptions } from "./spec";
import { planStream } from "./streams";

/** Kinesis data streams: the pattern `event-stream`. */
export const kinesis: Engine<KinesisPlan> = {
  name: engineName,
  platform: "aws",
  patterns,
  identities: ["role", "account"],
  kinds,
  metrics,
  changes,
  schemas: () => ({ channels: streamChannels, options: systemOptions }),
  open,
};

function open(input: SystemInput, place: Place, issues: Issues): OpenSystem<KinesisPlan> | undefined {
  const options = read(systemOptions, input.options, [...input.path, engineName], issues);
  const channels = read(streamChannels, input.channels, [...input.path, "channels"], issues);
  if (channels === undefined || options === undefined) return undefined;
  const names = nameSystem(place, input, channels, issues);
  return {
    channels: grantables(names),
    permit: (grant) => permit(place, names, grant, issues),
    plan: (granted) => planSystem({ input, place, issues, channels, names, options }, granted),
  };
}

interface Opened {
  readonly input: SystemInput;
  readonly place: Place;
  readonly issues: Issues;
  readonly channels: Readonly<Record<string, StreamChannel>>;
  readonly names: SystemNames;
  readonly options: SystemOptions;
}

function planSystem(opened: Opened, { statements, permissions }: Granted): KinesisPlan {
  const { input, place, issues, channels, names } = opened;
  const groupsOf = (channel: string) =>
    unique(permissions.flatMap(({ grant }) => (grant.channel === channel && grant.group ? [grant.group] : [])));
  checkQuotas(opened);
  if (input.needs?.archive === true) checkScratchNames(opened);
  if (input.existing !== undefined) checkExistingPolicies(opened, statements);
  checkApplications(
    names,
    Object.entries(names.streams).flatMap(([channel, { fanOut }]) =>
      unique([...groupsOf(channel), ...fanOut]).map((group) => ({ channel, group })),
    ),
    input.path,
    issues,
  );
  const context = {
    place,
    issues,
    protect: input.protect,
    maxShards: (channel: string) => input.needs?.partitions?.[channel]?.max,
    statementsFor: (arn: string) => statements[arn] ?? [],
  };
  const streams = Object.entries(channels).flatMap(([channel, spec]) => {
    const stream = names.streams[channel];
    const path = [...input.path, "channels", channel];
    return stream === undefined ? [] : [planStream(context, channel, spec, stream, groupsOf(channel), path)];
  });
  return {
    engine: engineName,
    inNetwork: false,
    build: input.existing === undefined,
    place,
    names,
    facts: systemFacts({
      place,
      input,
      prefix: names.prefix,
      streams,
      groupsOf,
      describe: (channel) => channels[channel],
    }),
    streams,
  };
}

function checkScratchNames({ input: { path }, issues, channels }: Opened): void {
  for (const channel of Object.keys(channels).filter((name) => name.startsWith(scratchWord)))
    issues.add(
      kinds.StreamNameCollision,
      [...path, "channels", channel],
      `its stream's name would begin with those of restore tests; call it something else than "${scratchWord}…"`,
    );
}

/** What all streams of a system together must not exceed. */
function checkQuotas({ input, place, issues, channels, options: { quotas } }: Opened): void {
  const at = [...input.path, "channels"];
  const all = Object.values(channels);
  const shards = Object.entries(channels).reduce(
    (sum, [name, { partitions = 0 }]) => sum + (partitions && (input.needs?.partitions?.[name]?.max ?? partitions)),
    0,
  );
  const mostShards = quotas.shards ?? shardQuota(place.region);
  if (shards > mostShards)
    issues.add(
      kinds.TooManyShards,
      at,
      `the channels have ${shards} partitions together${input.needs?.partitions ? " when all have scaled" : ""}; AWS gives an account ${mostShards} shards in ${place.region}`,
    );
  const onDemand = all.filter(({ partitions }) => partitions === undefined).length;
  const mostOnDemand = quotas.onDemandStreams ?? limits.onDemandStreams;
  if (onDemand > mostOnDemand)
    issues.add(
      kinds.TooManyOnDemandStreams,
      at,
      `${onDemand} channels without partitions; AWS gives an account ${mostOnDemand} on-demand streams`,
    );
}

function checkExistingPolicies({ input, issues }: Opened, statements: Granted["statements"]): void {
  for (const resource of Object.keys(statements))
    issues.add(
      kinds.StreamPolicyExisting,
      [...input.path, "access"],
      `a client of another account needs a statement in the policy of ${resource}, which exists already`,
    );
}
