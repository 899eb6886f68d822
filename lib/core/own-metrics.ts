import type { Place } from "./place";
import { allow, type Statement } from "./policy";

/** Where the metrics of an environment's own are. */
export const metricsNamespace = ({ environment }: Place): string => `Signalbox/${environment}`;

/** CloudWatch knows no resource for this action; the condition holds it to the environment's own namespace. */
export const publishMetrics = (namespace: string): Statement => ({
  ...allow("PublishMetrics", ["cloudwatch:PutMetricData"], "*"),
  Condition: { StringEquals: { "cloudwatch:namespace": namespace } },
});
