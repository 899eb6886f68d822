import { channelVariables } from "../../core/archive/channels";
import type { ArchiveFacts } from "../../core/archive/facts";
import { scratchName, scratchReplay } from "../../core/archive/programs";
import { arn } from "../../core/arns";
import type { SystemInput } from "../../core/engine";
import { keyAliasName } from "../../core/names";
import type { Place } from "../../core/place";
import { allow } from "../../core/policy";
import type { StreamPlan } from "./plan";

/** How records get into the archive, as one more reader of each stream, and back into scratch streams. */
export function archiveFacts(
  place: Place,
  { needs, name }: SystemInput,
  prefix: readonly string[],
  streams: readonly StreamPlan[],
): ArchiveFacts | undefined {
  if (needs?.archive !== true || streams.length === 0) return undefined;
  return {
    sources: streams.map(({ channel, arn: streamArn }) => ({
      id: channel,
      channel,
      source: { kind: "kinesis", streamArn },
      batchSize: 1_000,
      windowSeconds: 60,
    })),
    archive: {
      id: "archive",
      entry: "engines/kinesis/functions/archive",
      description: `Writes the records of ${name} to the archive`,
      timeoutSeconds: 60,
      memoryMiB: 512,
      inNetwork: false,
      statements: [
        allow(
          "ReadStreams",
          [
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards",
          ],
          // All of the system's are archived; their names would soon be too many for a policy.
          arn(place, "kinesis", `stream/${prefix.join("-")}-*`),
        ),
        // Kinesis knows no narrower resource for this action (service authorization reference, 2026-11).
        allow("ListStreams", ["kinesis:ListStreams"], "*"),
      ],
      variables: channelVariables(
        streams.map((stream) => ({ name: stream.name, channel: stream.channel })),
        { prefix: `${prefix.join("-")}-`, suffix: "" },
      ),
      lateVariables: [],
      // A call a shard at a time; where there are more shards, they take turns.
      concurrency: 5,
    },
    replay: replay(place, name, prefix),
    // A scratch stream has other shards, but what has one partition key stays in one.
    orderedBy: "key",
    lost: ["sequence numbers", "shards", "checkpoints of consumers", "the times at which Kinesis took the records"],
  };
}

function replay(place: Place, system: string, prefix: readonly string[]): ArchiveFacts["replay"] {
  // Room is left for the eight digits that the function adds.
  const scratch = scratchName("stream", prefix, "-00000000");
  return scratchReplay(
    "engines/kinesis/functions/replay",
    `Restores records of ${system} into scratch streams`,
    { scratch, keyName: keyAliasName([place.environment, system]) },
    [
      allow(
        "UseScratchStreams",
        [
          "kinesis:CreateStream",
          "kinesis:DeleteStream",
          "kinesis:DescribeStreamSummary",
          "kinesis:GetRecords",
          "kinesis:GetShardIterator",
          "kinesis:ListShards",
          "kinesis:PutRecord",
          "kinesis:StartStreamEncryption",
        ],
        arn(place, "kinesis", `stream/${scratch}-*`),
      ),
      // Kinesis knows no narrower resource for this action (service authorization reference, 2026-11).
      allow("FindLeftStreams", ["kinesis:ListStreams"], "*"),
    ],
  );
}
