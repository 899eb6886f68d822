import { arn } from "../core/arns";
import type { AssignedLog, FunctionFacts, LogClass, LogSource, Signal } from "../core/facts";
import type { Issues } from "../core/issues";
import { named } from "../core/names";
import { dataClasses, type DataClass, type Place } from "../core/place";
import { allow, policyText } from "../core/policy";
import { planServiceRole, type ServiceRolePlan } from "../core/service-role";
import { kinds } from "./kinds";
import { planLogGroup, type LogGroupPlan, type LoggingSpec } from "./plan";
import { deliverySignals } from "./signals";
import type { Sink, SinksPlan } from "./sinks";
import { planStream, type StreamPlan } from "./stream";
import type { SubscriptionPlan } from "./subscription";
import { logsPrincipal } from "../core/regions";

/** How the logs of one stack get to the sinks: all of it lives with what it serves. */
export interface DeliveryPlan {
  readonly streams: readonly StreamPlan[];
  readonly subscriptions: readonly SubscriptionPlan[];
  /** The role in which CloudWatch hands logs to the streams. */
  readonly role: ServiceRolePlan;
  /** Where the streams say what went wrong. It goes to no sink: a sink that fails would be told of its own failure. */
  readonly errors: LogGroupPlan;
  readonly errorMetric: { readonly name: string; readonly namespace: string; readonly metric: string };
  readonly functions: readonly FunctionFacts[];
  readonly signals: readonly Signal[];
  /** Logs that a sink may not have, because of the messages whose text can stand in them. */
  readonly withheld: readonly { readonly log: string; readonly sink: string }[];
}

export interface DeliveryInput {
  /** The system, or `foundation`. */
  readonly system: string;
  /** The most sensitive of its messages. */
  readonly dataClass: DataClass;
  readonly logs: readonly (LogSource | AssignedLog)[];
  readonly sinks: SinksPlan;
  /** Alias of the key of logs. */
  readonly keyName: string;
  readonly logging: LoggingSpec;
}

export const errorLogId = "log-delivery";
/** The function that unpacks logs for OpenSearch. Its own log goes nowhere: each call of it would cause another. */
export const documentsFunction = "log-documents";

/** Plans what a stack's logs need to get to the sinks; nothing where no sink takes any of them. */
export function planDelivery(place: Place, input: DeliveryInput, issues: Issues): DeliveryPlan | undefined {
  const { system, sinks, logs, logging, keyName } = input;
  const { bucket } = sinks;
  if (bucket === undefined) return undefined;
  const pairs = sinks.all.flatMap((sink) =>
    logs.filter((log) => sink.logs.includes(log.class)).map((log) => ({ sink, log })),
  );
  const admitted = pairs.filter(({ sink, log }) => admits(sink, log, input, issues));
  if (admitted.length === 0) return undefined;
  const errors = errorLog(place, system, logging);
  const ids = new Map(admitted.map(({ sink, log }) => [streamId(sink, log.class), { sink, logClass: log.class }]));
  const streams = [...ids].map(([id, of]) =>
    planStream(place, { ...of, id, system, bucket, keyName, errorLog: errors, function: functionName(place, system) }),
  );
  const errorMetric = {
    name: named("trail", [place.environment, system, "log-delivery-errors"]),
    namespace: `Signalbox/${place.environment}/${system}`,
    metric: "LogDeliveryErrors",
  };
  const subscriptions = admitted.map(({ sink, log }) => ({
    id: `${log.id}-${sink.name}`,
    name: named("subscriptionFilter", [place.environment, system, log.id, sink.name]),
    log: log.id,
    ...(log.kind === "cloudwatch-log-group" && { logGroupName: log.name }),
    stream: streamId(sink, log.class),
  }));
  return {
    streams,
    subscriptions,
    role: subscriptionRole(place, system, streams),
    errors,
    errorMetric,
    functions: documents(streams),
    signals: deliverySignals(streams, subscriptions, errorMetric),
    withheld: pairs
      .filter((pair) => !admitted.includes(pair))
      .map(({ sink, log }) => ({ log: log.id, sink: sink.name })),
  };
}

const streamId = ({ name }: Sink, logClass: LogClass): string => `${name}-${logClass}`;

/** Whether a sink may have a log. Where messages are sensitive, somebody has to have said how sensitive it may get. */
function admits(
  sink: Sink,
  { id, payloads }: LogSource | AssignedLog,
  { dataClass, system }: DeliveryInput,
  issues: Issues,
): boolean {
  if (payloads !== true) return true;
  const rank = (one: DataClass) => dataClasses.indexOf(one);
  if (rank(dataClass) <= rank(sink.dataClass ?? "internal")) return true;
  if (sink.dataClass === undefined)
    issues.add(
      kinds.SinkClassMissing,
      [...sink.path, sink.kind],
      `text of messages of ${system}, which are ${dataClass}, can stand in its log '${id}'; say dataClass: ${dataClass} and the log goes to '${sink.name}', or dataClass: internal and it does not`,
    );
  return false;
}

function errorLog(place: Place, system: string, logging: LoggingSpec): LogGroupPlan {
  const source: LogSource = {
    kind: "cloudwatch-log-group",
    id: errorLogId,
    name: named("logGroup", [`/signalbox/${place.environment}/${system}/log-delivery`]),
    class: "operational",
  };
  // The alarm's metric filter wants the standard class.
  return planLogGroup(place, source, { ...logging, tier: "standard" });
}

const functionName = (place: Place, system: string): string =>
  named("function", [place.environment, system, documentsFunction]);

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html, example 3 (2026-11) */
function subscriptionRole(place: Place, system: string, streams: readonly StreamPlan[]): DeliveryPlan["role"] {
  const trust = policyText([
    {
      Sid: "LogsOfThisAccount",
      Effect: "Allow",
      Principal: { Service: logsPrincipal(place.region) },
      Action: "sts:AssumeRole",
      Condition: { StringLike: { "aws:SourceArn": arn(place, "logs", "*") } },
    },
  ]);
  const arns = streams.map((stream) => stream.arn);
  return planServiceRole([place.environment, system, "log-subscriptions"], trust, [
    allow("HandOver", ["firehose:PutRecord", "firehose:PutRecordBatch"], arns),
  ]);
}

/**
 * OpenSearch takes one document a record, and CloudWatch sends many events in one: a function of ours takes them apart,
 * and hands all but the first to the stream again (Firehose developer guide, sending CloudWatch Logs, 2026-11).
 */
function documents(streams: readonly StreamPlan[]): FunctionFacts[] {
  const targets = streams.filter(({ target }) => target.kind === "opensearch").map((stream) => stream.arn);
  if (targets.length === 0) return [];
  return [
    {
      id: documentsFunction,
      entry: "logging/functions/documents",
      description: "Takes records of CloudWatch Logs apart, one document for each event",
      // Firehose waits no longer (developer guide, data transformation, 2026-11); a batch that is refused to the end takes 9 s.
      timeoutSeconds: 300,
      memoryMiB: 256,
      inNetwork: false,
      statements: [allow("HandBack", "firehose:PutRecordBatch", targets)],
      variables: {},
      lateVariables: [],
      trigger: { kind: "call", callers: [] },
    },
  ];
}
