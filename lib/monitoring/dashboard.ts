import type { CloudWatchMetric, Signal, SystemFacts } from "../core/facts";
import { named } from "../core/names";
import type { Place } from "../core/place";

/** One CloudWatch dashboard. */
export interface DashboardPlan {
  readonly name: string;
  /** Literal JSON. */
  readonly body: string;
}

/** CloudWatch draws at most 500 metrics in one graph (CloudWatch quotas, 2026-11). */
const metricsOfGraph = 500;

interface Graph {
  readonly title: string;
  readonly statistic: string;
  readonly period: number;
  /** Lines as a dashboard's body takes them: a metric's names, or a formula. */
  readonly metrics: readonly (readonly unknown[])[];
}

/**
 * One dashboard a system: a graph for each metric, with a line for each queue and topic, so that a system of a
 * thousand channels is read as fast as one of three. A graph that would be too full is cut in two.
 */
export function planDashboard(place: Place, facts: Pick<SystemFacts, "name" | "signals">): DashboardPlan {
  const graphs = [...groups(facts.signals)].flatMap(([, signals]) => graphsOf(signals));
  const widgets = graphs.map(({ title, statistic, period, metrics }, index) => ({
    type: "metric",
    x: (index % 2) * 12,
    y: Math.floor(index / 2) * 6,
    width: 12,
    height: 6,
    properties: { title, region: place.region, stat: statistic, period, metrics, view: "timeSeries" },
  }));
  return { name: named("dashboard", [place.environment, facts.name]), body: JSON.stringify({ widgets }) };
}

function groups(signals: readonly Signal[]): Map<string, Signal[]> {
  const byRunbook = new Map<string, Signal[]>();
  for (const signal of signals) {
    const key = `${signal.runbook} ${signal.metric.name}`;
    const group = byRunbook.get(key);
    if (group === undefined) byRunbook.set(key, [signal]);
    else group.push(signal);
  }
  return byRunbook;
}

function graphsOf(signals: readonly Signal[]): Graph[] {
  const [first] = signals;
  if (first === undefined) return [];
  const { metric } = first;
  const lines = signals.map((signal, index) => linesOf(signal, index));
  const perGraph = Math.floor(metricsOfGraph / (lines[0]?.length ?? 1));
  const count = Math.ceil(lines.length / perGraph);
  return Array.from({ length: count }, (_, index) => ({
    title: `${metric.name} (${first.runbook})${count === 1 ? "" : ` ${index + 1} of ${count}`}`,
    statistic: metric.statistic,
    period: metric.periodSeconds,
    metrics: lines.slice(index * perGraph, (index + 1) * perGraph).flat(),
  }));
}

/** One line of a graph; of a formula also the metrics that it takes, which are not drawn. Ids are unique in a graph. */
function linesOf({ metric, title }: Signal, index: number): (readonly unknown[])[] {
  const named = ({ namespace, name, dimensions }: CloudWatchMetric) => [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
  ];
  if (metric.source === "cloudwatch") return [named(metric)];
  const expression = Object.keys(metric.metrics).reduce(
    (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${id}x${index}`),
    metric.expression,
  );
  const inputs = Object.entries(metric.metrics).map(([id, input]) => [
    ...named(input),
    { id: `${id}x${index}`, stat: input.statistic, visible: false },
  ]);
  return [...inputs, [{ id: `result${index}`, expression, label: title }]];
}
