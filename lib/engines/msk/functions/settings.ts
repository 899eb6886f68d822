/** Settings by their names in Kafka. */
export type Settings = ReadonlyMap<string, string>;

/**
 * What tools set on a topic for as long as they move its partitions (kafka-reassign-partitions.sh, Cruise Control);
 * it is not ours, and stays as it is.
 */
export const ofTools = ["leader.replication.throttled.replicas", "follower.replication.throttled.replicas"];

/** All that is to be set on a topic, and what of it changes. A setting that is not desired any more goes. */
export function changedSettings(found: Settings, desired: Settings) {
  const kept = [...found].filter(([name]) => ofTools.includes(name));
  const config: Settings = new Map([...kept, ...desired]);
  const changed = [...new Set([...found.keys(), ...config.keys()])].sort().flatMap((name) => {
    const [from, to] = [found.get(name), config.get(name)];
    if (from !== undefined && to !== undefined && sameValue(from, to)) return [];
    return [[name, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }] as const];
  });
  return { config, changes: Object.fromEntries(changed) };
}

/** Whether Kafka reads two texts as the same value: it tells `compact, delete` as `compact,delete`, and `0.50` as `0.5`. */
export const sameValue = (one: string, other: string): boolean => normal(one) === normal(other);

function normal(value: string): string {
  const text = value.trim();
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, "")).toString();
  if (/^[+-]?\d*\.\d+(e[+-]?\d+)?$/i.test(text)) return String(Number(text));
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  return text
    .split(",")
    .map((part) => part.trim())
    .join(",");
}
