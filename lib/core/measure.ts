/** A metric, as CloudWatch names it. */
export interface CloudWatchMetric {
  readonly source: "cloudwatch";
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Maximum" | "Minimum" | "Average" | "SampleCount";
  readonly periodSeconds: number;
}

/** What a formula makes of several metrics: the sum of two kinds of CPU time, for example. */
export interface CloudWatchExpression {
  readonly source: "cloudwatch-expression";
  /** What the result is called, as a metric would be. */
  readonly name: string;
  /** Metric math over the ids of `metrics`. */
  readonly expression: string;
  readonly metrics: Readonly<Record<string, CloudWatchMetric>>;
  readonly statistic: CloudWatchMetric["statistic"];
  readonly periodSeconds: number;
}
