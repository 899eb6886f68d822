import { arn } from "../core/arns";
import { keyStatement } from "../core/permissions";
import type { Place } from "../core/place";
import { allow, type Statement } from "../core/policy";

interface Surroundings {
  readonly keyName: string | undefined;
  readonly queueArn: string;
  readonly logName: string;
  readonly inNetwork: boolean;
  readonly fleeting: boolean;
}

/** What every function may do: write its log, traces and failed calls, read its own variables, live in the network. */
export function functionStatements(
  place: Place,
  { keyName, queueArn, logName, inNetwork, fleeting }: Surroundings,
): readonly Statement[] {
  return [
    allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], arn(place, "logs", `log-group:${logName}:*`)),
    // X-Ray and the listing of interfaces know no narrower resource (service authorization reference, 2026-11).
    allow("WriteTraces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
    ...(fleeting ? [] : [allow("SetFailedCallsAside", ["sqs:SendMessage"], queueArn)]),
    ...(keyName === undefined ? [] : [useKey(place, keyName)]),
    ...(inNetwork
      ? [
          allow(
            "LiveInNetwork",
            [
              "ec2:AssignPrivateIpAddresses",
              "ec2:CreateNetworkInterface",
              "ec2:DeleteNetworkInterface",
              "ec2:UnassignPrivateIpAddresses",
            ],
            arn(place, "ec2", "*/*"),
          ),
          allow("SeeNetwork", ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"], "*"),
        ]
      : []),
  ];
}

/** The system's key, for variables, schedules and failed calls. */
export const useKey = (place: Place, keyName: string): Statement =>
  keyStatement(place, keyName, ["kms:Decrypt", "kms:GenerateDataKey"]);
