import { CloudWatchClient, PutMetricDataCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { Signal } from "../../lib/core/facts";
import type { EnvironmentPlan } from "../../lib/environment/plan";
import { start } from "./sandbox";

/** Asks whether the sandbox may be changed, as somebody at a terminal does. */
export async function preflight(env: NodeJS.ProcessEnv, more = "") {
  const { code, output } = await start(`npm run --silent signalbox -- drill preflight sandbox ${more}`, env).done;
  return { code, lines: output.trim().split("\n") };
}

/** The first signal of a system that watches a metric, as its file wants it. */
export function signalOf(plan: EnvironmentPlan, system: string, metric: string): Signal {
  const { signals = [] } = plan.systems.find(({ name }) => name === system)?.alarms ?? {};
  const found = signals.find((signal) => signal.metric.name === metric);
  if (found === undefined) throw new Error(`${system} has no signal of ${metric}`);
  return found;
}

/** Gives CloudWatch a value of a metric in the middle of a period: of the last one, or of one so many before it. */
export async function measure(metric: Signal["metric"] | undefined, value: number, periodsBefore = 0): Promise<void> {
  if (metric?.source !== "cloudwatch") throw new Error("only a metric is measured");
  const { namespace, name, dimensions, periodSeconds } = metric;
  const Timestamp = new Date(Date.now() - (periodsBefore + 0.5) * periodSeconds * 1_000);
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const datum = { MetricName: name, Dimensions, Value: value, Timestamp };
  await new CloudWatchClient({}).send(new PutMetricDataCommand({ Namespace: namespace, MetricData: [datum] }));
}

/** Puts an alarm into a state. */
export async function setAlarm(AlarmName: string, StateValue: "OK" | "ALARM"): Promise<void> {
  await new CloudWatchClient({}).send(
    new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "a test", StateReasonData: "{}" }),
  );
}
