import { kinds as accessKinds } from "../access/kinds";
import { kinds as autoscalingKinds } from "../autoscaling/kinds";
import { metrics as autoscalingMetrics } from "../autoscaling/metric-catalogue";
import { kinds as backupKinds } from "../backup/kinds";
import { metrics as backupMetrics } from "../backup/metric-catalogue";
import type { IssueKind } from "../core/issues";
import { literalKinds } from "../core/literal";
import { specKinds } from "../core/spec";
import { kinds as configKinds } from "../config/kinds";
import { policyKinds } from "../core/policy-limits";
import { supportKinds } from "../core/support";
import { kinds as monitoringKinds } from "../monitoring/kinds";
import { kinds as loggingKinds } from "../logging/kinds";
import { kinds as networkKinds } from "../network/plan";
import { kinds as functionKinds } from "../functions/kinds";
import { metrics as functionMetrics } from "../functions/metric-catalogue";
import { metrics as loggingMetrics } from "../logging/metric-catalogue";
import type { MetricRow } from "../core/metrics";
import { kinds as maintenanceKinds } from "../maintenance/kinds";
import { engines } from "./engines";
import { kinds as environmentKinds } from "./kinds";

/** Every kind of issue that a check can report. */
export const issueCatalogue: readonly IssueKind[] = [
  configKinds,
  specKinds,
  literalKinds,
  environmentKinds,
  accessKinds,
  networkKinds,
  backupKinds,
  functionKinds,
  monitoringKinds,
  loggingKinds,
  autoscalingKinds,
  maintenanceKinds,
  supportKinds,
  policyKinds,
  ...engines.map(({ kinds }) => kinds),
].flatMap((kinds) => Object.values<IssueKind>(kinds));

/** Every metric that a signal may watch; a test holds each signal against it. */
export const metricCatalogue: readonly MetricRow[] = [
  ...autoscalingMetrics,
  ...functionMetrics,
  ...backupMetrics,
  ...loggingMetrics,
  ...engines.flatMap(({ metrics }) => metrics),
];
