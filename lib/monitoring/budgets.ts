import { inputsOf, type Graph, type Line } from "./graphs";
import type { ObjectivePlan } from "./objectives";

/** Objectives are of 30 days. CloudWatch keeps minutes for 15 days and five minutes for 63 (CloudWatch, concepts, 2026-11). */
const days = 30;
const slice = 300;
const slices = (days * 86_400) / slice;

/**
 * What is left of each error budget, falling over the last 30 days from 100 percent; below nothing the objective is
 * missed. Counted by five minutes, of which one bad minute spoils all, so that it never looks better than it is.
 */
export function budgetGraphs(objectives: readonly ObjectivePlan[], name = ""): Graph[] {
  return (["delivery", "availability"] as const).flatMap((kind) => {
    const lines = objectives.filter((objective) => objective.kind === kind).map(lineOf);
    const title = `Error budget left of ${kind}${name}, percent of ${days} days`;
    return lines.length === 0 ? [] : [{ title, statistic: "Maximum", period: slice, lines, more }];
  });
}

const more = {
  start: `-P${days}D`,
  end: "P0D",
  setPeriodToTimeRange: false,
  yAxis: { left: { max: 100 } },
  annotations: { horizontal: [{ label: "spent", value: 0 }] },
};

function lineOf({ of, target, metric, tolerated }: ObjectivePlan, index: number): Line {
  const { inputs, expression } = inputsOf(metric, index);
  const allowed = Number((slices * ((100 - target) / 100)).toFixed(6));
  const left = `100 - 100 * RUNNING_SUM(IF((${expression}) > ${tolerated}, 1, 0)) / ${allowed}`;
  return [...inputs, [{ id: `left${index}`, expression: left, label: `${of} (${target} %)` }]];
}
