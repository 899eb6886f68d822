import type { CloudWatchMetric, Signal } from "../core/facts";
import type { Place } from "../core/place";

/** CloudWatch draws at most 500 metrics in one graph (CloudWatch quotas, 2026-11). */
const metricsOfGraph = 500;

/** What is drawn as one line: entries as a dashboard's body takes them, a metric's names or a formula over others. */
export type Line = readonly (readonly unknown[])[];

export interface Graph {
  readonly title: string;
  readonly statistic: string;
  readonly period: number;
  readonly lines: readonly Line[];
  /** What else the widget says. */
  readonly more?: object;
}

/** One part of a dashboard, before it has a place. */
export interface Widget {
  readonly type: "metric" | "alarm" | "text";
  readonly width: 12 | 24;
  readonly height: number;
  readonly properties: object;
}

/** Each graph as a widget; one that would be too full is cut into several. */
export function graphWidgets(place: Place, graphs: readonly Graph[]): Widget[] {
  return graphs.flatMap(({ title, statistic, period, lines, more }) => {
    const perGraph = Math.floor(metricsOfGraph / (lines[0]?.length ?? 1));
    const count = Math.ceil(lines.length / perGraph);
    return Array.from({ length: count }, (_, index): Widget => ({
      type: "metric",
      width: 12,
      height: 6,
      properties: {
        title: count === 1 ? title : `${title} ${index + 1} of ${count}`,
        region: place.region,
        stat: statistic,
        period,
        metrics: lines.slice(index * perGraph, (index + 1) * perGraph).flat(),
        view: "timeSeries",
        ...more,
      },
    }));
  });
}

/** A dashboard's body: widgets from left to right and down, 24 columns wide. */
export function layout(widgets: readonly Widget[]): string {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  const placed = widgets.map(({ type, width, height, properties }) => {
    if (x + width > 24) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const widget = { type, x, y, width, height, properties };
    x += width;
    rowHeight = Math.max(rowHeight, height);
    return widget;
  });
  return JSON.stringify({ widgets: placed });
}

/** One line of a graph; of a formula also the metrics that it takes, which are not drawn. Ids are unique in a graph. */
export function linesOf(metric: Signal["metric"], label: string, index: number): Line {
  if (metric.source === "cloudwatch") return [namesOf(metric)];
  const { inputs, expression } = inputsOf(metric, index);
  return [...inputs, [{ id: `result${index}`, expression, label }]];
}

export const namesOf = ({ namespace, name, dimensions }: CloudWatchMetric): unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
];

/** What a formula takes, hidden, and the formula over it; of a metric as it is, itself. */
export function inputsOf(
  metric: Signal["metric"],
  index: number,
): { readonly inputs: Line; readonly expression: string } {
  const hidden = (input: CloudWatchMetric, id: string) => [
    ...namesOf(input),
    { id: `${id}x${index}`, stat: input.statistic, visible: false },
  ];
  if (metric.source === "cloudwatch") return { inputs: [hidden(metric, "value")], expression: `valuex${index}` };
  const ids = Object.keys(metric.metrics);
  return {
    inputs: Object.entries(metric.metrics).map(([id, input]) => hidden(input, id)),
    expression: ids.reduce(
      (text, id) => text.replaceAll(new RegExp(`\\b${id}\\b`, "g"), `${id}x${index}`),
      metric.expression,
    ),
  };
}
