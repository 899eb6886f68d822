import type { SystemInput } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { ackDeadlineFor } from "../../core/patterns/channel";
import { durationText } from "../../core/quantities";
import { read } from "../../core/read";
import { supportKinds } from "../../core/support";
import { withArchive } from "./archive-queues";
import { filterTerms } from "./filter";
import { kinds } from "./kinds";
import {
  brokerChannels,
  engineName,
  topics,
  workQueues,
  type BrokerChannel,
  type QueueOptions,
  type Subscriber,
} from "./spec";
import type { WorkQueue } from "./spec";
import { allQueues, type ChannelTopology, type QueueTopology } from "./topology";

/** What is said of a channel besides how messages flow through it. */
type Described = Pick<WorkQueue, "owner" | "dataClass"> & { readonly ordered: boolean };

export interface ReadChannels {
  readonly topology: readonly ChannelTopology[];
  readonly described: Readonly<Record<string, Described>>;
}

/**
 * Reads the channels of any of the engine's patterns as what a broker has.
 *
 * @param archived whether each channel has a queue for the archive
 */
export function readChannels(
  { pattern, path, channels }: SystemInput,
  archived: boolean,
  issues: Issues,
): ReadChannels | undefined {
  const at = [...path, "channels"];
  const found = readByPattern(pattern, channels, at, issues);
  if (found === undefined) return undefined;
  const topology = archived ? found.topology.map(withArchive) : found.topology;
  checkNames(topology, issues);
  return { ...found, topology };
}

function readByPattern(
  pattern: SystemInput["pattern"],
  channels: unknown,
  at: DataPath,
  issues: Issues,
): ReadChannels | undefined {
  if (pattern === "pub-sub") {
    const spec = read(topics, channels, at, issues);
    return (
      spec &&
      collect(spec, (name, channel) => fanOut(name, channel.ordered, channel.subscribers, [...at, name], issues))
    );
  }
  if (pattern === "work-queue") {
    const spec = read(workQueues, channels, at, issues);
    return spec && collect(spec, (name, channel) => workQueue(name, channel, [...at, name], issues));
  }
  const spec = read(brokerChannels, channels, at, issues);
  if (spec === undefined) return undefined;
  const all = collect(spec, (name, channel) => brokerChannel(name, channel, [...at, name], issues));
  checkBindings(all.topology, issues);
  return all;
}

function collect<C extends Pick<Described, "owner" | "dataClass"> & { readonly ordered?: boolean }>(
  spec: Readonly<Record<string, C>>,
  plan: (name: string, channel: C) => ChannelTopology,
): ReadChannels {
  const all = Object.entries(spec);
  return {
    topology: all.map(([name, channel]) => plan(name, channel)),
    described: Object.fromEntries(
      all.map(([name, channel]) => [name, { ...channel, ordered: channel.ordered ?? false }]),
    ),
  };
}

function fanOut(
  name: string,
  ordered: boolean,
  subscribers: Readonly<Record<string, Subscriber>>,
  path: DataPath,
  issues: Issues,
): ChannelTopology {
  const all = Object.entries(subscribers);
  if (all.length === 0)
    issues.add(
      supportKinds.NoSubscribers,
      [...path, "subscribers"],
      "the channel has no subscribers, so every message published to it is lost; add one",
    );
  return {
    name,
    path,
    kind: "fan-out",
    queues: all.map(([subscriber, spec]) => ({
      ...queueOf(`${name}.${subscriber}`, ordered, spec, [...path, "subscribers", subscriber], issues),
      id: `${name}-${subscriber}`,
      subscriber,
      ...(spec.filter && { filter: filterTerms(spec.filter, [...path, "subscribers", subscriber, "filter"], issues) }),
    })),
  };
}

const workQueue = (name: string, spec: WorkQueue, path: DataPath, issues: Issues): ChannelTopology => ({
  name,
  path,
  kind: "queue",
  queues: [queueOf(name, spec.ordered, spec, path, issues)],
});

function brokerChannel(name: string, spec: BrokerChannel, path: DataPath, issues: Issues): ChannelTopology {
  if (spec.type === "queue")
    return {
      name,
      path,
      kind: "queue",
      queues: [{ ...queueOf(name, spec.ordered, spec, path, issues), bindings: spec.bindings ?? [] }],
    };
  return spec.type === "exchange"
    ? { name, path, kind: "exchange", exchange: spec.kind, queues: [] }
    : { name, path, kind: "topic", queues: [] };
}

type Consuming = Pick<WorkQueue, "maxDeliveries" | "retention" | "ackDeadline" | "handlerTime" | "maxAge"> & {
  readonly [engineName]: QueueOptions;
};

function queueOf(name: string, ordered: boolean, spec: Consuming, path: DataPath, issues: Issues): QueueTopology {
  const ackDeadlineSeconds = spec.ackDeadline ?? ackDeadlineFor(spec.handlerTime);
  if (spec.handlerTime !== undefined && ackDeadlineSeconds < spec.handlerTime)
    issues.add(
      supportKinds.AckDeadlineTooShort,
      [...path, "ackDeadline"],
      `ackDeadline ${durationText(ackDeadlineSeconds)} is shorter than handlerTime ${durationText(spec.handlerTime)}; use ${durationText(ackDeadlineFor(spec.handlerTime))} or leave it out`,
    );
  if (spec.maxAge !== undefined)
    issues.add(
      supportKinds.NotSupported,
      [...path, "maxAge"],
      `maxAge ${durationText(spec.maxAge)}: a broker of mq does not measure how old a message is; sns-sqs does. Use mq: { maxBacklog }`,
    );
  const { maxBacklog, maxLength, prefetch } = spec[engineName];
  return {
    id: name,
    name,
    deadLetters: `${name}.dead-letters`,
    path,
    ordered,
    maxDeliveries: spec.maxDeliveries,
    retentionSeconds: spec.retention,
    ackDeadlineSeconds,
    ...(spec.ackDeadline !== undefined && { saidAckDeadline: spec.ackDeadline }),
    maxBacklog,
    ...(maxLength !== undefined && { maxLength }),
    prefetch,
    bindings: [],
  };
}

/** Two things within the broker must not share a name: channel `a.b` and subscriber `b` of channel `a` would. */
function checkNames(topology: readonly ChannelTopology[], issues: Issues): void {
  const taken = new Map<string, DataPath>();
  const take = (name: string, path: DataPath) => {
    const other = taken.get(name);
    if (other !== undefined)
      issues.add(
        supportKinds.NameCollision,
        path,
        `its queue would be named "${name}", and so would that of ${other.slice(2).join(".")}`,
      );
    taken.set(name, path);
  };
  for (const { name, deadLetters, path } of topology.flatMap(allQueues))
    for (const one of [name, deadLetters]) take(one, path);
}

/** What an exchange of each kind routes by. */
const routesBy = { direct: "routingKey", topic: "routingKey", headers: "headers", fanout: undefined } as const;

function checkBindings(topology: readonly ChannelTopology[], issues: Issues): void {
  const exchanges = new Map(
    topology.flatMap(({ name, exchange }) => (exchange === undefined ? [] : [[name, exchange]])),
  );
  for (const { path, bindings } of topology.flatMap(({ queues }) => queues))
    bindings.forEach((binding, index) => {
      const at = [...path, "bindings", index];
      const kind = exchanges.get(binding.exchange);
      if (kind === undefined)
        return issues.add(
          kinds.UnknownExchange,
          [...at, "exchange"],
          `there is no exchange '${binding.exchange}'; there are: ${[...exchanges.keys()].join(", ") || "none"}`,
        );
      const wanted = routesBy[kind];
      for (const key of ["routingKey", "headers"] as const)
        if ((binding[key] !== undefined) !== (key === wanted))
          issues.add(
            kinds.BindingMismatch,
            binding[key] === undefined ? at : [...at, key],
            `'${binding.exchange}' is a ${kind} exchange, which routes by ${wanted ?? "nothing"}; ${key} ${binding[key] === undefined ? "is missing" : "has no meaning there"}`,
          );
    });
}
