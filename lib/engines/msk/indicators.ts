import type { Indicator, Indicators } from "../../core/facts";
import type { Permission } from "../../core/grants";
import type { Cluster } from "./cluster-plan";
import { lagMetric, metric, minute } from "./metrics";
import type { Names } from "./names";
import { groupsOf } from "./signals";
import type { ChannelPlan } from "./topics";

/** How far groups are behind, and in which minutes a partition had no leader or the cluster no controller. */
export function indicatorsOf(
  names: Names,
  cluster: Cluster,
  channels: readonly ChannelPlan[],
  permissions: readonly Permission[],
): Indicators {
  return {
    delivery: channels.flatMap(({ name, spec }) =>
      groupsOf(name, permissions).map((group) => ({
        id: `${name}-${group}`,
        of: `${group} in ${name}`,
        channel: name,
        metric: lagMetric(names, name, group),
        tolerated: 1,
        ...(!spec.compaction && { keptSeconds: spec.retention }),
      })),
    ),
    availability:
      cluster.mode === "serverless"
        ? "MSK Serverless has no metrics of its brokers; use the objective delivery, or mode: provisioned or express"
        : [available(names, cluster.mode)],
  };
}

/** Express brokers have no metric of partitions without a leader (monitor-and-alarm, see express-signals.ts). */
function available(names: Names, mode: "provisioned" | "express"): Indicator {
  const controllers = metric(names, "ActiveControllerCount", "Maximum");
  const offline = metric(names, "OfflinePartitionsCount", "Maximum");
  return {
    id: "cluster",
    of: names.cluster,
    metric: {
      source: "cloudwatch-expression",
      name: "Unavailable",
      expression: mode === "express" ? "IF(controllers < 1, 1, 0)" : "IF(controllers < 1 OR offline > 0, 1, 0)",
      metrics: mode === "express" ? { controllers } : { controllers, offline },
      statistic: "Maximum",
      periodSeconds: minute,
    },
    tolerated: 0,
  };
}
