import type { ExportFacts } from "../../core/archive/facts";
import { settingsExport } from "../../core/archive/programs";
import { arn } from "../../core/arns";
import type { SystemInput } from "../../core/engine";
import type { Place } from "../../core/place";
import { allow } from "../../core/policy";

/** What is no message: topics with their subscriptions, and queues, each with its settings and its policy. */
export function exportFacts(
  place: Place,
  { existing, name }: SystemInput,
  prefix: readonly string[],
): ExportFacts | undefined {
  if (existing !== undefined) return undefined;
  const begin = `${prefix.join("-")}-`;
  return settingsExport(
    "engines/sns-sqs/functions/export",
    `Exports the settings of the topics and queues of ${name}`,
    begin,
    [
      // The lists know no narrower resource (service authorization reference, 2026-11).
      allow("FindTopicsAndQueues", ["sns:ListTopics", "sqs:ListQueues"], "*"),
      allow(
        "ReadTopics",
        ["sns:GetSubscriptionAttributes", "sns:GetTopicAttributes", "sns:ListSubscriptionsByTopic"],
        arn(place, "sns", `${begin}*`),
      ),
      allow("ReadQueues", "sqs:GetQueueAttributes", arn(place, "sqs", `${begin}*`)),
    ],
  );
}
