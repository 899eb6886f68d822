import type { Signal } from "../../core/facts";
import type { Permission } from "../../core/grants";
import { expressSignals } from "./express-signals";
import { lagMetric } from "./metrics";
import type { Names } from "./names";
import type { Cluster } from "./cluster-plan";
import { provisionedSignals } from "./provisioned-signals";
import { serverlessSignals } from "./serverless-signals";
import type { ChannelPlan } from "./topics";

/** What to watch of a system: its brokers, as many as there are, and how far each admitted group is behind. */
export function signalsOf(
  names: Names,
  cluster: Cluster,
  channels: readonly ChannelPlan[],
  permissions: readonly Permission[],
): Signal[] {
  const lags = lagSignals(names, channels, permissions);
  switch (cluster.mode) {
    case "provisioned":
      return [...provisionedSignals(names, cluster), ...lags];
    case "express":
      return [...expressSignals(names, cluster), ...lags];
    case "serverless":
      return [...serverlessSignals(names, channels), ...lags];
  }
}

/** Groups that `access:` admits to a channel, each once. */
export const groupsOf = (channel: string, permissions: readonly Permission[]): string[] =>
  [
    ...new Set(permissions.flatMap(({ grant }) => (grant.channel === channel && grant.group ? [grant.group] : []))),
  ].sort();

function lagSignals(names: Names, channels: readonly ChannelPlan[], permissions: readonly Permission[]): Signal[] {
  return channels.flatMap(({ name, spec }) =>
    groupsOf(name, permissions).map((group): Signal => ({
      id: `${name}-${group}-lag`,
      channel: name,
      title: `${group} is more than {threshold} behind in ${name}`,
      metric: lagMetric(names, name, group),
      comparison: "above",
      threshold: spec.maxLag,
      unit: "seconds",
      periods: 15,
      breaching: 15,
      severity: "page",
      runbook: "kafka-lag",
    })),
  );
}
