import type { CloudWatchMetric, Signal } from "./facts";

type Statistic = CloudWatchMetric["statistic"];

/** A metric that somebody publishes: signals may watch it with exactly these dimensions and one of these statistics. */
export interface MetricRow {
  /** `Signalbox/*` where the environment's name stands at the end. */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
  /** Those that mean something. The average of what only one of several reporters measures means nothing. */
  readonly statistics: readonly Statistic[];
  /** The page that says so, and when it was read. */
  readonly source: string;
}

export interface MetricRows extends Omit<MetricRow, "name"> {
  readonly names: readonly string[];
}

/** One row for each of several metrics that are alike. */
export const metricRows = ({ names, ...row }: MetricRows): MetricRow[] => names.map((name) => ({ ...row, name }));

/** What of a signal stands in no row: a name that is misspelt, a dimension too many, a statistic that means nothing. */
export function uncatalogued({ metric }: Pick<Signal, "metric">, rows: readonly MetricRow[]): CloudWatchMetric[] {
  const watched = metric.source === "cloudwatch" ? [metric] : Object.values(metric.metrics);
  return watched.filter((one) => !rows.some((row) => describes(row, one)));
}

function describes(row: MetricRow, { namespace, name, dimensions, statistic }: CloudWatchMetric): boolean {
  const keys = Object.keys(dimensions);
  const ours = row.namespace.endsWith("/*") && namespace.startsWith(row.namespace.slice(0, -1));
  return (
    (row.namespace === namespace || ours) &&
    row.name === name &&
    row.dimensions.length === keys.length &&
    keys.every((key) => row.dimensions.includes(key)) &&
    row.statistics.includes(statistic)
  );
}
