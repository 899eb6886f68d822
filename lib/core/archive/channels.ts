import * as z from "zod";
import { groupBy } from "../group";
import type { ArchivedMessage } from "./message";
import type { ArchiveStore } from "./store";

/** A queue or stream that the archive reads, by its name, and the channel that it is of. */
export interface NamedSource {
  readonly name: string;
  readonly channel: string;
}

/** What stands around a channel's name in those of its queues and streams. */
export interface SourceNaming {
  readonly prefix: string;
  readonly suffix: string;
}

const channelOf = (name: string, { prefix, suffix }: SourceNaming): string => {
  const plain = name.replace(/\.fifo$/, "");
  return plain.startsWith(prefix) && plain.endsWith(suffix)
    ? plain.slice(prefix.length, plain.length - suffix.length)
    : "";
};

/**
 * The variables by which a function finds the channel of what it reads. Most names say it; only those that do not, being
 * cut or cleaned, are listed, because all variables of a function share 4 KB (Lambda quotas, 2026-11).
 */
export function channelVariables(sources: readonly NamedSource[], naming: SourceNaming): Record<string, string> {
  const others = sources.filter(({ name, channel }) => channelOf(name, naming) !== channel);
  return {
    SOURCE_PREFIX: naming.prefix,
    SOURCE_SUFFIX: naming.suffix,
    ...(others.length > 0 && {
      CHANNELS: JSON.stringify(Object.fromEntries(others.map(({ name, channel }) => [name, channel]))),
    }),
  };
}

const listSpec = z.record(z.string(), z.string());

/** Channels by the names of what is read, as the function's variables say. */
export class Channels {
  private readonly listed: Readonly<Record<string, string>>;
  private readonly naming: SourceNaming;

  constructor({ SOURCE_PREFIX = "", SOURCE_SUFFIX = "", CHANNELS = "{}" }: NodeJS.ProcessEnv = process.env) {
    this.listed = listSpec.parse(JSON.parse(CHANNELS));
    this.naming = { prefix: SOURCE_PREFIX, suffix: SOURCE_SUFFIX };
  }

  /** @throws Error when the name is of no channel of the system's */
  of(name: string): string {
    const channel = Object.hasOwn(this.listed, name) ? this.listed[name] : channelOf(name, this.naming);
    if (!channel) throw new Error(`${name} is of no channel of the archive`);
    return channel;
  }

  /**
   * The channel of each record of a batch. A batch is of one queue or stream, so that a record whose source cannot be read
   * is of the first other's.
   *
   * @throws Error when no record says what it is of, or one is of no channel of the system's
   */
  ofSources<R>(records: readonly R[], sourceOf: (record: R) => string | undefined): (record: R) => string {
    const [common] = records.flatMap((record) => sourceOf(record) ?? []);
    return (record) => this.of(sourceOf(record) ?? common ?? "a record without eventSourceARN");
  }
}

/** Keeps a batch, channel by channel. */
export async function keep(
  store: ArchiveStore,
  messages: readonly { readonly channel: string; readonly message: ArchivedMessage }[],
): Promise<void> {
  for (const [channel, batch] of groupBy(messages, (one) => one.channel))
    await store.write(
      channel,
      batch.map(({ message }) => message),
    );
}
