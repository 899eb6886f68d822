import { groupBy } from "../group";
import type { ArchivedMessage } from "./message";

/** Numbers as numbers, however long: offsets and sequence numbers. Anything else has no order of its own. */
function comparePositions(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The order within a lane: by position where positions are numbers, else by time. */
const compareOrder = (a: ArchivedMessage, b: ArchivedMessage): number =>
  comparePositions(a.position, b.position) || (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

/** Within which a channel keeps order: all of a lane, or only what has one key, whatever lane it went through. */
export type OrderedBy = "lane" | "key" | "nothing";

/**
 * Each message once, however often its batch came, and each lane in its order. Where order is by key, all lanes are one
 * sequence: a shard that was split or merged goes on in others, whose sequence numbers are above its own (Kinesis
 * developer guide, resharding, 2026-11).
 */
export function inOrder(messages: readonly ArchivedMessage[], orderedBy: OrderedBy = "lane"): ArchivedMessage[] {
  const lanes = [...byLane(messages).values()].flatMap((lane) => {
    const once = new Map(lane.map((message) => [message.position, message]));
    return [...once.values()].sort(compareOrder);
  });
  return orderedBy === "key" ? lanes.sort(compareOrder) : lanes;
}

/** Lanes in the order in which they first appear. */
export const byLane = (messages: readonly ArchivedMessage[]): Map<string, ArchivedMessage[]> =>
  groupBy(messages, ({ lane }) => lane);
