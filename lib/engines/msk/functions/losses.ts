import type { DesiredTopic } from "./desired";
import type { Settings } from "./settings";

/** Settings whose values are read with the brokers' defaults, because a change of theirs can delete messages. */
export const guarded = [
  "cleanup.policy",
  "max.message.bytes",
  "remote.storage.enable",
  "retention.bytes",
  "retention.ms",
] as const;

/** A setting with which messages are deleted earlier, or refused. */
export interface Loss {
  readonly setting: string;
  readonly from: string;
  readonly to: string;
  readonly effect: string;
}

/**
 * What a topic would lose if it became as desired. What is not set on the topic is as the brokers have it.
 *
 * @param effective the topic's values of the guarded settings, defaults of the brokers included
 */
export function lossesOf(effective: Settings, { config }: Pick<DesiredTopic, "config">): Loss[] {
  const policies = (text: string | undefined) => (text ?? "delete").split(",").map((part) => part.trim());
  const [before, after] = [policies(effective.get("cleanup.policy")), policies(config["cleanup.policy"])];
  const losses: Loss[] = [];
  const add = (setting: string, effect: string, to = config[setting] ?? "not set") =>
    losses.push({ setting, from: effective.get(setting) ?? "not set", to, effect });
  if (after.some((policy) => !before.includes(policy)))
    add("cleanup.policy", "Kafka would delete records that it keeps now");
  const shorter = (setting: "retention.ms" | "retention.bytes") =>
    isBelow(config[setting] ?? "-1", effective.get(setting) ?? "-1");
  if (before.includes("delete") && after.includes("delete"))
    for (const setting of ["retention.ms", "retention.bytes"] as const)
      if (shorter(setting)) add(setting, "Kafka would delete messages that it keeps now");
  const [wanted, had] = [config["max.message.bytes"], effective.get("max.message.bytes")];
  if (wanted !== undefined && had !== undefined && Number(wanted) < Number(had))
    add("max.message.bytes", "producers of larger messages would be refused");
  if (effective.get("remote.storage.enable") === "true" && config["remote.storage.enable"] !== "true")
    add("remote.storage.enable", "what is in tiered storage would be deleted", "false");
  return losses;
}

/** -1 is no limit. */
function isBelow(one: string, other: string): boolean {
  if (one === "-1") return false;
  return other === "-1" || Number(one) < Number(other);
}

/**
 * What a topic is to be set to besides, so that it leaves tiered storage: taking the settings away is refused.
 * MSK developer guide, msk-enable-disable-topic-tiered-storage-cli, 2026-12; not tried on MSK.
 */
const leaving: Readonly<Record<string, string>> = {
  "remote.storage.enable": "false",
  "remote.log.msk.disable.policy": "Delete",
};

/** The settings of a topic that leaves tiered storage now; of one that has left it, they stay. */
export function leavingTiered(found: Settings, desired: Settings): Settings {
  if (desired.has("remote.storage.enable")) return desired;
  if (found.get("remote.storage.enable") === "true") return new Map([...desired, ...Object.entries(leaving)]);
  return new Map([...desired, ...[...found].filter(([name]) => Object.hasOwn(leaving, name))]);
}
