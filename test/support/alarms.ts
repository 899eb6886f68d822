import type { Signal } from "../../lib/core/facts";
import { planSnsSqs } from "../../lib/engines/sns-sqs";
import type { Audience } from "../../lib/monitoring/audience";
import { planAlarms, type AlarmOptions, type AlarmsPlan } from "../../lib/monitoring/plan";
import { place } from "./sns-sqs";

/** A page on one metric, where nothing else is said. */
export const signal = (more: Partial<Signal> & Pick<Signal, "id">): Signal => ({
  title: "Something is wrong",
  metric: {
    source: "cloudwatch",
    namespace: "AWS/X",
    name: "Y",
    dimensions: { Z: more.id },
    statistic: "Maximum",
    periodSeconds: 60,
  },
  comparison: "above",
  threshold: 10,
  unit: "things",
  periods: 5,
  breaching: 5,
  severity: "page",
  runbook: "backlog",
  ...more,
});

/** Who is told of an alarm in the end, and by which alarms in between. */
export function toldOf(plan: Pick<AlarmsPlan, "alarms" | "composites">, id: string): readonly Audience[] {
  const { alarms, composites } = plan;
  const own = alarms.find((alarm) => alarm.id === id) ?? composites.find((alarm) => alarm.id === id);
  const above = composites.filter(({ after }) => after.includes(id));
  return [...(own?.to ?? []), ...above.flatMap((alarm) => toldOf(plan, alarm.id))];
}

/** As many queues, and their alarms. */
export const queues = (count: number, asked?: AlarmOptions["asked"]) => {
  const channels = Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, {}]));
  const { facts } = planSnsSqs(place, "work", { pattern: "work-queue", channels });
  return { facts, plan: planAlarms(place, facts, asked === undefined ? {} : { asked }) };
};
