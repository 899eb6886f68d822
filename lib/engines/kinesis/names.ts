import { arn } from "../../core/arns";
import type { Existing, Grantable } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { named } from "../../core/names";
import type { Place } from "../../core/place";
import { kinds } from "./kinds";
import { engineName, type StreamChannel } from "./spec";

export interface StreamNames {
  readonly name: string;
  readonly arn: string;
  /** Groups that are registered as consumers with a fan-out of their own. */
  readonly fanOut: readonly string[];
}

export interface SystemNames {
  /** What every name begins with. */
  readonly prefix: readonly string[];
  readonly streams: Readonly<Record<string, StreamNames>>;
}

export interface NamingInput {
  readonly name: string;
  readonly path: DataPath;
  readonly existing?: Existing;
}

/** Every name and ARN of the system. Names follow from the data alone, so they are final before anything is built. */
export function nameSystem(
  place: Place,
  system: NamingInput,
  channels: Readonly<Record<string, StreamChannel>>,
  issues: Issues,
): SystemNames {
  const prefix = system.existing === undefined ? [place.environment, system.name] : [system.existing.name];
  const taken = new Map<string, string>();
  const streams = Object.entries(channels).map(([channel, spec]): [string, StreamNames] => {
    const path = [...system.path, "channels", channel];
    const { streamName, fanOut } = spec[engineName];
    if (streamName !== undefined && system.existing === undefined)
      issues.add(
        kinds.StreamNameNotExisting,
        [...path, engineName, "streamName"],
        `the name "${streamName}" is given, but the system is made by Signalbox, which names it`,
      );
    const name = streamName ?? named("stream", [...prefix, channel]);
    const other = taken.get(name);
    if (other !== undefined)
      issues.add(kinds.StreamNameCollision, path, `its stream would be named "${name}", and so would that of ${other}`);
    taken.set(name, channel);
    return [channel, { name, arn: arn(place, "kinesis", `stream/${name}`), fanOut: [...new Set(fanOut)] }];
  });
  return { prefix, streams: Object.fromEntries(streams) };
}

/** The ARN of a registered consumer; AWS ends it with the time of its creation, which is not known before. */
export const consumerArn = (streamArn: string, group: string): string => `${streamArn}/consumer/${group}:*`;

/** What a group's application of the Kinesis Client Library is called: its lease table and its metrics' namespace too. */
export const applicationName = (prefix: readonly string[], channel: string, group: string): string =>
  named("leaseTable", [...prefix, channel, group]);

/** Two applications of one name would take each other's leases, and each would see half of the records. */
export function checkApplications(
  { prefix }: SystemNames,
  groups: readonly { readonly channel: string; readonly group: string }[],
  path: DataPath,
  issues: Issues,
): void {
  const taken = new Map<string, string>();
  for (const { channel, group } of groups) {
    const name = applicationName(prefix, channel, group);
    const who = `${group} of ${channel}`;
    const other = taken.get(name);
    if (other !== undefined && other !== who)
      issues.add(
        kinds.StreamNameCollision,
        [...path, "channels", channel],
        `the lease table of ${who} would be named "${name}", and so would that of ${other}`,
      );
    taken.set(name, who);
  }
}

/** What permissions need to know of the channels. */
export const grantables = ({ streams }: SystemNames): Grantable[] =>
  Object.keys(streams).map((name) => ({ name, consumedBy: "group", subscribers: [] }));
