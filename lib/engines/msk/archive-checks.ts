import type { SystemInput } from "../../core/engine";
import type { DataPath, Issues } from "../../core/issues";
import { checkEndpoints } from "../../core/endpoints";
import { supportKinds } from "../../core/support";
import { scratchPrefix } from "./archive";
import { kinds } from "./kinds";
import { limits } from "./limits";
import type { Names } from "./names";
import { engineName } from "./spec";
import type { ChannelPlan } from "./topics";

/**
 * Services that Lambda's pollers reach from within the network: the function, the role, and the queue of failed calls
 * (Lambda developer guide, with-msk-cluster-network and kafka-on-failure, 2026-11).
 */
const pollersReach = ["lambda", "sqs", "sts"];

/** What the archive could not keep up with, or not read at all. */
export function checkArchive(
  { needs, path, network }: SystemInput,
  names: Names,
  channels: readonly ChannelPlan[],
  issues: Issues,
): void {
  if (needs?.archive !== true) return;
  const archive = { why: "messages are read from within the network", path: [...path, "backup", "archive"] };
  checkEndpoints(network, pollersReach, archive, issues);
  for (const channel of channels) checkChannel(channel, names, issues);
  checkSum(channels, [...path, "channels"], issues);
}

function checkChannel({ name, spec, partitions, path }: ChannelPlan, names: Names, issues: Issues): void {
  const { partitionIn, messageBytes } = limits.archive;
  if (name.startsWith(`${scratchPrefix(names)}-`))
    issues.add(
      supportKinds.NameCollision,
      path,
      `restore tests remove topics whose names begin with "${scratchPrefix(names)}-"; call it something else`,
    );
  if (spec.maxMessageSize > messageBytes)
    issues.add(
      kinds.ArchiveMessageSize,
      [...path, "maxMessageSize"],
      `${spec.maxMessageSize} bytes; the archive takes messages of ${messageBytes} at most`,
    );
  const needed = Math.ceil((spec.msk.workload?.ingress ?? 0) / partitionIn);
  if (needed > partitions)
    issues.add(
      kinds.ArchiveThroughput,
      [...path, spec.partitions === undefined ? engineName : "partitions"],
      `${partitions} partitions for ${megabytes(spec.msk.workload?.ingress ?? 0)} MB/s in; the archive needs ${needed}, because it reads 5 MB/s of each`,
    );
}

function checkSum(channels: readonly ChannelPlan[], path: DataPath, issues: Issues): void {
  const { functionIn, mostFunctions } = limits.archive;
  const ingress = channels.reduce((sum, { spec }) => sum + (spec.msk.workload?.ingress ?? 0), 0);
  const most = functionIn * mostFunctions;
  if (ingress > most)
    issues.add(
      kinds.ArchiveThroughput,
      path,
      `the channels state ${megabytes(ingress)} MB/s in; the archive of one system takes ${megabytes(most)}`,
    );
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
