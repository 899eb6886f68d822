import type { ArchiveFacts } from "../core/archive/facts";
import { arn } from "../core/arns";
import type { KeyUse, LogSource } from "../core/facts";
import { named } from "../core/names";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, serviceTrust, type Statement } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { definition } from "./definition";
import { expressions, steps } from "./programs";
import type { RestoreTest } from "./spec";
import { servicePrincipal } from "../core/regions";

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
  const { system, facts, test } = input;
  const parts = [place.environment, system, "restore-test"];
  const name = named("stateMachine", parts);
  const machineArn = arn(place, "states", `stateMachine:${name}`);
  const channels = [...new Set(facts.sources.map(({ channel }) => channel))];
  return {
    name,
    arn: machineArn,
    definition: definition(facts.replay, input.functionArn, channels),
    role: planServiceRole(
      parts,
      serviceTrust(servicePrincipal("states"), place.account),
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
      serviceTrust(servicePrincipal("scheduler"), place.account, arn(place, "scheduler", `schedule-group/${group}`)),
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
  service: servicePrincipal("delivery.logs"),
  actions: ["kms:Decrypt"],
  encryptionContext: { SourceArn: deliveryArn(place) },
});
