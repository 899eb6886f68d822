import { arn } from "../../core/arns";
import type { Existing, Grantable, Needs, Pattern } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { named } from "../../core/names";
import type { Place } from "../../core/place";
import { supportKinds } from "../../core/support";
import { kinds } from "./kinds";
import type { QueueChannel, TopicChannel } from "./spec";

export interface Named {
  readonly name: string;
  readonly arn: string;
}

/** A queue and the queue of its dead letters. */
export interface QueueNames {
  readonly main: Named;
  readonly deadLetters: Named;
}

export interface ChannelNames {
  readonly topic?: Named;
  /** Where notifications go that SNS could not deliver to a subscriber's queue. */
  readonly undelivered?: Named;
  /** Where a copy of every message waits for the archive. */
  readonly archive?: QueueNames;
  /** By subscriber; a work queue has one, under the empty name. */
  readonly queues: Readonly<Record<string, QueueNames>>;
}

export interface SystemNames {
  readonly prefix: readonly string[];
  readonly channels: Readonly<Record<string, ChannelNames>>;
}

export interface NamingInput {
  readonly name: string;
  readonly path: DataPath;
  readonly existing?: Existing;
  readonly needs?: Needs;
}

type Channels =
  | { readonly pattern: "pub-sub"; readonly channels: Readonly<Record<string, TopicChannel>> }
  | { readonly pattern: "work-queue"; readonly channels: Readonly<Record<string, QueueChannel>> };
export type SystemChannels = Channels & { readonly pattern: Pattern };

/** Every name and ARN of the system. Names follow from the data alone, so they are final before anything is built. */
export function nameSystem(place: Place, system: NamingInput, spec: SystemChannels, issues: Issues): SystemNames {
  const prefix = system.existing === undefined ? [place.environment, system.name] : [system.existing.name];
  const namer = new Namer(place, prefix, system, issues);
  const channels: [string, ChannelNames][] =
    spec.pattern === "pub-sub"
      ? Object.entries(spec.channels).map(([name, channel]) => [name, namer.topicChannel(name, channel)])
      : Object.entries(spec.channels).map(([name, channel]) => [name, namer.queueChannel(name, channel)]);
  return { prefix, channels: Object.fromEntries(channels) };
}

/** What permissions need to know of the channels. */
export function grantables({ channels }: SystemNames): Grantable[] {
  return Object.entries(channels).map(([name, { topic, queues }]) => ({
    name,
    consumedBy: topic === undefined ? "channel" : "subscriber",
    subscribers: topic === undefined ? [] : Object.keys(queues),
  }));
}

class Namer {
  private readonly taken = new Map<string, DataPath>();

  constructor(
    private readonly place: Place,
    private readonly prefix: readonly string[],
    private readonly system: NamingInput,
    private readonly issues: Issues,
  ) {}

  topicChannel(channel: string, spec: TopicChannel): ChannelNames {
    const path = [...this.system.path, "channels", channel];
    const options = spec["sns-sqs"];
    const queues = Object.entries(spec.subscribers).map(([name, subscriber]) => {
      const at = [...path, "subscribers", name];
      return [name, this.queue([channel, name], spec.ordered, subscriber["sns-sqs"], at)] as const;
    });
    return {
      topic: this.take("topic", [channel], spec.ordered, options.topicName, [...path, "sns-sqs", "topicName"], path),
      undelivered: this.take("queue", [channel, "undelivered"], spec.ordered, undefined, path, path),
      ...(this.system.needs?.archive === true && {
        archive: this.queue([channel, "archive"], spec.ordered, {}, path),
      }),
      queues: Object.fromEntries(queues),
    };
  }

  queueChannel(channel: string, spec: QueueChannel): ChannelNames {
    const path = [...this.system.path, "channels", channel];
    return { queues: { "": this.queue([channel], spec.ordered, spec["sns-sqs"], path) } };
  }

  private queue(
    parts: readonly string[],
    ordered: boolean,
    own: { readonly queueName?: string; readonly deadLettersName?: string },
    path: DataPath,
  ): QueueNames {
    const at = (key: string) => [...path, "sns-sqs", key];
    return {
      main: this.take("queue", parts, ordered, own.queueName, at("queueName"), path),
      deadLetters: this.take(
        "queue",
        [...parts, "dead-letters"],
        ordered,
        own.deadLettersName,
        at("deadLettersName"),
        path,
      ),
    };
  }

  private take(
    kind: "queue" | "topic",
    parts: readonly string[],
    ordered: boolean,
    own: string | undefined,
    ownPath: DataPath,
    path: DataPath,
  ): Named {
    if (own !== undefined && this.system.existing === undefined)
      this.issues.add(
        kinds.NameNotExisting,
        ownPath,
        `the name "${own}" is given, but the system is made by Signalbox, which names it`,
      );
    const name = own ?? named(kind, [...this.prefix, ...parts], ordered ? ".fifo" : "");
    const key = `${kind} ${name}`;
    const other = this.taken.get(key);
    if (other !== undefined)
      this.issues.add(
        supportKinds.NameCollision,
        path,
        `its ${kind} would be named "${name}", and so would that of ${other.slice(this.system.path.length).join(".")}`,
      );
    this.taken.set(key, path);
    return { name, arn: arn(this.place, kind === "topic" ? "sns" : "sqs", name) };
  }
}
