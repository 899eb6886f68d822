import { arn } from "../core/arns";
import type { FunctionFacts, LogSource, SupportEnd, SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";
import { policyText, serviceTrust, type Statement } from "../core/policy";

/** A function of ours with its role and its log. */
export interface FunctionPlan extends Omit<FunctionFacts, "statements"> {
  readonly name: string;
  readonly roleName: string;
  readonly policyName: string;
  /** Literal JSON, each. */
  readonly trust: string;
  readonly document: string;
  readonly log: LogSource;
}

/**
 * Plans the functions that an engine asks for.
 *
 * @param keyName the alias of the system's key, which the function's variables are encrypted with
 */
export function planFunctions(
  place: Place,
  { name: system, functions }: Pick<SystemFacts, "name" | "functions">,
  keyName: string | undefined,
): FunctionPlan[] {
  return functions.map(({ statements, ...facts }) => {
    const parts = [place.environment, system, facts.id];
    const name = named("function", parts);
    const log: LogSource = {
      kind: "cloudwatch-log-group",
      id: `function-${facts.id}`,
      name: `/aws/lambda/${name}`,
      class: "operational",
    };
    const own = ownStatements(place, log, facts, keyName);
    return {
      ...facts,
      name,
      roleName: named("role", parts),
      policyName: named("policy", parts),
      trust: serviceTrust("lambda.amazonaws.com", place.account),
      document: policyText([...own, ...statements]),
      log,
    };
  });
}

/** What functions run on. (AWS Lambda developer guide, lambda-runtimes: supported until then, 2026-11.) */
export const runtime = { node: 22, until: "2027-04-30" } as const;

/** The end of support of what a system's functions run on; nothing where it has none. */
export function runtimeEnds(functions: readonly FunctionPlan[]): SupportEnd[] {
  const source = "AWS Lambda developer guide, lambda-runtimes, 2026-11";
  if (functions.length === 0) return [];
  return [{ what: "Node.js on Lambda", version: String(runtime.node), until: runtime.until, source }];
}

/** What every function may do: write its log and traces, live in the network, and read its own variables. */
function ownStatements(
  place: Place,
  log: LogSource,
  { inNetwork }: Pick<FunctionFacts, "inNetwork">,
  keyName: string | undefined,
): Statement[] {
  const allow = (Sid: string, Action: string[], Resource: string): Statement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  const key: Statement[] =
    keyName === undefined
      ? []
      : [
          {
            ...allow("DecryptVariables", ["kms:Decrypt"], arn(place, "kms", "key/*")),
            Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyName } },
          },
        ];
  return [
    allow("WriteLog", ["logs:CreateLogStream", "logs:PutLogEvents"], arn(place, "logs", `log-group:${log.name}:*`)),
    // X-Ray and the listing of interfaces know no narrower resource (service authorization reference, 2026-11).
    allow("WriteTraces", ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], "*"),
    ...key,
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
