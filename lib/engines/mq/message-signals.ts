import type { Signal } from "../../core/facts";
import { allQueues, type QueueTopology } from "./topology";
import { metric, minute, steady, type SignalInput } from "./watched";

/** What waits in each queue; where nobody counts that, in all of them together. */
export function messageSignals(input: SignalInput): Signal[] {
  if (input.countedBy === "nobody") return messagesSignal(input);
  return [
    ...(input.countedBy === "signalbox" ? uncounted(input) : []),
    ...input.topology.flatMap(({ name, queues, archive }) => [
      ...queues.flatMap((queue) => queueSignals(input, name, queue, queueRunbooks)),
      ...(archive === undefined ? [] : queueSignals(input, name, archive, archiveRunbooks)),
    ]),
  ];
}

/** Where no queue has metrics, the messages of all of them, dead letters too, against what the least of them may hold. */
function messagesSignal({ names, topology }: SignalInput): Signal[] {
  const bounds = topology.flatMap(({ queues }) => queues.map(({ maxBacklog }) => maxBacklog));
  if (bounds.length === 0) return [];
  const threshold = Math.min(...bounds);
  return [
    {
      ...steady,
      id: "messages",
      title: `All queues of ${names.broker} together hold more than {threshold}, as many as one of them may`,
      metric: metric("MessageCount", { Broker: names.broker }),
      comparison: "above",
      threshold,
      unit: "messages",
      // Not a page of the broker: it would explain the others.
      severity: "ticket",
      runbook: "backlog",
    },
  ];
}

/** Whoever watches a queue that nobody counts sees nothing. Not told at once: a broker that is patched is away a while. */
function uncounted({ names, vhost, topology, namespace }: SignalInput): Signal[] {
  if (topology.flatMap(allQueues).length === 0) return [];
  return [
    {
      id: "queues-uncounted",
      title: `Nobody counts the messages in queues of ${names.broker}: alarms on them cannot fire`,
      metric: { ...metric("QueuesUncounted", { System: vhost }), namespace },
      comparison: "above",
      threshold: 0,
      unit: "queues",
      periods: 15,
      breaching: 15,
      // Not a page of the broker: it would explain the others.
      severity: "ticket",
      runbook: "queues-uncounted",
      silenceBreaches: true,
    },
  ];
}

interface Runbooks {
  readonly deadLetters: string;
  readonly backlog: string;
}
const queueRunbooks: Runbooks = { deadLetters: "dead-letters", backlog: "backlog" };
const archiveRunbooks: Runbooks = { deadLetters: "broker-archive-behind", backlog: "broker-archive-behind" };

function queueSignals(
  input: SignalInput,
  channel: string,
  { id, name, deadLetters, maxBacklog }: QueueTopology,
  runbooks: Runbooks,
): Signal[] {
  return [
    {
      id: `${id}-dead-letters`,
      channel,
      title: `Messages of ${name} failed every delivery, or waited too long`,
      metric: queued(input, deadLetters),
      comparison: "above",
      threshold: 0,
      unit: "messages",
      periods: 1,
      breaching: 1,
      severity: "page",
      runbook: runbooks.deadLetters,
    },
    {
      ...steady,
      id: `${id}-backlog`,
      channel,
      title: `More than {threshold} wait in ${name}`,
      metric: queued(input, name),
      comparison: "above",
      threshold: maxBacklog,
      unit: "messages",
      severity: "page",
      runbook: runbooks.backlog,
    },
  ];
}

/** What waits in a queue. Of a pair of brokers the active one says it: the greater of the two, where the other is silent. */
export function queued({ names, broker, vhost, countedBy, namespace }: SignalInput, queue: string): Signal["metric"] {
  if (countedBy === "signalbox") return { ...metric("MessageCount", { System: vhost, Queue: queue }), namespace };
  if (broker.engineType === "RabbitMQ")
    return metric("MessageCount", { Broker: names.broker, VirtualHost: vhost, Queue: queue });
  const of = (instance: number) => metric("QueueSize", { Broker: `${names.broker}-${instance}`, Queue: queue });
  if (broker.deploymentMode === "SINGLE_INSTANCE") return of(1);
  return {
    source: "cloudwatch-expression",
    name: "QueueSize",
    expression: "MAX([FILL(first, 0), FILL(second, 0)])",
    metrics: { first: of(1), second: of(2) },
    statistic: "Maximum",
    periodSeconds: minute,
  };
}
