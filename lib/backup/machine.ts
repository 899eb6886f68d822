import type { ArchiveFacts } from "../core/archive/facts";
import { arn } from "../core/arns";
import type { KeyUse, LogSource } from "../core/facts";
import { named } from "../core/names";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, serviceTrust, type Statement } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { expressions, steps } from "./programs";
import type { RestoreTest } from "./spec";

/** The state machine of a restore test, and what starts it by the clock. */
export interface RestorePlan {
  readonly name: string;
  readonly arn: string;
  /** Literal JSON, in the Amazon States Language. */
  readonly definition: string;
  readonly role: ServiceRolePlan;
  readonly log: LogSource;
  /** ARN of its group, without the group's name. */
  readonly logArnPrefix: string;
  readonly channels: readonly string[];
  readonly maxAgeSeconds: number;
  readonly schedule: {
    readonly group: string;
    readonly name: string;
    readonly expression: string;
    readonly input: string;
    readonly role: ServiceRolePlan;
  };
}

export interface RestoreInput {
  readonly system: string;
  readonly facts: ArchiveFacts;
  readonly test: RestoreTest;
  readonly keyName: string;
  readonly functionArn: (id: string) => string;
}

/** Plans the state machine. Its role calls its four functions and nothing else. */
export function planRestore(place: Place, input: RestoreInput): RestorePlan {
  const { system, facts, test, functionArn } = input;
  const parts = [place.environment, system, "restore-test"];
  const name = named("stateMachine", parts);
  const machineArn = arn(place, "states", `stateMachine:${name}`);
  const channels = [...new Set(facts.sources.map(({ channel }) => channel))];
  return {
    name,
    arn: machineArn,
    definition: definition({ ...steps, replay: facts.replay.id }, functionArn),
    role: planServiceRole(
      parts,
      serviceTrust("states.amazonaws.com", place.account),
      machineStatements(place, machineArn, input),
    ),
    // Step Functions wants this beginning (Step Functions developer guide, logging to CloudWatch Logs, 2026-11).
    log: {
      kind: "cloudwatch-log-group",
      id: "restore-test",
      name: `/aws/vendedlogs/states/${name}`,
      class: "operational",
    },
    logArnPrefix: arn(place, "logs", "log-group:"),
    channels,
    maxAgeSeconds: test.maxAgeSeconds,
    schedule: planSchedule(place, parts, machineArn, input, channels),
  };
}

function planSchedule(
  place: Place,
  parts: readonly string[],
  machineArn: string,
  { test, keyName }: RestoreInput,
  channels: readonly string[],
): RestorePlan["schedule"] {
  const group = named("schedule", parts);
  return {
    group,
    name: group,
    expression: expressions[test.every],
    input: JSON.stringify({ channels }),
    role: planServiceRole(
      [...parts, "schedule"],
      serviceTrust("scheduler.amazonaws.com", place.account, arn(place, "scheduler", `schedule-group/${group}`)),
      [allow("StartRestoreTest", "states:StartExecution", machineArn), useKey(place, keyName)],
    ),
  };
}

function machineStatements(
  place: Place,
  machineArn: string,
  { facts, keyName, functionArn }: RestoreInput,
): Statement[] {
  const ids = [steps.sample, facts.replay.id, steps.compare, steps.report];
  return [
    allow("CallFunctions", ["lambda:InvokeFunction"], ids.map(functionArn)),
    // Delivery of logs and X-Ray know no narrower resource (Step Functions developer guide, logging, 2026-11).
    allow(
      "DeliverLogs",
      [
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
      ],
      "*",
    ),
    allow(
      "WriteTraces",
      ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      "*",
    ),
    {
      ...useKey(place, keyName),
      Sid: "UseKeyForExecutions",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyName },
        StringEquals: { "kms:EncryptionContext:aws:states:stateMachineArn": machineArn },
      },
    },
    {
      ...keyStatement(place, keyName, ["kms:GenerateDataKey"]),
      Sid: "UseKeyForLogs",
      Condition: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyName },
        StringEquals: { "kms:EncryptionContext:SourceArn": deliveryArn(place) },
      },
    },
  ];
}

const useKey = (place: Place, keyName: string): Statement =>
  keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"]);

/**
 * What the key is used for when logs of encrypted executions are delivered: the state machine's role encrypts them, and
 * delivery decrypts them (Step Functions developer guide, encryption at rest, 2026-11; aws-cdk pull request 30959).
 */
const deliveryArn = (place: Place): string => arn(place, "logs", "*");

/** Lets the delivery of logs read what the state machine encrypted. */
export const restoreKeyUse = (place: Place): KeyUse => ({
  kind: "service",
  sid: "RestoreTestLogs",
  service: "delivery.logs.amazonaws.com",
  actions: ["kms:Decrypt"],
  encryptionContext: { SourceArn: deliveryArn(place) },
});

/**
 * Channel after channel: sample, replay, compare. A step that fails ends its channel with what went wrong, and the
 * others are tested all the same. Then all is told, and the execution fails when one channel did not come back whole.
 */
function definition(
  ids: { readonly sample: string; readonly replay: string; readonly compare: string; readonly report: string },
  functionArn: (id: string) => string,
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
      Sample: task(ids.sample, { ...caught, ResultPath: "$.sample", Next: "Anything" }),
      Anything: {
        Type: "Choice",
        Choices: [{ Variable: "$.sample.count", NumericGreaterThan: 0, Next: "Replay" }],
        Default: "Compare",
      },
      Replay: task(ids.replay, {
        ...caught,
        Parameters: {
          "channel.$": "$.channel",
          "expected.$": "$.sample.expected",
          "received.$": "$.sample.received",
        },
        ResultPath: "$.replay",
        Next: "Compare",
      }),
      Compare: task(ids.compare, { ...caught, End: true }),
      Broken: { Type: "Pass", End: true },
    },
  };
  return JSON.stringify({
    Comment: "Restores the newest messages of each channel into a scratch channel and compares",
    StartAt: "Channels",
    TimeoutSeconds: 7_200,
    States: {
      Channels: {
        Type: "Map",
        ItemsPath: "$.channels",
        ItemSelector: { "channel.$": "$$.Map.Item.Value", "run.$": "$$.Execution.Name" },
        MaxConcurrency: 1,
        ItemProcessor: channel,
        ResultPath: "$.results",
        Next: "Report",
      },
      Report: task(ids.report, {
        Parameters: {
          "run.$": "$$.Execution.Name",
          "startedAt.$": "$$.Execution.StartTime",
          "results.$": "$.results",
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
