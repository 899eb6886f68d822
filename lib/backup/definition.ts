import type { ArchiveFacts } from "../core/archive/facts";
import { steps, stepSeconds } from "./programs";

/**
 * Channel after channel: sample, replay, compare. A step that fails ends its channel with what went wrong, and the
 * others are tested all the same. Then all is told, and the execution fails when one channel did not come back whole.
 */
export function definition(
  replay: ArchiveFacts["replay"],
  functionArn: (id: string) => string,
  channels: readonly string[],
): string {
  const task = (id: string, more: object) => ({
    Type: "Task",
    Resource: functionArn(id),
    Retry: [
      {
        ErrorEquals: [
          "Lambda.ServiceException",
          "Lambda.AWSLambdaException",
          "Lambda.SdkClientException",
          "Lambda.TooManyRequestsException",
        ],
        IntervalSeconds: 2,
        MaxAttempts: 6,
        BackoffRate: 2,
      },
    ],
    ...more,
  });
  const caught = { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Broken" }] };
  const channel = {
    ProcessorConfig: { Mode: "INLINE" },
    StartAt: "Sample",
    States: {
      Sample: task(steps.sample, { ...caught, ResultPath: "$.sample", Next: "Anything" }),
      Anything: {
        Type: "Choice",
        Choices: [{ Variable: "$.sample.count", NumericGreaterThan: 0, Next: "Replay" }],
        Default: "Compare",
      },
      Replay: task(replay.id, {
        ...caught,
        Parameters: {
          "channel.$": "$.channel",
          "expected.$": "$.sample.expected",
          "received.$": "$.sample.received",
        },
        ResultPath: "$.replay",
        Next: "Compare",
      }),
      Compare: task(steps.compare, { ...caught, End: true }),
      // What went wrong is a verdict too.
      Broken: task(steps.compare, {
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Untold" }],
        End: true,
      }),
      Untold: { Type: "Pass", Parameters: { "channel.$": "$.channel" }, End: true },
    },
  };
  return JSON.stringify({
    Comment: "Restores the newest messages of each channel into a scratch channel and compares",
    StartAt: "Channels",
    TimeoutSeconds: channels.length * (2 * stepSeconds + replay.timeoutSeconds) + 3_600,
    States: {
      Channels: {
        Type: "Map",
        ItemsPath: "$.channels",
        ItemSelector: { "channel.$": "$$.Map.Item.Value", "run.$": "$$.Execution.Name" },
        MaxConcurrency: 1,
        ItemProcessor: channel,
        // What there is to tell lies in the bucket: all channels' together may be more than a state machine hands on.
        ResultPath: null,
        Next: "Report",
      },
      Report: task(steps.report, {
        Parameters: {
          "run.$": "$$.Execution.Name",
          "startedAt.$": "$$.Execution.StartTime",
          "channels.$": "$.channels",
          all: channels,
        },
        Next: "Verdict",
      }),
      Verdict: {
        Type: "Choice",
        Choices: [{ Variable: "$.good", BooleanEquals: true, Next: "Restored" }],
        Default: "NotRestored",
      },
      Restored: { Type: "Succeed" },
      NotRestored: { Type: "Fail", Error: "NotRestored", Cause: "A channel did not come back whole; see the evidence" },
    },
  });
}
