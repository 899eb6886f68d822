import type { SystemInput } from "../../core/engine";
import type {
  AssignedLog,
  Capability,
  ChannelFacts,
  FunctionFacts,
  MaintenanceFacts,
  NamedResource,
  SupportEnd,
  SystemFacts,
} from "../../core/facts";
import { metricsNamespace } from "../../core/own-metrics";
import { ownershipTags } from "../../core/tags";
import { archiveFacts } from "./archive";
import type { BrokerPlan } from "./broker";
import type { ReadChannels } from "./channels";
import { countedBy, countingFunction } from "./counted";
import { exportFacts } from "./export";
import type { FactsInput } from "./facts-input";
import { functionStatements } from "./function-statements";
import { indicatorsOf } from "./indicators";
import { listenersOf } from "./ports";
import { backlogsOf, scalingAdviceOf } from "./scaling";
import { signalsOf } from "./signals";
import { engineName, type SystemOptions } from "./spec";
import { statefulThings } from "./stateful";
import type { ChannelTopology } from "./topology";
import { source, versions } from "./versions";

/** What concerns read of the system. */
export function systemFacts(facts: FactsInput): SystemFacts {
  const { place, input, names, options, broker, read } = facts;
  const build = input.existing === undefined;
  const archive = archiveFacts(facts);
  const exported = exportFacts(facts);
  const watched = {
    names,
    broker,
    vhost: input.name,
    topology: read.topology,
    countedBy: countedBy(input, options),
    namespace: metricsNamespace(place),
  };
  return {
    name: input.name,
    engine: engineName,
    pattern: input.pattern,
    platform: "aws",
    path: input.path,
    tags: ownershipTags(input.ownership),
    capabilities: capabilities(input, options),
    channels: read.topology.map((channel) => channelFacts(channel, read.described[channel.name], options)),
    listeners: listenersOf(options.broker),
    signals: signalsOf(watched),
    indicators: indicatorsOf(watched),
    // Amazon MQ makes and names the brokers' log groups itself, by the id that it gives the broker; the function sets how
    // long they are kept.
    logSources: [],
    assignedLogs: build ? assignedLogs(broker) : [],
    keyUses: [],
    scalingTargets: [],
    shardedStreams: [],
    backlogs: backlogsOf(watched),
    scalingAdvice: scalingAdviceOf(broker),
    functions: build ? [brokerFunction(facts), ...countingFunction(facts)] : [],
    ...(archive && { archive }),
    ...(exported && { export: exported }),
    maintenance: maintenanceOf(facts),
    supportEnds: supportEnds(options),
    health: [{ mechanism: "amazon-mq-broker", name: names.broker }],
    stateful: build ? statefulThings(facts) : [],
  };
}

/**
 * ActiveMQ writes arguments of its management calls to the audit log, a message sent from the console among them, and
 * texts of messages that it could not handle to the general one; RabbitMQ writes of connections and channels alone.
 */
function assignedLogs({ engineType, auditLog }: BrokerPlan): AssignedLog[] {
  const payloads = engineType === "ActiveMQ";
  const general: AssignedLog = { kind: "assigned-log-group", id: "general", class: "operational", payloads };
  return auditLog ? [general, { ...general, id: "audit", class: "audit" }] : [general];
}

function maintenanceOf({ input, broker: { maintenance } }: FactsInput): MaintenanceFacts {
  const from = "Amazon MQ API reference, WeeklyStartTime, 2026-11";
  if (input.existing !== undefined)
    return { kind: "none", why: "the broker exists already, and has the window that it was made with", source: from };
  const { dayOfWeek: day, timeOfDay: time, timeZone: zone } = maintenance;
  return { kind: "window", day, time, zone, source: from };
}

/** The day on which Amazon MQ ends the support of the broker's version, where AWS has named one. */
function supportEnds({ broker, version }: SystemOptions): SupportEnd[] {
  const known = versions[broker];
  const until = Object.hasOwn(known, version) ? known[version]?.ends : undefined;
  const what = broker === "rabbitmq" ? "RabbitMQ on Amazon MQ" : "ActiveMQ on Amazon MQ";
  return until === undefined ? [] : [{ what, version, until, source }];
}

function capabilities({ pattern }: SystemInput, { broker }: SystemOptions): Capability[] {
  const all: Capability[] = ["ordered", "dead-letters"];
  if (pattern === "work-queue") return all;
  return pattern === "broker" && broker === "activemq" ? all : [...all, "fan-out", "filtering"];
}

function channelFacts(
  { name, path, kind, queues }: ChannelTopology,
  described: ReadChannels["described"][string] | undefined,
  { broker }: SystemOptions,
): ChannelFacts {
  const entrance: NamedResource[] =
    broker === "rabbitmq" ? [{ kind: "exchange", name }] : kind === "queue" ? [] : [{ kind: "topic", name }];
  return {
    name,
    path,
    ...(described?.owner === undefined ? {} : { owner: described.owner }),
    ...(described?.dataClass === undefined ? {} : { dataClass: described.dataClass }),
    ordered: described?.ordered ?? false,
    retentionSeconds: Math.max(0, ...queues.map(({ retentionSeconds }) => retentionSeconds)),
    subscribers: queues.flatMap(({ subscriber }) => subscriber ?? []),
    resources: [
      ...entrance,
      ...queues.flatMap(({ name: queue, deadLetters }): NamedResource[] => [
        { kind: "queue", name: queue },
        { kind: "dead-letter-queue", name: deadLetters },
      ]),
    ],
  };
}

function brokerFunction({ place, input, names, options, broker, desired, users }: FactsInput): FunctionFacts {
  const rabbit = options.broker === "rabbitmq";
  const { logRetention } = input;
  return {
    id: "broker",
    entry: "engines/mq/functions/broker",
    description: `Brings users${rabbit ? ", queues and permissions" : ""} of ${names.broker} about`,
    timeoutSeconds: 900,
    memoryMiB: 256,
    // Amazon MQ's own API keeps the users of ActiveMQ; the private network has no endpoint of it.
    inNetwork: rabbit,
    statements: functionStatements(place, names, options.broker, users),
    variables: {
      ADMIN_SECRET: names.administratorSecret,
      ...(logRetention && {
        RETENTION_DAYS: String(logRetention.operational),
        ...(broker.auditLog && { AUDIT_RETENTION_DAYS: String(logRetention.audit) }),
      }),
    },
    lateVariables: rabbit ? ["BROKER_ID", "ENDPOINT"] : ["BROKER_ID"],
    trigger: { kind: "change", input: JSON.stringify(desired) },
  };
}
