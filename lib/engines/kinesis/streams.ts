import type { DataPath, Issues } from "../../core/issues";
import type { Place } from "../../core/place";
import { policyText, type Statement } from "../../core/policy";
import { durationText, sizeText } from "../../core/quantities";
import { supportKinds } from "../../core/support";
import { ownershipTags } from "../../core/tags";
import { kinds } from "./kinds";
import { limits, shardMetrics } from "./limits";
import { checkLoad, shardsFor } from "./load";
import { consumerArn, type StreamNames } from "./names";
import type { ConsumerPlan, StreamPlan } from "./plan";
import { engineName, type StreamChannel } from "./spec";

/** What all streams of a system share. */
export interface StreamContext {
  readonly place: Place;
  readonly issues: Issues;
  readonly protect: boolean;
  /** The most shards that scaling gives a channel; undefined where it does not scale. */
  maxShards(channel: string): number | undefined;
  /** Statements for the policy of the resource with this ARN. */
  statementsFor(arn: string): readonly Statement[];
}

const hour = 3_600;

/** @param groups consumer groups that `access:` admits to the channel */
export function planStream(
  context: StreamContext,
  channel: string,
  spec: StreamChannel,
  { name, arn, fanOut }: StreamNames,
  groups: readonly string[],
  path: DataPath,
): StreamPlan {
  const { issues, place, protect } = context;
  const { shardMetrics: metrics = [], workload } = spec[engineName];
  checkSupport(spec, path, issues);
  checkTimes(spec, path, issues);
  checkFanOut(spec, path, issues);
  const maxShards = spec.partitions === undefined ? undefined : context.maxShards(channel);
  const readers = groups.filter((group) => !fanOut.includes(group)).length;
  checkLoad(place, { ...spec, partitions: maxShards ?? spec.partitions }, readers, path, issues);
  return {
    channel,
    name,
    arn,
    ...(spec.partitions === undefined ? {} : { shards: spec.partitions }),
    ...(maxShards !== undefined && { maxShards }),
    ...(workload && { loadShards: Math.ceil(shardsFor(workload, workload.consumers ?? readers)) }),
    retentionHours: spec.retention / hour,
    // Kinesis tells each metric by its name when all are asked for, and Terraform would see a difference for ever.
    shardMetrics: metrics === "all" ? shardMetrics : shardMetrics.filter((metric) => metrics.includes(metric)),
    maxLagSeconds: spec.maxLag,
    consumers: fanOut.map((group): ConsumerPlan => {
      const consumer = consumerArn(arn, group);
      return { name: group, arn: consumer, ...policyOf(context.statementsFor(consumer)) };
    }),
    ...policyOf(context.statementsFor(arn)),
    tags: ownershipTags(spec),
    protect,
  };
}

/**
 * The policy of a stream or consumer: who of other accounts may come in, and nothing where nobody may, because the own
 * account's roles come by their own policies. It cannot refuse plain text to everybody as other policies of ours do:
 * Kinesis takes no wildcard as a principal (docs.aws.amazon.com/streams/latest/dev/controlling-access.html, 2026-11).
 * Its endpoints speak HTTPS and nothing else (docs.aws.amazon.com/general/latest/gr/ak.html, 2026-11).
 */
function policyOf(statements: readonly Statement[]): { readonly policy?: string } {
  return statements.length === 0 ? {} : { policy: policyText(statements) };
}

/** What other engines can do, and Kinesis cannot. */
function checkSupport({ compaction, maxMessageSize }: StreamChannel, path: DataPath, issues: Issues): void {
  if (compaction)
    issues.add(
      supportKinds.NotSupported,
      [...path, "compaction"],
      "compaction: true: Kinesis keeps every record for a time, and none for ever; msk can",
    );
  if (maxMessageSize === limits.recordBytes) return;
  const why =
    maxMessageSize > limits.recordBytes
      ? "Kinesis takes up to 10MiB from a stream that is told so, which AWS provider 5.100.0 cannot do"
      : "Kinesis cannot be told to take less";
  issues.add(
    supportKinds.NotSupported,
    [...path, "maxMessageSize"],
    `maxMessageSize ${sizeText(maxMessageSize)}: a stream takes records of ${sizeText(limits.recordBytes)}, and ${why}; msk can`,
  );
}

function checkTimes({ retention, maxLag }: StreamChannel, path: DataPath, issues: Issues): void {
  const hours = retention / hour;
  if (hours < limits.minRetentionHours || hours > limits.maxRetentionHours)
    issues.add(
      kinds.StreamRetention,
      [...path, "retention"],
      `retention ${durationText(retention)} is outside 24h to 365d, which Kinesis keeps records for`,
    );
  if (!Number.isInteger(hours))
    issues.add(
      kinds.RetentionNotWholeHours,
      [...path, "retention"],
      `retention ${durationText(retention)} is ${hours.toFixed(2)} hours; use ${Math.ceil(hours)}h`,
    );
  if (maxLag >= retention)
    issues.add(
      supportKinds.MaxLagAboveRetention,
      [...path, "maxLag"],
      `maxLag ${durationText(maxLag)} is not below retention ${durationText(retention)}`,
    );
}

function checkFanOut({ [engineName]: { fanOut } }: StreamChannel, path: DataPath, issues: Issues): void {
  const at = [...path, engineName, "fanOut"];
  fanOut.forEach((group, index) => {
    if (fanOut.indexOf(group) < index)
      issues.add(kinds.FanOutTwice, [...at, index], `'${group}' has a fan-out already`);
  });
  const count = new Set(fanOut).size;
  if (count > limits.fanOuts)
    issues.add(kinds.TooManyFanOuts, at, `${count} groups with a fan-out; Kinesis takes ${limits.fanOuts} a stream`);
}
