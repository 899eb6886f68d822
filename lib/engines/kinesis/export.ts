import type { ExportFacts } from "../../core/archive/facts";
import { settingsExport } from "../../core/archive/programs";
import { arn } from "../../core/arns";
import type { SystemInput } from "../../core/engine";
import type { Place } from "../../core/place";
import { allow } from "../../core/policy";

/** What is no record: each stream with its mode, shards, retention, key and consumers. */
export function exportFacts(
  place: Place,
  { existing, name }: SystemInput,
  prefix: readonly string[],
): ExportFacts | undefined {
  if (existing !== undefined) return undefined;
  const begin = `${prefix.join("-")}-`;
  return settingsExport("engines/kinesis/functions/export", `Exports the settings of the streams of ${name}`, begin, [
    // The list knows no narrower resource (service authorization reference, 2026-11).
    allow("FindStreams", "kinesis:ListStreams", "*"),
    allow(
      "ReadStreams",
      ["kinesis:DescribeStreamSummary", "kinesis:ListStreamConsumers"],
      arn(place, "kinesis", `stream/${begin}*`),
    ),
  ]);
}
