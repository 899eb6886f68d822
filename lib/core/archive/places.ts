import { constructId } from "../names";
import type { ArchivedMessage } from "./message";

/** Where the objects of one system lie in the buckets of an environment. */
const messagesRoot = "messages/";
const manifestsRoot = "manifests/";

/** `messages/orders/placed/`: what all objects of a channel begin with. */
export const channelPrefix = (system: string, channel: string): string => `${messagesRoot}${system}/${channel}/`;

/** `2026/11/25/13`: where a message lies by its time, in UTC. */
const hourOf = (time: string): string => time.slice(0, 13).replace(/[-T]/g, "/");

/** The folder of an hour of a channel: `messages/orders/placed/2026/11/25/13/`. */
export const hourFolder = (prefix: string, time: Date): string => `${prefix}${hourOf(time.toISOString())}/`;

/**
 * The object of one batch of one lane. It follows from the messages alone, so that a batch that comes twice is written
 * once: `messages/orders/placed/2026/11/25/13/0-4711-1f0c….ndjson.gz`.
 */
export function objectKey(system: string, channel: string, first: ArchivedMessage, hash: string): string {
  const lane = first.lane === "" ? "any" : constructId(first.lane);
  return `${channelPrefix(system, channel)}${hourOf(first.time)}/${lane}-${constructId(first.position)}-${hash.slice(0, 16)}.ndjson.gz`;
}

/** The manifest of an object, or of all objects below a prefix. */
export const manifestKey = (key: string): string =>
  `${manifestsRoot}${key.slice(messagesRoot.length)}`.replace(/\.ndjson\.gz$/, ".json");

/** The object that a manifest tells of. */
export const objectOf = (manifest: string): string =>
  `${messagesRoot}${manifest.slice(manifestsRoot.length)}`.replace(/\.json$/, ".ndjson.gz");
