import type { S3Client } from "@aws-sdk/client-s3";
import { setTimeout as wait } from "node:timers/promises";
import { manifestOf, manifestSpec, sha256, type Manifest } from "./manifest";
import { batchesOf } from "../batches";
import { bytesIn, decodeMessages, encodeMessages, packMessages, unpackMessages, type ArchivedMessage } from "./message";
import { Objects, storageClient, type ListedObject } from "./objects";
import { byLane, inOrder, type OrderedBy } from "./order";
import { channelPrefix, hourFolder, manifestKey, objectKey, objectOf } from "./places";

export type FaultCode = "ObjectMissing" | "ObjectCorrupted" | "ManifestMissing" | "ManifestCorrupted";

/** What is wrong with one object of the archive. */
export interface Fault {
  readonly code: FaultCode;
  /** Of the object that should be there and be whole. */
  readonly key: string;
  readonly message: string;
}

/** What was read of a channel's archive. */
export interface Read {
  /** Each once, each lane in order. */
  readonly messages: readonly ArchivedMessage[];
  readonly objects: number;
  readonly faults: readonly Fault[];
  /** The longest time that a message was not in the archive yet, in seconds: what a loss would have cost. */
  readonly recoveryPointSeconds: number;
}

interface Found {
  readonly messages: readonly ArchivedMessage[];
  readonly delaySeconds: number;
}

/** What is read of a channel. */
export interface ReadOptions {
  /** Hours before its own are not looked at; all are when left out. */
  readonly since?: Date;
  /** By lane when left out. */
  readonly orderedBy?: OrderedBy;
  /** Bytes that the messages may take, beyond which no further object is kept; without a bound when left out. */
  readonly bytes?: number;
}

/** The archive of one system's messages. */
export class ArchiveStore {
  private readonly objects: Objects;

  constructor(
    client: S3Client,
    bucket: string,
    private readonly system: string,
  ) {
    this.objects = new Objects(client, bucket);
  }

  /**
   * The archive that a function of ours writes to or reads from: its variables ARCHIVE_BUCKET and SYSTEM say which.
   *
   * @throws Error when there are none
   */
  static fromVariables({ ARCHIVE_BUCKET, SYSTEM }: NodeJS.ProcessEnv = process.env): ArchiveStore {
    if (ARCHIVE_BUCKET === undefined || SYSTEM === undefined) throw new Error("ARCHIVE_BUCKET and SYSTEM are not set");
    return new ArchiveStore(storageClient(), ARCHIVE_BUCKET, SYSTEM);
  }

  /** Keeps a batch: one object for each lane. The same batch again is the same objects again. */
  async write(channel: string, messages: readonly ArchivedMessage[]): Promise<void> {
    // A few at a time: a batch may be of thousands of lanes, and a request that waits for its turn would be given up.
    for (const lanes of batchesOf(byLane(messages).values(), { count: atOnce, bytes: Infinity, bytesOf: () => 0 }))
      await Promise.all(lanes.map((lane) => this.writeLane(channel, lane)));
  }

  private async writeLane(channel: string, messages: readonly ArchivedMessage[]): Promise<void> {
    const [first] = messages;
    if (first === undefined) return;
    const object = encodeMessages(messages);
    const key = objectKey(this.system, channel, first, sha256(JSON.stringify(messages)));
    await this.objects.put(manifestKey(key), JSON.stringify(manifestOf(key, object, messages)));
    await this.objects.put(key, object);
  }

  /** Keeps messages under a key of their own, besides the archive: a sample, and what came of it. */
  async putAt(key: string, messages: readonly ArchivedMessage[]): Promise<void> {
    await this.objects.put(key, await packMessages(messages));
  }

  /** @throws Error when there is no such object */
  async getAt(key: string): Promise<ArchivedMessage[]> {
    const object = await this.objects.get(key);
    if (object === undefined) throw new Error(`there is no object ${key}`);
    const messages: ArchivedMessage[] = [];
    for await (const message of unpackMessages(object.bytes)) messages.push(message);
    return messages;
  }

  /**
   * Reads the newest messages of a channel, those last written first, until there are so many, or they take so many bytes:
   * the last object is kept as a whole, and has what Lambda hands over at once (6 MiB). What is corrupted of their
   * objects, and what is missing of the hours that they lie in, is a fault and takes no part in the messages.
   */
  async newest(
    channel: string,
    atLeast: number,
    { since, orderedBy, bytes = Infinity }: ReadOptions = {},
  ): Promise<Read> {
    const found: Found[] = [];
    const faults: Fault[] = [];
    let objects = 0;
    const left = { messages: atLeast, bytes };
    const isFull = () => left.messages <= 0 || left.bytes <= 0;
    const prefix = channelPrefix(this.system, channel);
    const first = since && hourFolder(prefix, since);
    for await (const hour of this.hours(prefix)) {
      if (first !== undefined && hour < first) break;
      const results = await this.readHour(hour, left);
      objects += results.length;
      for (const result of results)
        if ("code" in result) faults.push(result);
        else if (!isFull()) {
          found.push(result);
          left.messages -= result.messages.length;
          left.bytes -= bytesOf(result);
        }
      if (isFull()) break;
    }
    return {
      messages: inOrder(
        found.flatMap(({ messages }) => messages),
        orderedBy,
      ),
      objects,
      faults,
      recoveryPointSeconds: found.reduce((longest, { delaySeconds }) => Math.max(longest, delaySeconds), 0),
    };
  }

  /** `messages/<system>/<channel>/yyyy/mm/dd/HH/` of every hour with an object or a manifest, the newest first. */
  private async *hours(prefix: string, depth = 4): AsyncGenerator<string> {
    const promised = (await this.objects.folders(manifestKey(prefix))).map(objectOf);
    const folders = new Set([...promised, ...(await this.objects.folders(prefix))]);
    for (const folder of [...folders].sort().reverse())
      if (depth === 1) yield folder;
      else yield* this.hours(folder, depth - 1);
  }

  private async readHour(prefix: string, left: Left): Promise<(Found | Fault)[]> {
    const objects = new Set((await this.objects.below(prefix)).map(({ key }) => key));
    // Afterwards, because a manifest is written first: an object that was there has its manifest by now.
    const manifests = await this.objects.below(manifestKey(prefix));
    const promised = new Set(manifests.map(({ key }) => objectOf(key)));
    const unlisted = [...objects]
      .filter((key) => !promised.has(key))
      .map((key): Fault => ({
        code: "ManifestMissing",
        key,
        message: "the object is there, and its manifest is gone",
      }));
    const there = ({ key }: ListedObject) => objects.has(objectOf(key));
    const missing = manifests.filter((one) => !there(one)).map(({ key }) => key);
    const newestFirst = manifests.filter(there).sort((a, b) => b.written.getTime() - a.written.getTime());
    return [
      ...(await this.readUntil(missing, { messages: Infinity, bytes: Infinity })),
      ...(await this.readUntil(
        newestFirst.map(({ key }) => key),
        left,
      )),
      ...unlisted,
    ];
  }

  /** Reads no more at once than it takes if they hold what those before held: some objects hold thousands of messages. */
  private async readUntil(manifests: readonly string[], left: Left): Promise<(Found | Fault)[]> {
    const results: (Found | Fault)[] = [];
    const waiting = [...manifests];
    let [messages, bytes] = [0, 0];
    let width = left.messages === Infinity && left.bytes === Infinity ? atOnce : 1;
    while (waiting.length > 0 && messages < left.messages && bytes < left.bytes) {
      const next = await Promise.all(waiting.splice(0, width).map((key) => this.readObject(key)));
      results.push(...next);
      for (const result of next)
        if ("messages" in result) {
          messages += result.messages.length;
          bytes += bytesOf(result);
        }
      const needed = (most: number, read: number) => Math.ceil((most - read) / Math.max(1, read / results.length));
      width = Math.max(1, Math.min(atOnce, needed(left.messages, messages), needed(left.bytes, bytes)));
    }
    return results;
  }

  private async readObject(manifestAt: string): Promise<Found | Fault> {
    const key = objectOf(manifestAt);
    const manifest = await this.manifest(manifestAt);
    if (manifest === undefined) return { code: "ManifestCorrupted", key, message: "its manifest cannot be read" };
    const object = (await this.objects.get(key)) ?? (await this.secondLook(key));
    if (object === undefined)
      return { code: "ObjectMissing", key, message: `${manifest.count} messages are missing: there is no such object` };
    const found = sha256(object.bytes);
    if (found !== manifest.sha256)
      return {
        code: "ObjectCorrupted",
        key,
        message: `the checksum of ${manifest.count} messages is ${found}, and was ${manifest.sha256}`,
      };
    const messages = decoded(object.bytes);
    if (messages === undefined) return { code: "ObjectCorrupted", key, message: "it holds no messages" };
    if (JSON.stringify(manifestOf(key, object.bytes, messages)) !== JSON.stringify(manifest))
      return { code: "ManifestCorrupted", key, message: "its manifest does not tell what the object holds" };
    return {
      messages,
      delaySeconds: Math.max(0, (object.written.getTime() - Date.parse(manifest.firstTime)) / 1_000),
    };
  }

  /** An object follows its manifest within a moment: what is being written now is not missing. */
  private async secondLook(key: string) {
    await wait(settleMilliseconds);
    return this.objects.get(key);
  }

  private async manifest(key: string): Promise<Manifest | undefined> {
    const stored = await this.objects.get(key);
    if (stored === undefined) return undefined;
    try {
      const read = manifestSpec.safeParse(JSON.parse(Buffer.from(stored.bytes).toString("utf8")));
      return read.success && read.data.key === objectOf(key) ? read.data : undefined;
    } catch {
      return undefined;
    }
  }
}

/** How many more messages are read, and how many bytes of them. */
interface Left {
  readonly messages: number;
  readonly bytes: number;
}

const bytesOf = ({ messages }: Found): number => messages.reduce((sum, message) => sum + bytesIn(message), 0);

const atOnce = 16;
const settleMilliseconds = 3_000;

function decoded(object: Uint8Array): ArchivedMessage[] | undefined {
  try {
    return decodeMessages(object);
  } catch {
    return undefined;
  }
}
